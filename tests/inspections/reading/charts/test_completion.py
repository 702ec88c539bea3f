import datetime
import math
import re

import pytest

from inspections.models import Addressee
from inspections.reading.charts.completion import Cohort, cohorts, completion, drawn, half_in_words, in_percent, path
from inspections.reading.charts.kaplan_meier import Followed, Step, curve, share_by
from tests import make

pytestmark = pytest.mark.django_db

day = datetime.date.fromisoformat
ON = day("2024-01-11")


def items():
    return Addressee.objects.public(ON).standing(ON)


def asked(published: str | None = "2020-01-01", **fields):
    return make.make_item(inspection=make.make_inspection(published=published), **fields)


def rows(cohort: Cohort) -> list[Followed]:
    assert isinstance(cohort.followed, list)
    return cohort.followed


def followed() -> list[Followed]:
    return sorted(rows(cohorts(items(), ON)[0]), key=lambda each: (each.days, each.confirmed))


def test_a_confirmed_item_is_followed_from_publication_to_its_confirmation():
    make.make_update(asked(), "complete", "2021-01-01")
    assert followed() == [Followed(366, True)]  # 2020 was a leap year


def test_an_open_item_is_followed_to_the_day_whatever_the_body_claims():
    make.make_update(asked(), "says-complete", "2021-01-01")
    assert followed() == [Followed(1471, False)]


def test_another_closing_ends_sight_and_confirms_nothing():
    make.make_update(asked(), "no-further-action", "2020-01-11")
    superseded = asked()
    make.make_succession(superseded.recommendation, make.make_recommendation(to=[]), "superseded-by")
    make.make_update(superseded, "superseded", "2020-01-21")
    cohort = cohorts(items(), ON)[0]
    assert sorted(rows(cohort), key=lambda each: each.days) == [Followed(10, False), Followed(20, False)]
    assert (cohort.total, cohort.confirmed, cohort.otherwise, cohort.still_open) == (2, 0, 2, 0)


def test_the_first_closing_counts_also_where_the_item_was_reopened():
    item = asked()
    make.make_update(item, "complete", "2020-01-11")
    make.make_update(item, "reopened", "2021-01-01")
    make.make_update(item, "complete", "2022-01-01")
    assert followed() == [Followed(10, True)]


def test_what_comes_after_the_day_has_not_happened():
    make.make_update(asked(), "complete", "2024-01-12")
    asked("2024-01-12")
    assert followed() == [Followed(1471, False)]


def test_a_half_known_date_counts_from_its_first_day_and_an_unknown_one_is_left_out_and_counted():
    make.make_update(asked("2020"), "complete", "2020-01-31")
    make.make_inspection("undated", published=None, entered_on=day("2020-01-01"))
    undated = make.make_item(inspection=make.make_inspection("old", published=None, entered_on=day("2020-01-01")))
    make.make_update(undated, "complete", "2021-01-01")
    cohort = cohorts(items(), ON)[0]
    assert cohort.followed == [Followed(30, True)]
    assert cohort.undated == 1


def test_items_of_two_themes_count_once():
    themes = [make.make_theme(), make.make_theme()]
    make.make_update(asked(themes=themes), "complete", "2020-01-11")
    cohort = cohorts(items().filter(recommendation__themes__in=themes), ON)[0]
    assert cohort.followed == [Followed(10, True)]


def test_bodies_are_told_apart():
    kent, essex = make.make_force(), make.make_force()
    make.make_update(asked(body=kent), "complete", "2020-01-11")
    asked(body=essex)
    found = cohorts(items(), ON, "body")
    assert found[kent.pk].followed == [Followed(10, True)]
    assert found[essex.pk].followed == [Followed(1471, False)]


def test_two_queries(django_assert_num_queries):
    for number in range(12):
        make.make_update(asked(), "complete" if number % 2 else "planned", "2021-01-01")
    with django_assert_num_queries(2):
        cohorts(items(), ON, "body")


def test_the_picture_says_when_half_were_confirmed():
    for closed in ("2020-07-01", "2021-01-01", "2022-01-01"):
        make.make_update(asked(), "complete", closed)
    asked()
    chart = completion(cohorts(items(), ON)[0], ON)
    assert chart["half"] == "Half were confirmed complete within 1 year of publication."
    assert chart["top"] == 100
    assert [row["at_risk"] for row in chart["rows"]] == [4, 3, 2, 1, 1]
    assert [row["share"] for row in chart["rows"]] == ["0%", "25%", "50%", "75%", "75%"]
    assert [number["label"] for number in chart["at_risk"]] == ["4", "3", "2", "1", "1"]
    assert chart["half_x"]


def test_the_picture_says_that_half_has_not_been_reached_and_for_how_long():
    make.make_update(asked(), "complete", "2021-01-01")
    asked()
    asked()
    cohort = cohorts(items(), ON)[0]
    words = half_in_words(cohort, curve(cohort.followed), ON)
    assert words == "Half have not been confirmed complete within 4 years, the longest that any was followed."
    assert completion(cohorts(items(), ON)[0], ON)["half_x"] is None


def test_the_scale_ends_where_the_curve_can_be_seen_and_says_so():
    chart = drawn(Cohort([Followed(100, True, 1), Followed(800, False, 40)], confirmed=1), ON)
    assert chart["top"] == 10
    assert [mark["label"] for mark in chart["scale"]] == ["0%", "2.5%", "5%", "7.5%", "10%"]
    assert drawn(Cohort([Followed(800, False, 40)]), ON)["top"] == 10


def test_the_curve_is_level_between_steps_and_ends_where_sight_ends():
    assert path([Step(365, 4, 1, 0.25), Step(731, 3, 1, 0.5)], 1461, 4, 1) == ("M0 1000H249.8V750.0H500.3V500.0H1000.0")


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0%"), (0.001, "less than 1%"), (0.25, "25%"), (0.999, "more than 99%"), (1, "100%")],
)
def test_a_share_is_never_rounded_to_nothing_or_to_everything(share, words):
    assert in_percent(share) == words


def test_no_day_of_publication_is_no_picture():
    asked(None)
    (cohort,) = cohorts(Addressee.objects.public(day("2030-01-01")), day("2030-01-01")).values()
    assert completion(cohort, day("2030-01-01")) is None
    assert completion(Cohort(), ON) is None


def test_the_path_has_no_more_steps_than_can_be_seen_and_none_is_moved():
    steps = curve([Followed(days, True) for days in range(1, 5000)] + [Followed(5000, False, 5000)])
    drawn_path = path(steps, 5000, 14, 1.0)
    points = [tuple(map(float, pair)) for pair in re.findall(r"H([\d.]+)V([\d.]+)", drawn_path)]
    assert len(points) <= 1000 < len(steps)
    for unit in range(1, 970, 7):
        height = [1000.0, *(y for x, y in points if x < unit)][-1]
        days = unit * 14 * 365.25 / 1000
        assert height == pytest.approx(1000 * (1 - share_by(steps, math.ceil(days) - 1)), abs=0.06)


def test_a_path_of_few_steps_has_all_of_them():
    steps = curve([Followed(100, True), Followed(200, True), Followed(300, False)])
    assert path(steps, 300, 1, 1.0) == "M0 1000H273.8V666.7H547.6V333.3H821.4"
