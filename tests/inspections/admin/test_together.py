"""One update for many items: chosen in the list, looked at, recorded all or none, and public as one batch."""

import time

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse

from inspections.models import Addressee, Proposal, Recommendation, Source, StaffNote, StatusUpdate
from inspections.reading.batches import batch_url
from inspections.together import ITSELF, MOST_AT_ONCE
from tests.make import make_force, make_inspection, make_inspectorate, make_item, make_recommendation, make_update

LIST = "/admin/inspections/addressee/"
TOGETHER = f"{LIST}together/"


@pytest.fixture
def items(db):
    """One recommendation to three forces."""
    forces = [make_force(f"force-{letter}", name=f"Force {letter.upper()}") for letter in "abc"]
    return list(make_recommendation("national", forces).addressees.order_by("pk"))


@pytest.fixture
def publisher(as_role):
    return as_role("publisher")


def sent(chosen, *, step="record", **changed):
    fields = {
        "items": ",".join(str(item.pk) for item in chosen),
        "seen": StatusUpdate.objects.filter(addressee__in=chosen).count(),
        "stated_by": ITSELF,
        "position": "under-way",
        "effective_on": "2021-06",
        "reason": "Every force wrote back.",
        "evidence": "assertion",
        "batch": "spring",
        step: "1",
    }
    return fields | changed


# Choosing -------------------------------------------------------------------------------------------------------------


def test_items_chosen_in_the_list_begin_the_form_without_any_script(publisher, items):
    chosen = {"action": "together", ACTION_CHECKBOX_NAME: [items[0].pk, items[2].pk], "index": "0"}
    answer = publisher.post(f"{LIST}?status=open", chosen)
    page = answer.content.decode()
    assert "2 items were chosen." in page
    assert f'name="items" value="{items[0].pk},{items[2].pk}"' in page
    assert 'name="back" value="status=open"' in page


def test_the_list_leads_to_all_of_its_items_and_what_is_counted_is_chosen(publisher, items):
    make_update(items[1], "complete")
    make_item("other", inspection=make_inspection("other"))
    page = publisher.get(f"{LIST}?inspection={items[0].recommendation.inspection.slug}")
    assert "Record one update for all 2 items of this list" in page.content.decode()
    form = publisher.get(page.context["cl"].together).context["form"]
    assert form["items"].value() == f"{items[0].pk},{items[2].pk}"


@pytest.mark.parametrize(
    "query", ["q=national", "status=no-progress&p=1", "q=national&status=all&o=-1", "force=force-a"]
)
def test_every_filter_search_and_order_is_carried_along(publisher, items, query):
    make_item("other")
    changelist = publisher.get(f"{LIST}?{query}").context["cl"]
    form = publisher.get(changelist.together).context["form"]
    assert set(form["items"].value().split(",")) == {str(row.pk) for row in changelist.queryset}
    assert len(form["items"].value().split(",")) == changelist.result_count


@pytest.mark.parametrize("query", ["p=999", "o=x&p=none", "nonsense=1", "recommendation__kind__exact=x"])
def test_a_broken_address_leads_back_to_the_list_with_a_sentence(publisher, items, query):
    answer = publisher.get(f"{TOGETHER}?{query}", follow=True)
    assert answer.status_code == 200
    assert not StatusUpdate.objects.exists()


@pytest.mark.parametrize("query", ["status=nonsense", "q=nowhere-to-be-found"])
def test_a_list_of_nothing_begins_nothing(publisher, items, query):
    answer = publisher.get(f"{TOGETHER}?{query}", follow=True)
    assert "Choose at least one item" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"{LIST}?{query}"


def test_more_than_a_thousand_are_refused_before_anything_is_written(publisher, items, monkeypatch):
    monkeypatch.setattr("inspections.admin.together.MOST_AT_ONCE", 2)
    assert "Narrow the list to 2 items or fewer" in publisher.get(LIST).content.decode()
    assert "at most 2" in publisher.get(TOGETHER, follow=True).content.decode()


def test_a_contributor_is_asked_to_propose_and_others_to_do_nothing(as_role, items):
    page = as_role("contributor", items[0].body).get(LIST).content.decode()
    assert "Propose one update for the 1 item of this list" in page
    assert "Propose one update for all" in page
    viewer = as_role("viewer")
    page = viewer.get(LIST).content.decode()
    assert "one update for" not in page
    assert viewer.get(TOGETHER).status_code == 403
    assert viewer.post(TOGETHER, sent(items)).status_code == 403
    assert viewer.post(LIST, {"action": "together", ACTION_CHECKBOX_NAME: [items[0].pk]}).status_code in (200, 302)
    assert not StatusUpdate.objects.exists()


# Looking --------------------------------------------------------------------------------------------------------------


def test_the_check_shows_every_item_before_and_after_and_records_nothing(publisher, items):
    make_update(items[1], "under-way")
    page = publisher.post(TOGETHER, sent(items, step="check"))
    shown = page.content.decode()
    assert [(line.item, line.moves) for line in page.context["lines"]] == [
        (items[0], True),
        (items[1], False),
        (items[2], True),
    ]
    for words in ("3 items and their public headlines", "Force A", "Stays:", "Under way", "Record it for all 3 items"):
        assert words in shown
    assert StatusUpdate.objects.count() == 1


def test_one_that_cannot_take_it_is_named_with_the_reason_and_can_be_left_out(publisher, items):
    draft = make_item("draft", inspection=make_inspection(draft=True))
    page = publisher.post(TOGETHER, sent([*items, draft], step="check"))
    shown = page.content.decode()
    assert page.context["lines"][0].item == draft
    assert "1 item cannot take it" in shown
    assert "not public yet" in shown
    assert 'name="record"' not in shown
    # Recording all the same is refused, and nothing is done to the others.
    publisher.post(TOGETHER, sent([*items, draft]))
    assert not StatusUpdate.objects.exists()
    rest = page.context["good"]
    assert f'name="items" value="{rest}"' in shown
    assert shown.count('name="items"') == 1
    again = publisher.post(TOGETHER, sent(items, step="check", items=rest)).content.decode()
    assert "Record it for all 3 items" in again
    publisher.post(TOGETHER, sent(items, items=rest))
    assert StatusUpdate.objects.filter(batch="spring").count() == 3


def test_when_no_item_can_take_it_there_is_only_the_way_back(publisher, items):
    page = publisher.post(TOGETHER, sent(items, step="check", effective_on="2019")).content.decode()
    assert "3 items cannot take it" in page
    assert 'name="record"' not in page
    assert "Leave out" not in page
    assert "It is the same with all: This is before" in page
    assert 'name="change"' in page
    assert "before the inspection was published" in page


def test_going_back_keeps_what_was_typed_and_chosen(publisher, items):
    page = publisher.post(TOGETHER, sent(items, step="change")).content.decode()
    assert "Every force wrote back." in page
    assert "3 items were chosen." in page
    assert 'name="check"' in page


def test_what_is_wrong_is_said_at_the_top_even_of_what_cannot_be_seen(publisher, items):
    page = publisher.post(TOGETHER, sent(items, items="987654")).content.decode()
    assert "Some of these items are not here. Choose again." in page
    page = publisher.post(TOGETHER, sent(items, reason="")).content.decode()
    assert 'href="#reason-row"' in page


# Recording ------------------------------------------------------------------------------------------------------------


def test_all_are_recorded_in_one_batch_which_the_public_sees_as_one(publisher, items):
    answer = publisher.post(TOGETHER, sent(items, note="Asked by letter.", back="status=open"), follow=True)
    shown = answer.content.decode()
    assert "Recorded for 3 items, as batch “spring”." in shown
    assert batch_url("spring") in shown
    assert answer.redirect_chain[-1][0] == f"{LIST}?status=open"
    assert {row.recorded_by for row in StatusUpdate.objects.filter(batch="spring")} == {publisher.account}
    assert StaffNote.objects.count() == 3
    public = Client().get(batch_url("spring"))
    assert public.status_code == 200
    page = public.content.decode()
    for item in items:
        assert item.get_absolute_url() in page
    assert "Every force wrote back." in page
    assert "Asked by letter." not in page
    assert "Recorded together with 2 others" in Client().get(items[0].get_absolute_url()).content.decode()


@pytest.mark.parametrize("role", ["publisher", "editor"])
@pytest.mark.parametrize(
    "new",
    [{}, {"evidence": "document", "new_title": "A letter to all", "new_url": "https://example.org/letter"}],
)
def test_a_form_that_is_sent_twice_makes_one_batch(as_role, items, role, new):
    client, form = as_role(role), sent(items, **new)
    said = [client.post(TOGETHER, form, follow=True).content.decode() for _time in range(2)]
    assert all("for 3 items" in page for page in said)
    rows = StatusUpdate if role == "publisher" else Proposal
    assert rows.objects.filter(batch="spring").count() == rows.objects.count() == 3
    assert Source.objects.filter(title="A letter to all").count() == (1 if new else 0)


def test_the_name_of_a_batch_that_is_taken_is_refused_and_everything_kept(publisher, items):
    publisher.post(TOGETHER, sent(items[:1]))
    page = publisher.post(TOGETHER, sent(items[1:]))
    assert "Choose another name" in str(page.context["form"].errors["batch"])
    assert "Every force wrote back." in page.content.decode()
    # The same name and items with other words are no double click.
    page = publisher.post(TOGETHER, sent(items[:1], reason="Other words."))
    assert "Choose another name" in str(page.context["form"].errors["batch"])
    assert StatusUpdate.objects.count() == 1


def test_a_stale_form_is_looked_at_again_before_it_is_recorded(publisher, items):
    old = sent(items)
    make_update(items[1], "says-complete", on="2021-05", reason="Somebody was quicker.")
    page = publisher.post(TOGETHER, old)
    shown = page.content.decode()
    assert "have moved on since you looked" in shown
    assert "Reported complete" in shown
    assert StatusUpdate.objects.count() == 1
    publisher.post(TOGETHER, old | {"seen": page.context["seen"]})
    assert StatusUpdate.objects.filter(batch="spring").count() == 3


def test_a_new_source_comes_with_the_batch_or_not_at_all(publisher, items):
    draft = make_item(inspection=make_inspection(draft=True))
    new = {"evidence": "document", "new_title": "A letter to all"}
    page = publisher.post(TOGETHER, sent([*items, draft], step="check", **new)).content.decode()
    assert "A letter to all" in page
    publisher.post(TOGETHER, sent([*items, draft], **new))
    assert not Source.objects.filter(title="A letter to all").exists()
    publisher.post(TOGETHER, sent(items, **new))
    source = Source.objects.get(title="A letter to all")
    assert {row.source for row in StatusUpdate.objects.all()} == {source}


def test_an_inspectorate_closes_many_on_one_document(publisher, items):
    closing = {"stated_by": make_inspectorate().pk, "position": "complete", "evidence": "document"}
    refused = publisher.post(TOGETHER, sent(items, **closing))
    assert "Give a source" in str(refused.context["form"].errors["source"])
    publisher.post(TOGETHER, sent(items, **closing, new_title="The letter"))
    assert {row.position for row in StatusUpdate.objects.all()} == {"complete"}
    assert "Closed together with 2 others" in Client().get(items[0].get_absolute_url()).content.decode()


def test_contributors_and_editors_propose_and_record_nothing(as_role, items):
    contributor = as_role("contributor", items[0].body)
    own = sent(items[:1], stated_by=items[0].body.pk)
    answer = contributor.post(TOGETHER, own, follow=True)
    assert "Proposed for 1 item." in answer.content.decode()
    assert f"{reverse('admin:inspections_proposal_changelist')}?state=waiting&amp;mine=yes" in answer.content.decode()
    as_role("editor").post(TOGETHER, sent(items, batch="autumn"))
    assert Proposal.objects.count() == 4
    assert not StatusUpdate.objects.exists()


def test_a_contributor_reaches_nobody_elses_items(as_role, items):
    contributor = as_role("contributor", items[0].body)
    assert contributor.get(TOGETHER).context["form"]["items"].value() == str(items[0].pk)
    for speaker in (items[0].body.pk, ITSELF, items[1].body.pk):
        page = contributor.post(TOGETHER, sent(items, stated_by=speaker))
        assert "not here" in str(page.context["form"].errors["items"])
    assert not Proposal.objects.exists()


def test_a_thousand_items_pass_all_limits_and_take_a_small_part_of_the_time_of_a_request(publisher):
    inspection, force = make_inspection(), make_force()
    Recommendation.objects.bulk_create(
        Recommendation(ref=f"r-{n}", inspection=inspection, number=str(n), number_key=str(n), text="Do it.")
        for n in range(MOST_AT_ONCE)
    )
    Addressee.objects.bulk_create(Addressee(recommendation=one, body=force) for one in Recommendation.objects.all())
    items = list(Addressee.objects.all())
    took = {}
    for step in ("check", "record"):
        form, began = sent(items, step=step), time.process_time()
        assert publisher.post(TOGETHER, form).status_code == (200 if step == "check" else 302)
        took[step] = time.process_time() - began
    print(f"{MOST_AT_ONCE} items: " + ", ".join(f"{step} {seconds:.1f} s" for step, seconds in took.items()))
    assert StatusUpdate.objects.filter(batch="spring").count() == MOST_AT_ONCE
    assert max(took.values()) < 15


def test_the_queries_of_the_check_do_not_grow_with_the_items(publisher, items, django_assert_max_num_queries):
    more = list(make_recommendation(to=[make_force() for _number in range(12)]).addressees.all())
    for some in (items, [*items, *more]):
        form = sent(some, step="check")
        with django_assert_max_num_queries(30):
            publisher.post(TOGETHER, form)
