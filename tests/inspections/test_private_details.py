"""Private details are found however they are spelt, and what only looks like one is let pass."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.private_details import Detail, DetailKind, found
from tests.harness.server import ROOT

DETAILS = {
    DetailKind.EMAIL: """
jo.bloggs@example.police.uk
Write to <jo@example.org>.
mailto:jo+complaints@example.org
jo.o’neill@example.org
""",
    DetailKind.TELEPHONE: """
020 7946 0000
0207 946 0000
02079460000
(020) 7946 0000
(01632) 960 001 ext 5
+44 20 7946 0000
+44 (0)20 7946 0000
+44 (0) 20 7946 0000
+442079460000
0044 20 7946 0000
07700 900123
07700900123
07700-900-123
+44 7700 900123
01632.960.001
0191 498 0000
0800 123 4567
0800 1111 111
0345 123 4567
tel:02079460000
Tel.020 7946 0000.
Call 020–7946–0000, or write.
""",
    DetailKind.COLLAR_NUMBER: """
PC 1234
PC 2019, who was there
PS 0417 Smith
DC1234
PC/1234
PC No. 88
PC 1234A
A/PS 345
TDC 4455
PCSO 7001
Sgt 55
an officer (PC 812)
Constable 4521 said so
constable no. 77
Police Sergeant 123
collar number 1234
his collar no. was 77
Collar No: 1234 AB
warrant no. 123456
warrant card 123456
badge 1234
shoulder number 417
""",
}
NONE = """
in 2019 and 2020
2021 2022 2023 2024
2019-20 2020-21 2021-22
1 January 2019
2019-06-30
30/06/2019
01-02-2019 03-04-2020
01.02.2019 – 03.04.2020
01/02/2023 03/04/2024
13 October 2025, 14 November 2026
SI 2015/1792
SI 2017/399, reg. 4
Police Act 1996, s.55(5A)
paragraph 2.14.3
CO 1/2019
reference 02079460000
ref: 01632 960001
ISBN 978-1-4741-1234-5
ISBN 0-306-40615-2
ISBN 0 7484 0615 2
ISBN 0306406152
£1,234,567,890
£0700900123
13.5 million
0.123456789 per cent
0.5% 0.7% 12.5% 33.3%
12 per cent
0207946001%
01:23:45.678901
0 1 2 3 4 5 6 7 8 9
E23000013
56 days
recommendation 07
call 101, or 999
0161
PCC
the PCC 2021 plan
PCs in 2019
PC in 2019
PC. In 2019
PC 12 months
PEEL 2021
PEEL 2021/22
DS and DI
an inspector 24 hours a day
the constable in 2019
Sergeants 2019
warrants 12
a warrant card and the badge
Follow @hmicfrs
cps.gov.uk
https://example.org/0207946000012/jo@example.org?tel=02079460000
"""


def lines(text):
    return [line for line in text.splitlines() if line]


@pytest.mark.parametrize(("kind", "text"), [(kind, line) for kind, table in DETAILS.items() for line in lines(table)])
def test_a_detail_is_found(kind, text):
    assert [detail.kind for detail in found(text)] == [kind]


@pytest.mark.parametrize("text", lines(NONE))
def test_what_only_looks_like_one_is_let_pass(text):
    assert found(text) == []


def test_each_detail_is_named_once_as_it_stands_and_in_its_order():
    text = "Ring 020 7946\n0000 or write to jo@example.org; PC 1234 has it. Again: jo@example.org."
    assert found(text) == [
        Detail(DetailKind.TELEPHONE, "020 7946 0000"),
        Detail(DetailKind.EMAIL, "jo@example.org"),
        Detail(DetailKind.COLLAR_NUMBER, "PC 1234"),
    ]


def test_no_text_of_the_fixtures_is_asked_about():
    texts, alarms = 0, []
    for path in sorted((ROOT / "fixtures").rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                for column, text in row.items():
                    texts += 1
                    if found(text or ""):
                        alarms.append(f"{path.name}, {column}: {text}")
    assert texts > 10_000
    assert alarms == []


@st.composite
def telephone_numbers(draw):
    """A number of this country, spelt in one of the many ways."""
    digits = draw(st.sampled_from(["20", "161", "7700", "1632", "800", "345"]))
    digits += draw(st.text("0123456789", min_size=10 - len(digits), max_size=10 - len(digits)))
    breaks = draw(st.sets(st.sampled_from([2, 3, 4, 6, 7]), max_size=3))
    gap = draw(st.sampled_from([" ", "-", ".", "–"]))
    spelt = "".join(gap + digit if place in breaks else digit for place, digit in enumerate(digits))
    return draw(st.sampled_from(["0", "+44 ", "+44", "+44 (0)", "0044 ", "(0)"])) + spelt


# Neither letters nor digits, which would make one word of a number and its neighbours.
EDGES = st.sampled_from(["", " ", ", ", "; ", "(", "“", "\n", "Tel: ", "ring "])


@given(EDGES, telephone_numbers(), st.sampled_from(["", " ", ".", ",", ")", "\n", " or later"]))
def test_a_telephone_number_is_found_in_any_spelling(before, number, after):
    assert [detail.kind for detail in found(before + number + after)] == [DetailKind.TELEPHONE]


@given(
    st.lists(
        st.integers(1, 12).flatmap(lambda m: st.integers(1900, 2100).map(lambda y: f"{y}-{m:02}-{m:02}")), max_size=6
    )
)
def test_days_are_never_taken_for_numbers(days):
    assert found(" to ".join(days)) == []


@given(st.integers(0, 10**13), st.sampled_from(["£{:,}", "£{}", "{:,}", "£{}m"]))
def test_sums_of_money_are_never_taken_for_numbers(amount, form):
    assert found(form.format(amount)) == []


@given(st.text())
def test_any_text_can_be_asked_about_and_what_is_found_stands_in_it(text):
    plain = " ".join(text.split())
    for detail in found(text):
        assert detail.text in plain


@pytest.mark.parametrize("part", ["0", "a", "@.", "police ", "PC ", "+44 ", "0 ", "(0)", "1-", "ISBN ", "collar no "])
def test_a_very_long_text_takes_no_time(part):
    assert len(found(part * 20_000)) < 3
