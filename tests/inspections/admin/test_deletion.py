"""Nothing public vanishes, for nobody; what was never public may go, if nothing rests on it."""

import pytest

from inspections.admin.deletion import refusal
from inspections.models import (
    Body,
    Grade,
    Inspection,
    Observation,
    Programme,
    Recommendation,
    Response,
    ResponseItem,
    Source,
    Succession,
    Theme,
)
from tests.harness.forms import boxes
from tests.make import (
    TODAY,
    make_force,
    make_inspection,
    make_item,
    make_observation,
    make_policing_body,
    make_programme,
    make_recommendation,
    make_response,
    make_source,
    make_succession,
    make_theme,
    make_update,
)

ADMIN = "/admin/inspections/"
WITHDRAW, CORRECT = "Withdraw it instead, with a public note.", "Correct it instead."


def make_things(draft):
    """One of each thing that is public with its inspection, as {name: (thing, what to do instead)}."""
    force = make_force()
    item = make_item(body=force, inspection=make_inspection(draft=draft))
    recommendation, inspection = item.recommendation, item.recommendation.inspection
    source = make_source()
    inspection.sources.add(source)
    response = make_response(inspection, force)
    answer = response.items.create(addressee=item, decision="accepted")
    other = make_recommendation(inspection=inspection)
    grade = inspection.grades.create(body=force, framework="peel", topic="Custody", grade="good")
    return {
        "inspection": (inspection, WITHDRAW),
        "recommendation": (recommendation, WITHDRAW),
        "response": (response, WITHDRAW),
        "observation": (make_observation(inspection), CORRECT),
        "grade": (grade, CORRECT),
        "addressee": (item, CORRECT),
        "succession": (make_succession(recommendation, other), CORRECT),
        "answer": (answer, CORRECT),
        "source": (source, CORRECT),
    }


@pytest.mark.django_db
def test_what_is_public_stays_and_the_sentence_says_what_to_do_instead():
    for name, (thing, instead) in make_things(draft=False).items():
        assert refusal(thing, TODAY) == f"It is public, and nothing public vanishes. {instead}", name


@pytest.mark.django_db
def test_what_is_in_draft_may_go():
    found = {name: refusal(thing, TODAY) for name, (thing, _instead) in make_things(draft=True).items()}
    assert set(found.values()) == {""}


@pytest.mark.django_db
def test_what_only_explains_the_record_may_go_and_a_row_of_the_ledger_never():
    force = make_force()
    pcc = make_policing_body(force)
    for thing in (force, make_programme(), make_theme(), pcc.oversees.get()):
        assert refusal(thing, TODAY) == ""
    assert "never deleted" in refusal(make_update(make_item(), "under-way"), TODAY)


@pytest.mark.parametrize("who", ["boss", "publisher", "editor"])
@pytest.mark.parametrize("model", ["inspection", "recommendation", "source"])
def test_the_page_says_why_and_has_no_button_and_a_direct_post_does_nothing(request, who, model):
    client = request.getfixturevalue(who)
    thing, instead = make_things(draft=False)[model]
    address = f"{ADMIN}{model}/{thing.pk}/delete/"
    for answer in (client.get(address), client.post(address, {"post": "yes"})):
        assert answer.status_code == 403
        page = answer.content.decode().split('<div id="content"')[1]
        assert instead in page
        assert "<form" not in page
    assert type(thing).objects.filter(pk=thing.pk).exists()


def test_a_response_is_refused_and_so_is_an_item_for_a_superuser(boss):
    things = make_things(draft=False)
    for name in ("response", "addressee"):
        thing, instead = things[name]
        answer = boss.post(f"{ADMIN}{name}/{thing.pk}/delete/", {"post": "yes"})
        assert (answer.status_code, instead in answer.content.decode()) == (403, True)
        assert type(thing).objects.filter(pk=thing.pk).exists()


def test_the_page_lists_what_rests_on_it(boss):
    inspection = make_inspection()
    recommendation = make_recommendation(inspection=inspection)
    page = boss.get(f"{ADMIN}inspection/{inspection.pk}/delete/").content.decode()
    assert "What rests on it" in page
    assert str(recommendation) in page


def test_the_form_of_what_is_public_offers_no_deletion(boss):
    public, draft = make_inspection(), make_inspection(draft=True)
    pages = [boss.get(f"{ADMIN}inspection/{row.pk}/change/").content.decode() for row in (public, draft)]
    assert ['class="deletelink"' in page for page in pages] == [False, True]


def test_who_may_delete_no_such_things_at_all_is_told_nothing(in_role):
    inspection = make_inspection()
    for role in ("viewer", "contributor"):
        answer = in_role(role).get(f"{ADMIN}inspection/{inspection.pk}/delete/")
        assert answer.status_code == 403
        assert WITHDRAW not in answer.content.decode()


def test_a_draft_that_nothing_rests_on_is_deleted_by_an_editor(editor):
    recommendation = make_recommendation(to=[], inspection=make_inspection(draft=True))
    editor.post(f"{ADMIN}recommendation/{recommendation.pk}/delete/", {"post": "yes"})
    assert not Recommendation.objects.exists()
    editor.post(f"{ADMIN}inspection/{recommendation.inspection_id}/delete/", {"post": "yes"})
    assert not Inspection.objects.exists()


def test_an_inspection_whose_day_has_not_come_is_deleted_too(publisher):
    inspection = make_inspection(published="2999-01-01")
    publisher.post(f"{ADMIN}inspection/{inspection.pk}/delete/", {"post": "yes"})
    assert not Inspection.objects.exists()


def test_an_editor_deletes_no_body(editor):
    force = make_force()
    assert editor.post(f"{ADMIN}body/{force.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Body.objects.filter(pk=force.pk).exists()


def test_mistakes_that_nothing_rests_on_are_deleted_by_a_publisher(publisher):
    for thing in (make_force(), make_programme(), make_theme(), make_source()):
        model = type(thing)
        publisher.post(f"{ADMIN}{thing._meta.model_name}/{thing.pk}/delete/", {"post": "yes"})
        assert not model.objects.exists(), model


@pytest.mark.parametrize("who", ["boss", "publisher"])
def test_of_several_that_are_chosen_one_that_stays_keeps_them_all_and_is_named(request, who):
    client = request.getfixturevalue(who)
    draft, public = make_inspection(title="The draft", draft=True), make_inspection(title="The public one")
    chosen = {"action": "delete_selected", "_selected_action": [draft.pk, public.pk]}
    for sent in (chosen, chosen | {"post": "yes"}):
        page = client.post(f"{ADMIN}inspection/", sent).content.decode().split('<div id="content"')[1]
        assert "Inspection: The public one. It is public, and nothing public vanishes." in page
        assert "The draft." not in page
        assert "Yes, I’m sure" not in page
    assert Inspection.objects.count() == 2
    client.post(f"{ADMIN}inspection/", chosen | {"_selected_action": [draft.pk], "post": "yes"})
    assert Inspection.objects.get() == public


def test_many_that_are_chosen_at_once_are_looked_at_without_a_query_for_each(boss, django_assert_max_num_queries):
    recommendations = [make_recommendation() for _number in range(12)]
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in recommendations]}
    with django_assert_max_num_queries(30):
        assert boss.post(f"{ADMIN}recommendation/", chosen).status_code == 200


def boxes_of(client, thing):
    page = client.get(f"{ADMIN}{thing._meta.model_name}/{thing.pk}/change/").content.decode()
    return page, boxes(page, f"{thing._meta.model_name}_form")


def test_rows_of_a_public_inspection_are_not_ticked_away(boss):
    inspection = make_inspection()
    make_observation(inspection)
    inspection.grades.create(body=make_force(), framework="peel", topic="Custody", grade="good")
    page, sent = boxes_of(boss, inspection)
    assert 'name="observations-0-DELETE"' not in page
    sent |= {"observations-0-DELETE": "on", "grades-0-DELETE": "on"}
    boss.post(f"{ADMIN}inspection/{inspection.pk}/change/", sent)
    assert (Observation.objects.count(), Grade.objects.count()) == (1, 1)


def test_an_answer_in_a_public_response_is_not_ticked_away(boss):
    item = make_item()
    response = make_response(item.recommendation.inspection, item.body)
    response.items.create(addressee=item, decision="accepted")
    _page, sent = boxes_of(boss, response)
    boss.post(f"{ADMIN}response/{response.pk}/change/", sent | {"items-0-DELETE": "on"})
    assert ResponseItem.objects.count() == 1


def test_a_succession_goes_as_long_as_one_of_its_ends_is_in_draft(boss, settings):
    settings.ZEAL_ALLOWLIST = [  # Django looks up each row by its key
        {"model": f"inspections.{name}", "field": "get()"} for name in ("Recommendation", "Succession")
    ]
    earlier = make_recommendation()
    make_succession(earlier, make_recommendation("public-1"))
    _page, sent = boxes_of(boss, earlier)
    answer = boss.post(f"{ADMIN}recommendation/{earlier.pk}/change/", sent | {"continued_by-0-DELETE": "on"})
    assert "nothing public vanishes" in answer.content.decode()
    assert Succession.objects.count() == 1
    in_draft = make_recommendation("draft-1", inspection=make_inspection(draft=True))
    make_succession(earlier, in_draft)
    _page, sent = boxes_of(boss, earlier)
    place = next(name.split("-")[1] for name, value in sent.items() if value == [str(in_draft.pk)] and "-later" in name)
    boss.post(f"{ADMIN}recommendation/{earlier.pk}/change/", sent | {f"continued_by-{place}-DELETE": "on"})
    assert [row.later.ref for row in Succession.objects.all()] == ["public-1"]


def test_what_something_rests_on_is_refused_with_a_list(publisher):
    theme, programme = make_theme(), make_programme()
    recommendation = make_recommendation(themes=[theme], inspection=make_inspection(programme=programme))
    for thing, user in ((theme, recommendation), (programme, recommendation.inspection)):
        answer = publisher.post(f"{ADMIN}{thing._meta.model_name}/{thing.pk}/delete/", {"post": "yes"})
        assert str(user) in answer.content.decode()
    assert (Theme.objects.count(), Programme.objects.count(), Response.objects.count()) == (1, 1, 0)
    assert Source.objects.count() == 0
