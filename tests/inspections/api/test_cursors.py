"""Cursors are good for one selection in one edition on one day, and say what to do where they are not."""

import base64
import dataclasses
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.api.cursors import Cursor, fingerprint, start_of

HERE = Cursor(0, fingerprint("/api/v1/items/", {"force": ["kent"]}), "12.1", datetime.date(2026, 11, 22))


def test_one_that_was_given_says_where_to_begin():
    assert start_of(str(dataclasses.replace(HERE, start=200)), HERE) == 200


def test_it_holds_nothing_that_an_address_would_have_to_escape():
    assert set(str(HERE)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize("change", [{"edition": "13"}, {"day": datetime.date(2026, 11, 23)}])
def test_one_of_another_edition_or_day_says_so(change):
    with pytest.raises(ValueError, match="The record has changed since"):
        start_of(str(dataclasses.replace(HERE, **change)), HERE)


def test_one_of_another_selection_says_so():
    other = fingerprint("/api/v1/items/", {"force": ["surrey"]})
    with pytest.raises(ValueError, match="belongs to other parameters"):
        start_of(str(dataclasses.replace(HERE, selection=other)), HERE)


@given(st.text(max_size=500) | st.binary(max_size=300).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_anything_else_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="cursor"):
        start_of(text, HERE)


def test_the_order_of_parameters_and_what_only_pages_do_not_count():
    one = fingerprint("/x/", {"force": ["a", "b"], "status": ["open"]})
    assert one == fingerprint("/x/", {"status": ["open"], "limit": ["5"], "force": ["b", "a"], "cursor": ["abc"]})
    assert one != fingerprint("/y/", {"force": ["a", "b"], "status": ["open"]})
    assert fingerprint("/x/", {"a": ["b", "c"]}) != fingerprint("/x/", {"a": ["b"]})
