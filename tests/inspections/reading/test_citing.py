"""What is said of how to cite a page, and of an edition that an address names."""

import datetime

import pytest

from inspections.reading.citing import Citation, about_edition

DAY = datetime.date(2026, 11, 22)
ADDRESS = "https://register.example.org/forces/north/?as_at=2026-11-22"


def citation(**fields: str) -> Citation:
    return Citation(**{"title": "North Police", "address": ADDRESS, "definition": "/m/", **fields}, day=DAY)


def test_the_reference_is_one_line_with_the_day_the_edition_and_the_address():
    assert citation(edition="1234").reference == (
        "Inspection recommendations register, ‘North Police’, as at 22 November 2026, edition 1234, " + ADDRESS
    )


def test_a_past_day_has_no_edition():
    assert citation().reference == (
        f"Inspection recommendations register, ‘North Police’, as at 22 November 2026, {ADDRESS}"
    )


def test_a_title_of_several_lines_is_one_line():
    assert "‘Two lines’" in citation(title="Two\n  lines ").words


@pytest.mark.parametrize("asked", ["", "x", "-1", "1.", ".1", "1.1.1", "9" * 50, "١", "<b>", "1 2", "\x00"])
def test_what_is_no_edition_is_passed_over(asked):
    assert about_edition(asked, "7", is_past=False) == ""


@pytest.mark.parametrize(
    ("asked", "now", "is_past", "said"),
    [
        ("7", "7", False, ""),
        ("7.1", "7.1", False, ""),
        ("6", "7", False, "The record has changed since: this is edition 7."),
        ("7", "7.1", False, "this is edition 7.1."),
        ("9", "10", False, "this is edition 10."),
        ("8", "7", False, "has had no such edition yet"),
        ("7.2", "7.1", True, "has had no such edition yet"),
        ("6", "7", True, "It can differ from what was read then"),
        ("7", "7", True, "It can differ from what was read then"),
    ],
)
def test_an_edition_in_an_address_never_promises_what_is_not_shown(asked, now, is_past, said):
    found = about_edition(asked, now, is_past=is_past)
    assert (said in found) if said else found == ""
    assert found == "" or f"edition {asked}" in found
