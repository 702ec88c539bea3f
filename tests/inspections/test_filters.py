import datetime

import pytest
from django.http import QueryDict

from inspections.filters import Selection
from tests.make import (
    make_force,
    make_inspection,
    make_item,
    make_programme,
    make_recommendation,
    make_theme,
    make_update,
)

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


def refs(query: str, on: datetime.date = ON) -> list[str]:
    return [each.ref for each in Selection(QueryDict(query), on=on).recommendations()]


def test_without_parameters_every_public_item_is_selected():
    make_item("open")
    make_item("embargoed", inspection=make_inspection(published="2026-11-23"))
    make_item("draft", inspection=make_inspection(draft=True))
    assert refs("") == ["open"]


def test_each_parameter_picks_what_it_names():
    make_programme("all-others")
    kent, theme, fire = make_force("kent"), make_theme("custody"), make_programme("fire")
    make_item("plain")
    make_item("of-kent", kent)
    make_item("about-custody", themes=[theme])
    make_item("of-fire", inspection=make_inspection("fire-2020", programme=fire))
    make_item("cause", kind="cause-of-concern")
    make_update(make_item("planned"), "planned")
    assert refs("force=kent") == ["of-kent"]
    assert refs("theme=custody") == ["about-custody"]
    assert refs("programme=fire") == ["of-fire"]
    assert refs("inspection=fire-2020") == ["of-fire"]
    assert refs("kind=cause-of-concern") == ["cause"]
    assert refs("status=planned") == ["planned"]
    assert refs("q=about-custody") == ["about-custody"]


def test_values_of_one_parameter_add_and_parameters_narrow():
    kent, essex = make_force("kent"), make_force("essex")
    make_recommendation("both", [kent, essex])
    make_update(make_item("done", kent), "says-complete")
    assert set(refs("force=kent&force=essex")) == {"both", "done"}
    assert refs("force=kent&status=reported-complete") == ["done"]
    assert Selection(QueryDict("force=kent&force=essex"), on=ON).items().count() == 3


def test_an_item_of_two_chosen_themes_counts_once():
    one, two = make_theme("one"), make_theme("two")
    make_item("both", themes=[one, two])
    assert Selection(QueryDict("theme=one&theme=two"), on=ON).items().count() == 1


@pytest.mark.parametrize(
    ("due_on", "when"),
    [
        ("2026-11-21", "overdue"),
        ("2026-11-22", "next-3-months"),
        ("2027-02-22", "next-3-months"),
        ("2027-02-23", None),
        ("2026-11", "next-3-months"),
    ],
)
def test_a_deadline_is_late_from_the_day_after_and_near_for_three_months(due_on, when):
    make_item("dated", due_on=due_on)
    for value in ("overdue", "next-3-months", "immediate"):
        assert refs(f"due={value}") == (["dated"] if value == when else [])


def test_immediate_picks_what_is_still_open_and_is_never_overdue():
    make_item("now", deadline="immediately")
    make_update(make_item("done", deadline="immediately"), "complete")
    assert refs("due=immediate") == ["now"]
    assert refs("due=overdue") == []


def test_claim_and_confirmation_can_be_asked_for_apart():
    make_update(make_item("claimed"), "says-complete")
    make_update(make_item("confirmed"), "complete")
    both = make_item("both")
    make_update(both, "says-complete", on="2021-01-01")
    make_update(both, "complete", on="2022-01-01")
    make_item("neither")
    assert refs("voice=claimed-not-confirmed") == ["claimed"]
    assert refs("voice=confirmed-not-claimed") == ["confirmed"]
    assert refs("voice=claimed-not-confirmed", on=datetime.date(2021, 2, 28)) == ["both"]


@pytest.mark.parametrize(
    ("published", "values"),
    [
        ("2026-05-27", []),
        ("2026-05-26", ["180-days"]),
        ("2025-11-23", ["180-days"]),
        ("2025-11-22", ["180-days", "1-year"]),
        ("2024-11-23", ["180-days", "1-year"]),
        ("2024-11-22", ["180-days", "1-year", "2-years"]),
        (None, []),
    ],
)
def test_silence_picks_what_is_open_and_without_news_for_so_long(published, values):
    make_item("silent", inspection=make_inspection(published=published))
    make_update(make_item("closed", inspection=make_inspection(published="2010")), "complete", on="2011")
    make_update(make_item("told", inspection=make_inspection(published="2010")), "planned", on="2026-11-01")
    assert [value for value in ("180-days", "1-year", "2-years") if refs(f"stale={value}")] == values
    if values:
        assert refs(f"stale={values[-1]}") == ["silent"]


@pytest.mark.parametrize("query", ["voice=loud", "stale=400", "stale=180-days-ago", "voice=%00", "stale=-1"])
def test_an_unknown_voice_or_silence_is_said_beside_its_field_and_picks_nothing_out(query):
    make_item("any")
    selection = Selection(QueryDict(query), on=ON)
    assert list(selection.errors) == [query.partition("=")[0]]
    assert selection.items().count() == 1


def test_what_is_closed_is_not_overdue():
    make_update(make_item(due_on="2021-01-01"), "complete", on="2022-01-01")
    assert refs("due=overdue") == []
    assert len(refs("due=overdue", on=datetime.date(2021, 12, 31))) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("published_after=2019-09-15", {"in-september", "of-2020"}),
        ("published_after=2019-10", {"of-2020"}),
        ("published_before=2019-09-15", {"in-september", "of-2018"}),
        ("published_before=2019", {"in-september", "of-2018"}),
        ("published_after=2019&published_before=2019", {"in-september"}),
    ],
)
def test_a_report_of_a_month_is_found_by_any_day_of_it(query, found):
    for ref, published in {
        "of-2018": "2018-05-01",
        "in-september": "2019-09",
        "of-2020": "2020",
        "undated": None,
    }.items():
        make_item(ref, inspection=make_inspection(published=published))
    assert set(refs(query)) == found


def test_the_orders():
    old = make_item("old", inspection=make_inspection(published="2015-01-01"), due_on="2027-01-01")
    new = make_item("new", inspection=make_inspection(published="2024-01-01"), due_on="2026-01-01")
    make_item("undated", inspection=make_inspection(published=None))
    make_update(old, "planned", on="2026-01-01")
    make_update(new, "planned", on="2025")
    assert refs("") == ["new", "old", "undated"]
    assert refs("sort=oldest") == ["old", "new", "undated"]
    assert refs("sort=due") == ["new", "old", "undated"]
    assert refs("sort=news") == ["old", "new", "undated"]


def test_a_corrected_statement_is_not_news():
    first, second = make_item("first"), make_item("second")
    wrong = make_update(first, "planned", on="2026-05-01")
    make_update(first, "planned", on="2022-05-01", corrects=wrong)
    make_update(second, "planned", on="2025-01-01")
    assert refs("sort=news") == ["second", "first"]


def test_the_selection_is_that_of_its_day():
    make_update(make_item("later", inspection=make_inspection(published="2024-03-01")), "planned", on="2025-01-01")
    assert refs("status=planned", on=datetime.date(2024, 12, 31)) == []
    assert refs("status=no-progress", on=datetime.date(2024, 12, 31)) == ["later"]
    assert refs("", on=datetime.date(2024, 2, 29)) == []


def test_each_selection_knows_what_is_known_on_its_own_day():
    """The form's class and its fields are shared by all selections; their day is not."""
    make_inspection("later", published="2022-03-01")
    before, after = (Selection(QueryDict("inspection=later"), on=datetime.date(2022, *day)) for day in ((2, 1), (4, 1)))
    assert after.chosen.keys() == {"inspection"}
    assert before.errors.keys() == {"inspection"}
    assert not after.errors
    assert Selection(QueryDict("inspection=nowhere"), on=datetime.date(2022, 4, 1)).errors
