"""Recording a status update: written, checked, recorded once, and refused where a rule says so."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from inspections.days import today
from inspections.models import Body, Source, StatusUpdate
from tests.inspections.admin.recording import address, sent
from tests.make import (
    make_body,
    make_force,
    make_inspection,
    make_inspectorate,
    make_item,
    make_policing_body,
    make_recommendation,
    make_source,
    make_succession,
    make_update,
)


@pytest.fixture
def item(db):
    cleveland = make_force("cleveland", name="Cleveland Police")
    make_policing_body(cleveland, "cleveland-pcc", start="2012-11-22")
    return make_item("cp-2017-1", cleveland, inspection=make_inspection(published="2017-09-21", bodies=[cleveland]))


def test_a_recorded_update_changes_the_public_headline_and_says_so(boss, item):
    answer = boss.post(address(item), sent(item), follow=True)
    update = item.updates.get()
    assert answer.redirect_chain[-1][0] == reverse("admin:inspections_addressee_change", args=[item.pk])
    said = str(next(iter(answer.context["messages"])))
    assert "Recorded as row 1" in said
    assert "“Confirmed complete”" in said
    assert item.get_absolute_url() in said
    assert update.recorded_on == today()
    assert update.recorded_by.username == "boss"
    assert update.source.slug == "the-letter"
    assert item.periods.get(end__gt=today()).status == "confirmed-complete"
    assert LogEntry.objects.filter(object_id=str(update.pk)).exists()


def test_the_page_offers_the_bodies_that_have_a_voice_and_the_history(boss, item):
    make_update(item, "under-way", reason="Work had begun.")
    make_force("elsewhere", name="Elsewhere Police")
    page = boss.get(address(item)).content.decode()
    assert "Cleveland Police (addressed body)" in page
    assert "Cleveland Pcc (local policing body)" in page
    assert "HMICFRS (inspectorate)" in page
    assert "Elsewhere Police" not in page
    assert "Work had begun." in page


def test_the_inspections_own_inspectorate_stands_before_the_others(boss, item):
    make_inspectorate("a-first-by-name")
    page = boss.get(address(item)).content.decode()
    assert page.index("HMICFRS (inspectorate)") < page.index("A-FIRST-BY-NAME (inspectorate)")


def test_the_check_shows_the_headline_before_and_after_and_records_nothing(boss, item):
    make_update(item, "under-way")
    page = boss.post(address(item), sent(item, step="check")).content.decode()
    assert "Under way" in page
    assert "Confirmed complete" in page
    assert "The letter" in page
    assert item.updates.count() == 1


def test_the_check_says_when_the_headline_stays(boss, item):
    make_update(item, "under-way")
    pcc = Body.objects.get(slug="cleveland-pcc")
    page = boss.post(address(item), sent(item, step="check", by=pcc, position="assured")).content.decode()
    assert "The headline stays:" in page
    assert item.updates.count() == 1


def test_what_the_check_sends_on_is_what_gets_recorded(boss, item):
    page = boss.post(address(item), sent(item, step="check", source="", new_title="A new letter"))
    again = {field.html_name: field.value() or "" for field in page.context["form"]}
    boss.post(address(item), again | {"record": "1"})
    update = item.updates.get()
    assert update.position == "complete"
    assert update.source.title == "A new letter"


def test_going_back_from_the_check_keeps_what_was_typed(boss, item):
    page = boss.post(address(item), sent(item, step="change")).content.decode()
    assert "Inspectors found that it was done." in page
    assert 'name="check"' in page
    assert not item.updates.exists()


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"position": "under-way"}, "position", "HMICFRS can only say"),
        ({"position": "fine"}, "position", "Select a valid choice"),
        ({"position": ""}, "position", "required"),
        ({"stated_by": "0"}, "stated_by", "no voice here"),
        ({"effective_on": "2017-09-20"}, "effective_on", "before the inspection was published"),
        ({"effective_on": "2999-01-01"}, "effective_on", "after the day on which it is recorded"),
        ({"effective_on": "the spring"}, "effective_on", "is not a date"),
        ({"effective_on": "2018-02-30"}, "effective_on", "is not in the calendar"),
        ({"effective_on": ""}, "effective_on", "required"),
        ({"reason": "  "}, "reason", "required"),
        ({"evidence": "assertion", "source": ""}, "evidence", "an assertion is not enough"),
        ({"source": ""}, "source", "Give a source"),
        ({"source": "no-such"}, "source", "No source is on record"),
        ({"position": "superseded"}, "position", "Name the later recommendation first"),
        ({"target_on": "soon"}, "target_on", "is not a date"),
        ({"corrects": "999999"}, "corrects", "earlier row of the same item"),
        ({"made_in": "999999"}, "made_in", "Select a valid choice"),
    ],
)
@pytest.mark.parametrize("step", ["check", "record"])
def test_a_bad_statement_is_refused_beside_its_field_and_kept(boss, item, changed, field, sentence, step):
    answer = boss.post(address(item), sent(item, step=step, **changed))
    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors[field])
    page = answer.content.decode()
    assert f'href="#{field}-row"' in page
    assert f'id="{field}-row"' in page
    if "reason" not in changed:
        assert "Inspectors found that it was done." in page
    assert not item.updates.exists()


def test_a_body_without_a_voice_is_refused_even_if_it_exists(boss, item):
    answer = boss.post(address(item), sent(item, by=make_body("council", "local-partner")))
    assert "no voice here" in str(answer.context["form"].errors["stated_by"])
    assert not item.updates.exists()


def test_the_policing_body_of_another_day_is_refused(boss, item):
    later = make_policing_body(item.body, "mayor", start="2024-05-07")
    answer = boss.post(address(item), sent(item, by=later, position="assured"))
    assert "did not answer for" in str(answer.context["form"].errors["stated_by"])


def test_another_items_row_cannot_be_corrected(boss, item):
    other = make_update(make_item(), "under-way")
    answer = boss.post(address(item), sent(item, corrects=other.pk))
    assert "same item" in str(answer.context["form"].errors["corrects"])
    assert not item.updates.exists()


def test_a_correction_is_recorded_and_marked_in_the_history(boss, item):
    wrong = make_update(item, "says-complete")
    boss.post(address(item), sent(item, by=item.body, position="under-way", corrects=wrong.pk))
    page = boss.get(reverse("admin:inspections_addressee_change", args=[item.pk])).content.decode()
    assert "Corrected by row 2" in page
    assert "Corrects row 1" in page


def test_superseded_is_accepted_once_the_successor_is_named(boss, item):
    make_succession(item.recommendation, make_recommendation("later"))
    boss.post(address(item), sent(item, position="superseded"))
    assert item.updates.get().position == "superseded"


def test_an_assertion_that_closes_nothing_needs_no_source(boss, item):
    boss.post(address(item), sent(item, by=item.body, position="planned", evidence="assertion", source=""))
    assert item.updates.get().source is None


def test_every_other_field_is_recorded_too(boss, item):
    review = make_inspection("review", published="2018-11-28")
    boss.post(
        address(item),
        sent(item, position="being-progressed", made_in=review.pk, target_on="2019-06", publisher_wording="in hand"),
    )
    update = item.updates.get()
    assert (update.made_in, update.target_on.iso, update.publisher_wording) == (review, "2019-06", "in hand")


def test_a_stale_form_shows_what_is_new_and_keeps_what_was_typed_and_can_then_be_sent(boss, item):
    old = sent(item)
    make_update(item, "under-way", on="2018-01", reason="Somebody else was quicker.")
    answer = boss.post(address(item), old)
    page = answer.content.decode()
    assert "The item has moved on" in page
    assert "Somebody else was quicker." in page
    assert "Inspectors found that it was done." in page
    assert item.updates.count() == 1
    assert answer.context["form"]["seen"].value() == "1"
    boss.post(address(item), old | {"seen": "1"})
    assert item.updates.count() == 2


def test_a_form_that_is_sent_twice_makes_one_row(boss, item):
    form = sent(item)
    boss.post(address(item), form)
    again = boss.post(address(item), form, follow=True)
    assert item.updates.count() == 1
    assert "Recorded as row 1" in again.content.decode()


def test_a_new_source_is_made_with_the_row_and_not_without_it(boss, item):
    new = {"source": "", "new_title": "Letter of November", "new_publisher": "HMICFRS", "new_published_on": "2018-11"}
    boss.post(address(item), sent(item, **new, position="under-way"))
    assert not Source.objects.filter(title="Letter of November").exists()
    boss.post(address(item), sent(item, **new))
    source = Source.objects.get(title="Letter of November")
    assert item.updates.get().source == source
    assert (source.slug, source.publisher, source.published_on.iso) == ("letter-of-november", "HMICFRS", "2018-11")


@pytest.mark.parametrize("hidden", [{"draft": True, "published": "2017-09-21"}, {"published": "2999-01-01"}])
def test_nothing_is_recorded_about_what_is_not_public_yet(boss, hidden):
    item = make_item(inspection=make_inspection(**hidden))
    assert "not public yet" in boss.get(address(item)).content.decode()
    answer = boss.post(address(item), sent(item))
    assert "not public yet" in answer.content.decode()
    assert not item.updates.exists()


def test_an_unknown_item_leads_back_with_a_sentence(boss, db):
    answer = boss.get("/admin/inspections/addressee/987654/record/", follow=True)
    assert "exist" in answer.content.decode()


def test_without_the_permission_to_record_nothing_is_shown_or_done(sign_in, item):
    client = sign_in("view_addressee", "view_statusupdate", "see_all")
    assert client.get(address(item)).status_code == 403
    assert client.post(address(item), sent(item)).status_code == 403
    assert not StatusUpdate.objects.exists()
    page = client.get(reverse("admin:inspections_addressee_change", args=[item.pk])).content.decode()
    assert "Record a status update" not in page


def test_with_the_permissions_a_member_of_staff_records_but_makes_no_source(sign_in, item):
    client = sign_in("view_addressee", "add_statusupdate", "see_all")
    assert "new_title" not in client.get(address(item)).content.decode()
    client.post(address(item), sent(item, source="", new_title="Mine"))
    assert not Source.objects.filter(title="Mine").exists()
    client.post(address(item), sent(item))
    assert item.updates.count() == 1


def test_the_queries_of_the_form_do_not_grow_with_the_history(boss, item, django_assert_max_num_queries):
    for month in range(1, 10):
        make_update(item, "under-way", on=f"2019-{month:02}", source=make_source())
    with django_assert_max_num_queries(20):
        boss.get(address(item))


def test_a_record_with_a_new_source_that_is_sent_twice_makes_one_row(boss, item):
    form = sent(item, source="", new_title="A new letter", new_url="https://example.org/letter")
    for _time in range(2):
        assert "Recorded as row 1" in boss.post(address(item), form, follow=True).content.decode()
    assert (item.updates.count(), Source.objects.filter(title="A new letter").count()) == (1, 1)
