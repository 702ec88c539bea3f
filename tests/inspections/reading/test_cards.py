import datetime

import pytest

from inspections.models import Addressee, Recommendation
from inspections.reading.cards import cards, in_report_order, tree
from tests.make import make_force, make_inspection, make_item, make_part, make_recommendation, make_update

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


def items():
    return Addressee.objects.public(ON).standing(ON)


def card_of(recommendation, among=None):
    return cards([recommendation], items() if among is None else among, ON)[0]


def test_one_body_is_named_with_its_status_and_since_when():
    item = make_item(body=make_force("kent", short_name="Kent"), due_on="2024-11-22")
    make_update(item, "planned", on="2021-09")
    card = card_of(item.recommendation)
    assert (card["asked_of"], card["status"].value, str(card["since"])) == ("Kent", "planned", "September 2021")
    assert card["url"] == item.recommendation.get_absolute_url()
    assert (card["late"], card["deadline"]) == (True, "Was due by 22 November 2024, 2 years ago")


def test_a_closed_item_is_not_late():
    item = make_item(due_on="2024-11-22")
    make_update(item, "complete", on="2025-11-01")
    assert card_of(item.recommendation)["late"] is False


def test_several_bodies_are_counted_and_drawn():
    recommendation = make_recommendation(to=[make_force(), make_force(), make_force()])
    make_update(recommendation.addressees.all()[0], "complete")
    card = card_of(recommendation)
    assert (card["asked_of"], card["bar_text"]) == ("3 bodies", "1 of 3 confirmed complete; 2 no progress published")
    assert "status" not in card


def test_of_a_selection_only_its_own_items_count():
    kent = make_force("kent")
    recommendation = make_recommendation("national", [kent, make_force()])
    card = card_of(recommendation, items().filter(body=kent))
    assert (card["bodies"], card["url"]) == (1, "/recommendations/national/kent/")


def test_the_order_of_a_report_is_as_people_count():
    inspection = make_inspection()
    for number in ("10", "2", "A1", "A", "A1a", "A10", "B"):
        make_recommendation(f"r-{number.lower()}", inspection=inspection, number=number)
    found = in_report_order(Recommendation.objects.all())
    assert [each.number for each in found] == ["2", "10", "A", "A1", "A1a", "A10", "B"]


def test_a_tree_says_how_many_of_its_parts_are_confirmed_and_no_more():
    cause = make_recommendation("cause", kind="cause-of-concern", number="A")
    below = make_recommendation(
        "action", [cause.addressees.get().body], inspection=cause.inspection, parent=cause, number="A1"
    )
    parts = [make_part(below, ref=f"part-{letter}", number=f"A1{letter}") for letter in "abc"]
    make_update(parts[1].addressees.get(), "complete")
    make_update(parts[2].addressees.get(), "says-complete")
    (root,) = tree(Recommendation.objects.select_related("inspection"), items(), ON)
    (child,) = root["children"]
    assert root["confirmed"] == "0 of 1 recommendation confirmed complete"
    assert child["confirmed"] == "1 of 3 parts confirmed complete"
    assert [part["anchor"] for part in child["children"]] == ["rec-A1a", "rec-A1b", "rec-A1c"]


def test_what_is_called_complete_says_how_many_of_its_parts_are_not():
    item = make_item("whole", make_force("kent"))
    parts = [make_part(item.recommendation, ref=f"part-{letter}") for letter in "abcd"]
    assert card_of(item.recommendation)["doubt"] == ""
    make_update(item, "complete", on="2022")
    assert card_of(item.recommendation)["doubt"] == "4 of 4 parts are not confirmed complete"
    make_update(parts[0].addressees.get(), "complete")
    make_update(parts[1].addressees.get(), "no-further-action")
    make_update(parts[2].addressees.get(), "says-complete")
    assert card_of(item.recommendation)["doubt"] == "3 of 4 parts are not confirmed complete"
    for part in parts[1:]:
        make_update(part.addressees.get(), "complete", on="2023")
    assert card_of(item.recommendation)["doubt"] == ""
    assert card_of(parts[0])["doubt"] == ""


def test_the_parts_of_another_body_and_of_what_is_open_are_no_doubt():
    kent, essex = make_force("kent"), make_force("essex")
    whole = make_recommendation("whole", [kent, essex])
    part = make_part(whole, ref="part")
    make_update(whole.addressees.get(body=kent), "complete")
    make_update(part.addressees.get(body=kent), "complete")
    assert card_of(whole)["doubt"] == ""
    make_update(whole.addressees.get(body=essex), "complete")
    assert card_of(whole)["doubt"] == "For 1 body that is confirmed complete, a part is not."
    assert card_of(whole, items().filter(body=kent))["doubt"] == ""
    assert card_of(whole, items().filter(body=essex))["doubt"] == "1 of 1 part is not confirmed complete"


def test_doubt_is_that_of_the_day():
    item = make_item("whole")
    make_part(item.recommendation, ref="part")
    make_update(item, "complete", on="2022-01-01")
    before = datetime.date(2021, 12, 31)
    among = Addressee.objects.public(before).standing(before)
    assert cards([item.recommendation], among, before)[0]["doubt"] == ""


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    def fetched():
        found = list(Recommendation.objects.select_related("inspection"))
        return cards(found, items(), ON)

    make_update(make_item(), "planned")
    with django_assert_num_queries(5):
        fetched()
    for _ in range(10):
        make_update(make_item(), "planned")
        make_recommendation(to=[make_force(), make_force()])
    with django_assert_num_queries(5):
        assert len(fetched()) == 21
