import pytest
from zeal import zeal_ignore

from inspections.models import Body
from tests.make import make_force, make_inspection, make_response

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sent", ["<b>x", "1.5", "9" * 40, "٣", "-1"])
def test_what_cannot_be_a_key_is_a_mistake_beside_its_box(admin_client, sent):
    force = make_force("north")
    with zeal_ignore():  # a form that is shown again asks twice
        answer = admin_client.post(f"/admin/inspections/body/{force.pk}/change/", {"name": "", "succeeded_by": sent})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["succeeded_by"]
    assert Body.objects.get(pk=force.pk).succeeded_by is None


@pytest.mark.parametrize("sent", [["<b>x"], ["1", "x"]])
def test_several_of_them_are_too(admin_client, sent):
    inspection = make_inspection("north-2019", "2019", [make_force("north")])
    with zeal_ignore():  # a form that is shown again asks twice
        answer = admin_client.post(
            f"/admin/inspections/inspection/{inspection.pk}/change/", {"title": "", "bodies": sent}
        )
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["bodies"]


def test_what_was_chosen_is_shown_again(admin_client):
    response = make_response(make_inspection("north-2019", "2019", [make_force("north")]), make_force("south"))
    page = admin_client.get(f"/admin/inspections/response/{response.pk}/change/").content.decode()
    assert f'<option value="{response.responder_id}" selected>' in page
