"""What stands in the environment is read strictly: what cannot be meant is refused in a sentence."""

import re

import pytest

from tracker.environment import Refused, at_home, boolean, names, number, one_of, text

pytestmark = pytest.mark.once


@pytest.fixture
def say(monkeypatch):
    """Return a function that sets the variable X."""
    return lambda value: monkeypatch.setenv("X", value)


def test_empty_is_the_same_as_not_set(say):
    say(" ")
    assert (text("X", "usual"), boolean("X", True), number("X", 3, 1, 5), names("X")) == ("usual", True, 3, [])
    assert (text("Y", "usual"), boolean("Y", True), number("Y", 3, 1, 5), names("Y")) == ("usual", True, 3, [])


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        *((yes, True) for yes in ("1", "true", "True", "YES", " on ")),
        *((no, False) for no in ("0", "false", "No", "off")),
    ],
)
def test_yes_and_no_have_four_spellings_each(say, value, meant):
    say(value)
    assert boolean("X", not meant) is meant


@pytest.mark.parametrize("value", ["ture", "2", "-1", "y", "none", "1 0"])
def test_anything_else_is_neither(say, value):
    say(value)
    with pytest.raises(
        Refused, match=re.escape(f"X must be 1 or 0 (or true, yes, on; false, no, off), not “{value}”.")
    ):
        boolean("X")


@pytest.mark.parametrize(("value", "meant"), [("1", 1), (" 64 ", 64), ("100", 100)])
def test_a_whole_number_is_taken(say, value, meant):
    say(value)
    assert number("X", 32, 1, 100) == meant


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "32MB", "٣", "101", "1e3", "9" * 5000])
def test_any_other_number_is_refused(say, value):
    say(value)
    with pytest.raises(Refused, match="X must be a whole number of megabytes from 1 to 100, not “"):
        number("X", 32, 1, 100, "megabytes")


def test_a_word_is_one_of_those_there_are(say):
    say("ours")
    assert one_of("X", "provider", ("provider", "ours")) == "ours"
    say("mine")
    with pytest.raises(Refused, match=r"^X must be “provider” or “ours”, not “mine”\.$"):
        one_of("X", "provider", ("provider", "ours"))


def test_a_list_has_commas(say):
    say("a, b,,c ")
    assert names("X") == ["a", "b", "c"]


def test_everything_but_a_demonstration_and_a_programmer_s_machine_is_production(monkeypatch):
    for demo, debug, found in (("", "", False), ("0", "0", False), ("1", "", True), ("", "1", True)):
        monkeypatch.setenv("DEMO", demo)
        monkeypatch.setenv("DEBUG", debug)
        assert at_home() is found
