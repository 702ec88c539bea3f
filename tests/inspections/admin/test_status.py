"""The ledger in the admin: to be read, whatever is tried."""

import pytest
from django.urls import reverse

from inspections.models import StatusUpdate
from tests.make import make_inspection, make_item, make_update

LIST = "/admin/inspections/statusupdate/"


@pytest.fixture
def update(db):
    return make_update(make_item("r-1"), "being-progressed", reason="Found in hand.", made_in=make_inspection())


def test_it_can_be_read(boss, update):
    assert "r-1" in boss.get(LIST).content.decode()
    page = boss.get(f"{LIST}{update.pk}/change/").content.decode()
    assert "Found in hand." in page
    assert reverse("admin:inspections_addressee_change", args=[update.addressee_id]) in page


def test_nothing_offers_to_add_change_or_delete(boss, update):
    for address in (LIST, f"{LIST}{update.pk}/change/"):
        page = boss.get(address).content.decode()
        assert "/statusupdate/add/" not in page
        assert f"/statusupdate/{update.pk}/delete/" not in page
        assert 'name="_save"' not in page
        assert "delete_selected" not in page


@pytest.mark.parametrize("path", ["add/", "{pk}/change/", "{pk}/delete/"])
def test_even_a_superuser_cannot_write(boss, update, path):
    answer = boss.post(LIST + path.format(pk=update.pk), {"post": "yes", "reason": "Changed."})
    assert answer.status_code == 403
    assert StatusUpdate.objects.get().reason == "Found in hand."


def test_deleting_by_action_does_nothing(boss, update):
    boss.post(LIST, {"action": "delete_selected", "_selected_action": [update.pk], "post": "yes"})
    assert StatusUpdate.objects.count() == 1
