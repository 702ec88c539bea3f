import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.bitmaps.events import Coded, Events, Track, running_max

DAYS = [20190900, 20190901, 20200101, 20230615]
SIZE = 5


def events(triples: list[tuple[int, int, int]], dtype: type = np.uint8) -> Events:
    days, places, values = np.array(triples, np.uint32).reshape(-1, 3).T
    return Events.of(days, places, values.astype(dtype))


def by_hand(triples: list[tuple[int, int, int]], day: int, size: int = SIZE) -> list[int]:
    found = [0] * size
    for on, at, value in sorted(triples, key=lambda each: each[0]):
        if on <= day:
            found[at] = value
    return found


some = st.lists(st.tuples(st.sampled_from(DAYS), st.integers(0, SIZE - 1), st.integers(0, 200)), max_size=80)


@pytest.mark.once
@given(some, st.sampled_from([0, *DAYS, 20991231]))
def test_by_the_end_of_a_day_each_place_has_the_last_value_put_there(triples, day):
    assert Track(SIZE, events(triples)).on(day).tolist() == by_hand(triples, day)


@pytest.mark.once
def test_of_two_values_for_one_place_on_one_day_the_one_given_later_stays():
    first, then = (20200101, 3, 7), (20200101, 3, 8)
    assert Track(SIZE, events([first, then])).on(20200101)[3] == 8
    assert Track(SIZE, events([then, first])).on(20200101)[3] == 7


@pytest.mark.once
@given(some, st.lists(some, min_size=1, max_size=3), st.data())
def test_places_that_are_amended_have_other_events_and_the_rest_has_the_same(triples, later, data):
    track, wanted, size = Track(SIZE, events(triples)), triples, SIZE
    for more in later:
        size += data.draw(st.integers(0, 2))
        marked = data.draw(st.sets(st.integers(0, size - 1)))
        anew = np.zeros(size, bool)
        anew[list(marked)] = True
        ours = [
            (day, at, value + 60_000) for day, at, value in more if at in marked
        ]  # too great for the bytes of before
        track = track.replaced(events(ours, np.uint16), anew)
        wanted = [each for each in wanted if each[1] not in marked] + ours
        for day in (0, *DAYS):
            assert track.on(day).tolist() == by_hand(wanted, day, size)
            assert track.settled().on(day).tolist() == by_hand(wanted, day, size)


@pytest.mark.once
def test_the_greatest_so_far_is_that_of_the_place_alone():
    places = np.array([1, 0, 1, 0, 1])
    days, values = np.array([3, 1, 1, 2, 2]), np.array([5, 9, 7, 8, 6])
    assert running_max(places, np.lexsort((days, places)), values).tolist() == [7, 9, 7, 9, 7]


@pytest.mark.once
def test_a_small_number_stands_for_the_same_great_one_for_ever():
    coded = Coded()
    first = coded.codes(np.array([10**12, 5, 10**12], np.uint64))
    later = coded.codes(np.array([7, 10**12, 0], np.uint64))
    table = coded.table()
    assert table[first].tolist() == [10**12, 5, 10**12]
    assert table[later].tolist() == [7, 10**12, 0]
    assert later[2] == 0
    assert first[0] == later[1]
