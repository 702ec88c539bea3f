import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.partial_dates import PartialDate


@pytest.mark.parametrize(
    ("text", "first", "last", "shown"),
    [
        ("2019", "2019-01-01", "2019-12-31", "2019"),
        ("2019-09", "2019-09-01", "2019-09-30", "September 2019"),
        ("2020-02", "2020-02-01", "2020-02-29", "February 2020"),
        ("2019-09-27", "2019-09-27", "2019-09-27", "27 September 2019"),
        ("0001", "0001-01-01", "0001-12-31", "0001"),
    ],
)
def test_it_is_as_exact_as_its_source(text, first, last, shown):
    date = PartialDate.parse(text)
    assert (date.first.isoformat(), date.last.isoformat(), str(date), date.iso) == (first, last, shown, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "19",
        "2019-9",
        "2019-13",
        "2019-00",
        "2019-02-29",
        "2019-09-31",
        "27/09/2019",
        "2019-09-27 ",
        "0000",
        "٢٠١٩",
        "2019-09-27T00:00",
    ],
)
def test_nonsense_is_refused_in_words(text):
    with pytest.raises(ValueError, match="“"):
        PartialDate.parse(text)


def test_a_day_needs_its_month():
    with pytest.raises(ValueError, match="month"):
        PartialDate(2019, None, 3)


def test_it_says_whether_it_is_exact():
    assert PartialDate.parse("2019-09-27").is_exact
    assert not PartialDate.parse("2019-09").is_exact


partial_texts = st.dates().flatmap(
    lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]])
)


@given(partial_texts)
def test_text_survives_reading_and_writing(text):
    assert PartialDate.parse(text).iso == text


@given(st.dates())
def test_a_whole_day_is_its_own_first_and_last(day):
    assert PartialDate.of(day).first == PartialDate.of(day).last == day


@given(partial_texts, st.dates())
def test_its_text_sorts_with_a_day_as_its_first_and_last_days_do(text, day):
    """The database compares the text; these are the two comparisons that the field allows."""
    date, iso = PartialDate.parse(text), day.isoformat()
    assert (text <= iso) == (date.first <= day)
    assert (text + "~" >= iso) == (date.last >= day)


def test_the_first_day_is_a_date():
    assert isinstance(PartialDate.parse("2019").first, datetime.date)
