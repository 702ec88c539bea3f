"""Sources for staff: what is missing first, and nothing that is in use is deleted."""

import pytest

from inspections.models import Source
from tests.make import make_inspection, make_item, make_source, make_update

LIST = "/admin/inspections/source/"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["bare", "linked", "kept"]),
        ("?address=missing", ["bare"]),
        ("?address=no-archive", ["linked"]),
        ("?address=archived", ["kept"]),
    ],
)
def test_the_list_opens_on_what_has_no_address(boss, query, found):
    make_source("kept", url="https://example.org/z", archive_url="https://example.org/kept")
    make_source("bare")
    make_source("linked", url="https://example.org/a")
    rows = [row.slug for row in boss.get(LIST + query).context["cl"].result_list]
    assert sorted(rows) == sorted(found)
    assert rows[0] == found[0]


def test_a_source_of_a_statement_is_not_deleted(boss, db):
    source = make_source()
    update = make_update(make_item(), "under-way", source=source)
    answer = boss.post(f"{LIST}{source.pk}/delete/", {"post": "yes"})
    assert str(update) in answer.content.decode()
    assert Source.objects.filter(pk=source.pk).exists()


def test_a_source_of_an_inspection_is_not_deleted_either(boss, db):
    source = make_source()
    inspection = make_inspection(title="The inspection that rests on it", draft=True)
    inspection.sources.add(source)
    for answer in (
        boss.post(f"{LIST}{source.pk}/delete/", {"post": "yes"}),
        boss.post(LIST, {"action": "delete_selected", "_selected_action": [source.pk], "post": "yes"}),
    ):
        assert "The inspection that rests on it" in answer.content.decode()
        assert list(inspection.sources.all()) == [source]


def test_a_source_that_nothing_rests_on_is_deleted(boss, db):
    source = make_source()
    boss.post(f"{LIST}{source.pk}/delete/", {"post": "yes"})
    assert not Source.objects.exists()
