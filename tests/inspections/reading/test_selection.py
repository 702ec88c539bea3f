import datetime

import pytest
from django.http import QueryDict

from inspections.bitmaps.picked import Picked
from inspections.filters import Selection
from inspections.models.edition import edition
from inspections.reading import selection as show
from tests.make import make_force, make_inspection, make_item, make_recommendation, make_theme, make_update

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


def select(query: str) -> Selection:
    return Selection(QueryDict(query), on=ON)


def pick(query: str) -> Picked:
    return Picked(select(query), edition())


def counts(picked: Picked, name: str) -> dict[str, int]:
    group = next(group for group in show.groups(picked) if group["name"] == name)
    return {choice["value"]: choice["count"] for choice in group["choices"] if choice["value"]}


def test_an_address_keeps_the_values_given_and_leaves_out_the_empty():
    assert show.selection_url() == "/recommendations/"
    assert show.selection_url(force="kent", status=["planned", "closed"], q="") == (
        "/recommendations/?force=kent&status=planned&status=closed"
    )


def test_a_choice_counts_items_with_its_own_filter_left_out_of_account():
    kent, essex, theme = make_force("kent"), make_force("essex"), make_theme("custody")
    make_recommendation("both", [kent, essex], themes=[theme])
    make_update(make_item("done", kent), "says-complete")
    selection = pick("force=kent")
    assert counts(selection, "force") == {"essex": 1, "kent": 2}
    assert counts(selection, "status") == {"no-progress": 1, "reported-complete": 1}
    assert counts(selection, "theme") == {"custody": 1}
    assert counts(pick("force=kent&status=reported-complete"), "force") == {"kent": 1}


def test_every_count_is_what_its_choice_then_shows():
    kent, theme = make_force("kent"), make_theme("custody")
    make_item(body=kent, themes=[theme], due_on="2025-01-01")
    make_item(body=kent, deadline="immediately")
    make_update(make_item(themes=[theme], kind="area-for-improvement", due_on="2026-12-24"), "planned")
    make_update(make_item(), "says-complete", on="2020-02")
    make_update(make_item(), "complete", on="2026-01")
    checked = 0
    for group in show.groups(pick("")):
        for choice in group.get("choices", []):
            if choice["value"]:
                assert select(f"{group['name']}={choice['value']}").items().count() == choice["count"]
                checked += 1
    assert checked >= 17


def test_a_chosen_value_that_counts_nothing_can_still_be_unticked():
    make_force("kent", name="Kent Police")
    make_item()
    group = next(group for group in show.groups(pick("force=kent")) if group["name"] == "force")
    kent = next(choice for choice in group["choices"] if choice["value"] == "kent")
    assert kent == {"value": "kent", "label": "Kent Police", "count": 0, "checked": True}
    assert group["open"]


def test_no_query_counts_where_the_edition_is_known(django_assert_num_queries):
    for _ in range(12):
        make_item(themes=[make_theme()], inspection=make_inspection())
    now = edition()
    show.groups(Picked(select(""), now))
    with django_assert_num_queries(0):
        show.groups(Picked(select(""), now))


def test_each_filter_can_be_dropped_alone_and_keeps_the_rest():
    make_force("kent", short_name="Kent")
    active = show.active_filters(select("force=kent&status=planned&status=closed&sort=due&published_after=2019-09"))
    assert [(each["label"], str(each["value"])) for each in active] == [
        ("Force or body", "Kent"),
        ("Status", "Planned"),
        ("Status", "Closed without being completed"),
        ("Published on or after", "September 2019"),
    ]
    assert active[1]["remove_url"] == "/recommendations/?force=kent&status=closed&published_after=2019-09&sort=due"
    assert "published_after" not in active[3]["remove_url"]


def test_the_orders_keep_the_filters_and_the_usual_one_has_no_parameter():
    links = show.sort_links(select("status=planned&sort=due"))
    assert [link["url"] for link in links if link["current"]] == ["/recommendations/?status=planned&sort=due"]
    assert not [link for link in links if "sort=best" in link["url"]]
    assert "/recommendations/?q=missing&sort=best" in [link["url"] for link in show.sort_links(select("q=missing"))]
    assert links[0]["url"] == "/recommendations/?status=planned"


def test_an_error_leads_to_its_field():
    errors = show.errors(select("status=nonsense&sort=nonsense"))
    assert errors[0] == {"message": "Status: There is no “nonsense” to choose here.", "href": "#filter-status"}
    assert errors[1]["href"] == ""


def test_an_empty_selection_says_which_filter_to_drop():
    make_force("kent")
    make_update(make_item(), "planned")
    ways = show.ways_out(pick("force=kent&status=planned"))
    assert ways == [
        {"label": "Without the filter “Force or body”: 1 item", "url": "/recommendations/?status=planned"},
        {"label": "All recommendations", "url": "/recommendations/"},
    ]


def test_a_tally_says_how_many_of_what():
    make_recommendation(to=[make_force(), make_force()])
    make_item()
    assert str(show.tally(pick("").shelf)) == "2 recommendations to 3 bodies: 3 items."
    assert str(show.Tally(1, 1, 1)) == "1 recommendation to 1 body: 1 item."
    assert str(show.Tally(1200, 43, 4300)) == "1,200 recommendations to 43 bodies: 4,300 items."


def test_inspections_to_choose_from_are_the_newest_and_the_chosen(monkeypatch):
    monkeypatch.setattr(show, "MOST_INSPECTIONS", 2)
    for year in ("2018", "2019", "2020"):
        make_item(inspection=make_inspection(f"of-{year}", title="PEEL", published=year))
    group = next(group for group in show.groups(pick("inspection=of-2018")) if group["name"] == "inspection")
    assert [choice["label"] for choice in group["choices"]] == ["All inspections", "PEEL, 2018", "PEEL, 2020"]
