"""What is kept in memory stays below its limit, is of one state, and is what was asked for again."""

import pytest

from tracker.answers.answer import Kept, Original
from tracker.answers.memory import Memory

pytestmark = pytest.mark.once


def kept(size: int = 10_000) -> Kept:
    answer = Kept(Original([], b"\x06"), "7", "/", "br")
    answer.size = size
    return answer


def test_what_was_put_is_found_under_its_own_name_and_state():
    memory, answer = Memory(100_000), kept()
    memory.put("7", ("/", "br"), answer)
    assert memory.get("7", ("/", "br")) is answer
    assert memory.get("7", ("/", "gzip")) is None
    assert memory.get("8", ("/", "br")) is None


def test_a_new_state_lets_go_of_all_that_is_old():
    memory = Memory(100_000)
    memory.put("7", ("/", "br"), kept())
    memory.put("8", ("/other", "br"), kept())
    assert (len(memory), memory.size) == (1, 10_000)
    assert memory.get("7", ("/", "br")) is None


def test_the_limit_is_kept_and_nothing_is_counted_twice():
    memory = Memory(55_000)
    for number in range(100):
        memory.put("7", (f"/{number % 30}", "br"), kept())
        assert memory.size == 10_000 * len(memory) <= 55_000
    assert len(memory) == 5


def test_an_answer_that_is_larger_than_everything_is_not_kept():
    memory = Memory(5_000)
    memory.put("7", ("/", "br"), kept())
    assert len(memory) == 0
    assert memory.get("7", ("/", "br")) is None


def test_who_reads_every_page_once_does_not_push_out_what_everybody_reads():
    memory = Memory(55_000)
    memory.put("7", ("/", "br"), kept())
    memory.get("7", ("/", "br"))
    for number in range(100):
        memory.put("7", (f"/{number}", "br"), kept())
    assert memory.get("7", ("/", "br")) is not None


def test_what_was_asked_for_longest_ago_goes_first():
    memory = Memory(35_000)
    for name in "abc":
        memory.put("7", (name, "br"), kept())
        memory.get("7", (name, "br"))
    memory.get("7", ("a", "br"))
    for name in "de":
        memory.put("7", (name, "br"), kept())
        memory.get("7", (name, "br"))
    assert {name for name in "abcde" if memory.get("7", (name, "br"))} >= {"a", "e"}


def test_nothing_is_kept_where_the_limit_is_nothing():
    memory = Memory(0)
    memory.put("7", ("/", "br"), kept())
    assert len(memory) == 0
