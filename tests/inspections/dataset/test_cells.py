import datetime

import pytest

from inspections.dataset.cells import BadCell, canonical, value_of
from inspections.dataset.schema import FILES
from inspections.partial_dates import PartialDate


def column(where):
    file, name = where.split(".")
    return FILES[file].by_name[name]


@pytest.mark.parametrize(
    ("where", "text", "value"),
    [
        ("bodies.name", "North", "North"),
        ("bodies.short_name", "", ""),
        ("bodies.established_on", "", None),
        ("bodies.established_on", "2019-09", PartialDate(2019, 9)),
        ("bodies.kind", "police-force", "police-force"),
        ("bodies.succeeded_by", "south", "south"),
        ("status_updates.recorded_on", "2020-02-29", datetime.date(2020, 2, 29)),
        ("status_updates.sequence", "12", 12),
        ("status_updates.corrects", "", None),
        ("sources.url", "https://example.org/a?b=c", "https://example.org/a?b=c"),
    ],
)
def test_a_good_cell_becomes_a_value(where, text, value):
    assert value_of(column(where), text) == value


@pytest.mark.parametrize(
    ("where", "text", "sentence"),
    [
        ("bodies.name", "", "never empty"),
        ("bodies.name", "x" * 201, "at most 200 characters; these are 201"),
        ("bodies.slug", "North East", "lower-case letters"),
        ("bodies.slug", "north\n", "lower-case letters"),
        ("bodies.kind", "polis", "one of: police-force, fire-and-rescue-service"),
        ("bodies.established_on", "2019-13", "not in the calendar"),
        ("bodies.established_on", "2019-02-29", "not in the calendar"),
        ("bodies.established_on", "27/09/2019", "Write a year, a month or a day"),
        ("bodies.established_on", "about 2019", "Write a year, a month or a day"),
        ("status_updates.recorded_on", "2020-02", "Expected a day"),
        ("status_updates.recorded_on", "2020-02-30", "not in the calendar"),
        ("status_updates.sequence", "1.0", "whole number"),
        ("status_updates.sequence", "-1", "whole number"),
        ("status_updates.sequence", "٣", "whole number"),
        ("status_updates.sequence", "9999999999", "whole number"),
        ("sources.url", "example.org", "valid URL"),
        ("sources.url", "javascript:alert(1)", "valid URL"),
    ],
)
def test_a_bad_cell_is_told_what_was_expected(where, text, sentence):
    with pytest.raises(BadCell, match=sentence):
        value_of(column(where), text)


def test_a_list_is_put_in_order_and_an_empty_cell_stays_empty():
    themes = column("recommendations.themes")
    assert canonical(themes, " demand;custody ") == "custody; demand"
    assert canonical(themes, "") == ""


@pytest.mark.parametrize("text", ["a; a", "a;", "; a", "a;; b"])
def test_a_list_has_no_gap_and_nothing_twice(text):
    with pytest.raises(BadCell, match="none empty and none twice"):
        canonical(column("recommendations.themes"), text)


def test_text_with_semicolons_is_no_list():
    assert canonical(column("themes.synonyms"), "b; a; b") == "b; a; b"


def test_an_empty_cell_takes_the_declared_default():
    assert canonical(column("recommendations.deadline_set_by"), "") == "inspectorate"
