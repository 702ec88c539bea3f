"""Bodies, who answers for whom, and monitoring."""

import pytest

from inspections.models import Body
from tests.make import make_body, make_force, make_inspectorate, make_item, make_policing_body

LIST = "/admin/inspections/body/"


@pytest.fixture
def two_in_one_form(settings):
    """A body and the one named in its form are two look-ups, and not one for each row."""
    settings.ZEAL_ALLOWLIST = [{"model": "inspections.Body", "field": "get()"}]


def form(body, **changed):
    return {"slug": body.slug, "name": body.name, "kind": body.kind, **changed}


def rows(prefix, *values):
    fields = {f"{prefix}-TOTAL_FORMS": len(values), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(values):
        fields |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return fields


def test_who_answers_for_a_force_and_its_monitoring_are_entered_with_it(boss, two_in_one_form):
    force, pcc = make_force(), make_body("a-pcc", "local-policing-body")
    sent = form(
        force,
        **rows("overseen_by", {"policing_body": pcc.pk, "start": "2012-11-22"}),
        **rows("monitoring_phases", {"phase": "engage", "start": "2019"}),
    )
    boss.post(f"{LIST}{force.pk}/change/", sent)
    assert force.overseen_by.get().policing_body == pcc
    assert force.monitoring_phases.get().start.iso == "2019"


def test_only_a_local_policing_body_answers_for_a_force(boss, two_in_one_form):
    force = make_force()
    sent = form(force, **rows("overseen_by", {"policing_body": make_inspectorate().pk}), **rows("monitoring_phases"))
    answer = boss.post(f"{LIST}{force.pk}/change/", sent)
    assert "Select a valid choice" in answer.content.decode()
    assert not force.overseen_by.exists()


def test_a_policing_body_shows_the_forces_that_it_answers_for(boss, db):
    pcc = make_policing_body(make_force("cleveland"))
    page = boss.get(f"{LIST}{pcc.pk}/change/").content.decode()
    assert "forces that it answers for" in page.lower()
    assert "monitoring" not in page.lower().split("<main")[-1]


def test_a_renamed_body_keeps_its_old_address(boss, db):
    council = make_body("old-name", "local-partner")
    boss.post(f"{LIST}{council.pk}/change/", form(council, slug="new-name"))
    assert Body.formerly_at("old-name").slug == "new-name"


def test_a_date_that_is_none_is_refused_in_words(boss, db):
    council = make_body("council", "local-partner")
    answer = boss.post(f"{LIST}{council.pk}/change/", form(council, established_on="last year"))
    assert "Write a year, a month or a day" in answer.content.decode()


def test_a_body_that_was_asked_for_something_is_not_deleted(boss, db):
    force = make_item().body
    answer = boss.post(f"{LIST}{force.pk}/delete/", {"post": "yes"})
    assert "would require deleting the following protected related objects" in answer.content.decode()
    assert Body.objects.filter(pk=force.pk).exists()
