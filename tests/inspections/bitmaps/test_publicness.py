import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from inspections.bitmaps.kept import made
from inspections.bitmaps.publicness import DAYS_KEPT, Publicness, Span
from tests import make

ON = datetime.date(2026, 11, 22)
FIRST = ON.toordinal()


@pytest.mark.once
@given(
    st.lists(st.tuples(st.integers(1, 30), st.sampled_from([0, 0, 0, 5, 12, 31]), st.integers(0, 3)), max_size=60),
    st.lists(st.tuples(st.integers(1, 31), st.integers(0, 100), st.integers(1, 3)), max_size=3),
)
def test_public_is_what_has_begun_and_was_not_withdrawn(reports, asked):
    spans, at = [], 0
    for begun, withdrawn, size in reports:
        spans.append(Span(FIRST + begun, FIRST + withdrawn if withdrawn else 0, at, at + size))
        at += size
    spans += [Span(0, FIRST + withdrawn, first, first + size) for withdrawn, first, size in asked]
    publicness = Publicness(spans)
    for day in range(33):
        on = FIRST + day
        wanted = {place for span in spans if 0 < span.begun <= on for place in range(span.first, span.end)}
        wanted -= {place for span in spans if 0 < span.withdrawn <= on for place in range(span.first, span.end)}
        assert set(publicness.on(datetime.date.fromordinal(on))) == wanted


@pytest.mark.once
def test_few_days_are_kept_and_each_is_made_once():
    publicness = Publicness([Span(FIRST, 0, 0, 3)])
    first = publicness.on(ON)
    assert publicness.on(ON) is first
    assert first == BitMap([0, 1, 2])
    for days in range(DAYS_KEPT * 2):
        publicness.on(ON + datetime.timedelta(days=days))
        assert len(publicness._days) <= DAYS_KEPT


@pytest.mark.django_db
def test_a_record_before_its_first_report_is_empty():
    make.make_item(inspection=make.make_inspection(published="2020-05-01"))
    places = made(ON)
    assert [len(places.public(datetime.date(2020, month, day))) for month, day in ((4, 30), (5, 1))] == [0, 1]
