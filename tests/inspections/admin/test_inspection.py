"""An inspection is entered with its recommendations and their addressed bodies in one go."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.models import Addressee, Inspection, Recommendation, StatusPeriod
from tests.make import (
    make_force,
    make_inspection,
    make_inspectorate,
    make_item,
    make_observation,
    make_programme,
    make_recommendation,
    make_source,
    make_theme,
    make_update,
)

LIST = "/admin/inspections/inspection/"


def form(*recommendations, **changed):
    """What the form sends: an inspection of no body in particular, with these recommendations."""
    fields = {
        "title": "A thematic inspection",
        "slug": "thematic-2021",
        "draft": "on",
        "programme": make_programme().pk,
        "inspectorates": [make_inspectorate().pk],
        "published_on": "2021-05",
    }
    for prefix, rows in (("observations", ()), ("grades", ()), ("recommendations", recommendations)):
        fields |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
        for number, row in enumerate(rows):
            fields |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return fields | changed


def asked(number="1", **changed):
    usual = {"kind": "recommendation", "text": "Do it.", "text_is": "summary", "deadline_set_by": "inspectorate"}
    return {"number": number, **usual, **changed}


def errors(answer):
    """All that the page complains about, as text."""
    formsets = [inline.formset for inline in answer.context["inline_admin_formsets"]]
    said = [answer.context["adminform"].form.errors.as_text()]
    for formset in formsets:
        said += [str(formset.non_form_errors()), *(form.errors.as_text() for form in formset.forms)]
    return "\n".join(said)


def test_a_new_inspection_is_a_draft_until_somebody_says_otherwise(boss):
    page = boss.get(f"{LIST}add/")
    assert page.context["adminform"].form["draft"].value() is True
    boss.post(f"{LIST}add/", form())
    assert Inspection.objects.get().draft


def test_one_click_addresses_a_recommendation_to_all_territorial_forces_of_its_day(boss):
    forces = [make_force(ons_code=f"E2300000{number}") for number in range(4)]
    make_force("abolished", ons_code="E23000009", abolished_on="2013-03-31")
    make_force("transport-police")
    boss.post(f"{LIST}add/", form(asked(addressed_to="all-forces")))
    assert {item.body for item in Addressee.objects.all()} == set(forces)
    assert StatusPeriod.objects.count() == len(forces), "every item has a period from the first moment"


def test_several_recommendations_go_to_all_forces_in_one_form(boss, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "inspections.Recommendation", "field": "themes"}]  # written row by row
    for number in range(3):
        make_force(ons_code=f"E2300000{number}")
    boss.post(f"{LIST}add/", form(*(asked(str(number), addressed_to="all-forces") for number in range(4))))
    assert Addressee.objects.count() == 12


def test_the_inspected_bodies_are_those_named_in_the_same_form(boss):
    cleveland = make_force("cleveland")
    boss.post(f"{LIST}add/", form(asked(addressed_to="inspected"), bodies=[cleveland.pk]))
    item = Addressee.objects.get()
    assert (item.body, item.recommendation.inspection.slug) == (cleveland, "thematic-2021")


def test_chosen_bodies_are_those_chosen(boss):
    chosen = [make_force(), make_force()]
    make_force()
    boss.post(f"{LIST}add/", form(asked(addressed_to="chosen", chosen_bodies=[body.pk for body in chosen])))
    assert {item.body for item in Addressee.objects.all()} == set(chosen)


def test_a_cause_of_concern_its_recommendation_and_a_part_are_entered_together(boss, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "inspections.Recommendation", "field": "themes"}]  # written row by row
    rows = (
        asked("A", kind="cause-of-concern"),
        asked("A1", belongs_to="A"),
        asked("A1a", kind="part", belongs_to="A1"),
    )
    boss.post(f"{LIST}add/", form(*rows))
    part = Recommendation.objects.get(number="A1a")
    assert part.ref == "thematic-2021-a1a"
    assert part.parent.number == "A1"
    assert part.parent.parent.number == "A"


def test_what_was_entered_can_be_searched_for_at_once(boss):
    make_force("cleveland", ons_code="E23000013")
    theme = make_theme(name="Custody")
    boss.post(f"{LIST}add/", form(asked(text="Feed them.", addressed_to="all-forces", themes=[theme.pk])))
    for words in ("feed", "cleveland", "custody", "thematic"):
        assert Recommendation.objects.matching(words).count() == 1, words


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([asked(addressed_to="inspected")], "names no inspected bodies"),
        ([asked(addressed_to="chosen")], "Choose at least one body"),
        ([asked(addressed_to="everyone")], "Select a valid choice"),
        ([asked("1", belongs_to="9")], "There is no number 9"),
        ([asked("1a", kind="part")], "give its number"),
        ([asked("1", belongs_to="2"), asked("2", kind="cause-of-concern")], "There is no number 2"),
        ([asked("1"), asked("2", belongs_to="1")], "Only a recommendation belongs"),
        ([asked("1"), asked("1")], "Please correct the duplicate"),
        ([asked(deadline="by-date")], "Give a date with"),
        ([asked(due_on="2021-06-01")], "Give a date with"),
        ([asked(deadline="by-date", due_on="June")], "is not a date"),
        ([asked(ref="Not_a_slug")], "lower-case letters"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(boss, rows, sentence):
    answer = boss.post(f"{LIST}add/", form(*rows))
    assert answer.status_code == 200
    assert sentence in errors(answer)
    assert not Inspection.objects.exists()
    assert not Recommendation.objects.exists()


def test_a_number_that_is_on_record_is_refused(boss):
    inspection = make_inspection("thematic-2021")
    make_recommendation(inspection=inspection, number="1")
    answer = boss.post(f"{LIST}{inspection.pk}/change/", form(asked("1")))
    assert answer.status_code == 200
    assert "of that number already" in errors(answer)
    assert inspection.recommendations.count() == 1


def test_more_are_added_later_and_may_belong_to_what_is_on_record(boss):
    inspection = make_inspection("thematic-2021")
    make_recommendation(inspection=inspection, number="A", kind="cause-of-concern")
    boss.post(f"{LIST}{inspection.pk}/change/", form(asked("A1", belongs_to="A"), draft=""))
    assert inspection.recommendations.get(number="A1").parent.number == "A"


def test_observations_and_grades_are_entered_beside_them(boss):
    force = make_force()
    findings = {
        "observations-TOTAL_FORMS": 1,
        "observations-0-number": 1,
        "observations-0-kind": "strength",
        "observations-0-text": "Leaders were committed.",
        "grades-TOTAL_FORMS": 1,
        "grades-0-body": force.pk,
        "grades-0-framework": "peel-2021-22",
        "grades-0-topic": "Custody",
        "grades-0-grade": "good",
    }
    boss.post(f"{LIST}add/", form(**findings))
    inspection = Inspection.objects.get()
    assert inspection.observations.get().text == "Leaders were committed."
    assert inspection.grades.get().body == force


def test_the_page_lists_what_is_on_record_by_number(boss, db):
    inspection = make_inspection()
    for number in ("10", "2"):
        make_recommendation(inspection=inspection, number=number, text=f"The {number}th")
    page = boss.get(f"{LIST}{inspection.pk}/change/").content.decode()
    assert page.index("The 2th") < page.index("The 10th")


def test_a_new_slug_keeps_the_old_address(boss, db):
    inspection = make_inspection("old-name")
    boss.post(f"{LIST}{inspection.pk}/change/", form(slug="new-name", draft=""))
    assert Inspection.formerly_at("old-name").slug == "new-name"


def test_what_has_a_ledger_does_not_become_a_draft_again(boss, db):
    item = make_item(inspection=make_inspection("thematic-2021"))
    make_update(item, "under-way")
    answer = boss.post(f"{LIST}{item.recommendation.inspection_id}/change/", form())
    assert "draft" in errors(answer)
    assert not Inspection.objects.get().draft


def test_the_list_opens_on_drafts(boss, db):
    make_inspection("published", published="2024-01-01")
    make_inspection("in-draft", published=None, draft=True)
    assert [row.slug for row in boss.get(LIST).context["cl"].result_list] == ["in-draft", "published"]


def test_the_queries_of_the_form_do_not_grow_with_its_rows(boss, db):
    inspection = make_inspection(bodies=[make_force()])

    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert boss.get(f"{LIST}{inspection.pk}/change/").status_code == 200
        return len(caught)

    make_observation(inspection)
    make_recommendation(inspection=inspection)
    inspection.sources.add(make_source())
    few = queries()
    for _number in range(5):
        make_observation(inspection)
        make_recommendation(inspection=inspection)
        inspection.sources.add(make_source())
        inspection.grades.create(body=make_force(), framework="peel", topic=f"t{_number}", grade="good")
    assert queries() <= few


def test_who_may_not_add_items_addresses_nothing(sign_in, db):
    make_force(ons_code="E23000013")
    rights = ("inspection", "recommendation", "observation", "grade")
    editor = sign_in(*(f"add_{name}" for name in rights), "view_inspection")
    editor.post(f"{LIST}add/", form(asked(addressed_to="all-forces")))
    assert Recommendation.objects.count() == 1
    assert not Addressee.objects.exists()


def publication(inspection, **changed):
    """What the form of an inspection sends, as it stands on record, with other days or times."""
    usual = {
        "title": inspection.title,
        "slug": inspection.slug,
        "programme": inspection.programme_id,
        "inspectorates": [body.pk for body in inspection.inspectorates.all()],
        "published_on": inspection.published_on,
        "draft": "",
    }
    return form(**usual | changed)


def test_day_and_time_of_publication_can_be_moved_until_it_is_public(publisher):
    inspection = make_inspection(published="2999-12-01")
    address = f"{LIST}{inspection.pk}/change/"
    for day, time, moment in (
        ("2999-12-01", "09:30", "2999-12-01T09:30:00+00:00"),
        ("2999-07-01", "10:00", "2999-07-01T09:00:00+00:00"),
        ("2999-07-01", "", None),
    ):
        answer = publisher.post(address, publication(inspection, published_on=day, published_time=time))
        assert answer.status_code == 302, errors(answer)
        inspection.refresh_from_db()
        assert inspection.public_at is None if moment is None else inspection.public_at.isoformat() == moment
        assert inspection.public_from.isoformat() == day


def test_what_is_public_does_not_go_back_under_embargo(publisher):
    inspection = make_inspection(published="2020-01-15")
    address = f"{LIST}{inspection.pk}/change/"
    for changed in ({"published_on": "2999-01-01"}, {"draft": "on"}):
        answer = publisher.post(address, publication(inspection, **changed))
        assert "nothing public vanishes" in errors(answer)
    inspection.refresh_from_db()
    assert inspection.public_from.isoformat() == "2020-01-15"


def test_a_time_without_a_whole_day_is_refused_and_says_why(publisher):
    inspection = make_inspection(published="2999-12-01")
    sent = publication(inspection, published_on="2999-12", published_time="09:30")
    assert "whole day" in errors(publisher.post(f"{LIST}{inspection.pk}/change/", sent))
