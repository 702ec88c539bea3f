"""What falls in a time between two days: by the first day that is known, and never before the report."""

import datetime

import pytest

from inspections.models import StatusUpdate
from inspections.reading.spans import MOST_LINES, Shown, Span, changes_url, rest_of
from tests import make

pytestmark = pytest.mark.django_db

PATH = "addressee__recommendation__inspection__"


def span(since: str, until: str, *bodies) -> Span:
    return Span(datetime.date.fromisoformat(since), datetime.date.fromisoformat(until), bodies)


@pytest.mark.parametrize(
    ("said", "since", "until", "counts"),
    [
        ("2021-03-15", "2021-03-15", "2021-03-15", True),
        ("2021-03-15", "2021-03-16", "2021-04-15", False),
        ("2021-03-15", "2021-02-01", "2021-03-14", False),
        ("2021-03", "2021-03-01", "2021-03-01", True),  # its first day
        ("2021-03", "2021-03-02", "2021-03-31", False),
        ("2021", "2021-01-01", "2021-01-02", True),
        ("2021", "2021-02-01", "2021-12-31", False),
        # Said in the year of the report, of 15 January 2020: it could be read from that day on.
        ("2020", "2020-01-15", "2020-01-15", True),
        ("2020", "2020-01-01", "2020-01-14", False),
        ("2020", "2020-01-16", "2020-12-31", False),
    ],
)
def test_a_date_counts_on_its_first_day_but_not_before_the_report(said, since, until, counts):
    make.make_update(make.make_item(), "planned", on=said)
    assert StatusUpdate.objects.filter(span(since, until).within("effective_on", PATH)).exists() is counts


def test_times_that_follow_each_other_count_everything_once():
    for said in ("2020", "2020-01", "2020-02", "2020-02-29", "2020-03-01"):
        make.make_update(make.make_item(), "planned", on=said)
    days = [datetime.date(2020, month, day) for month in (1, 2, 3) for day in (1, 2, 15, 16, 29)]
    counts = [
        StatusUpdate.objects.filter(Span(first, last - datetime.timedelta(days=1)).within("effective_on", PATH)).count()
        for first, last in zip(days, [*days[1:], datetime.date(2026, 1, 1)], strict=True)
    ]
    assert sum(counts) == 5


def test_a_time_narrows_to_bodies_only_where_some_are_given():
    one, other = make.make_force(), make.make_force()
    for body in (one, other):
        make.make_item(body=body)
    assert span("2020-01-01", "2020-12-31").items().count() == 2
    assert [item.body for item in span("2020-01-01", "2020-12-31", one).items()] == [one]


def test_the_address_keeps_the_bodies():
    kent, essex = make.make_force("kent"), make.make_force("essex")
    address = "/changes/?since=2020-01-01&until=2020-12-31&force=kent&force=essex"
    assert span("2020-01-01", "2020-12-31", kent, essex).url() == address
    assert changes_url(datetime.date(2020, 1, 1), None) == "/changes/?since=2020-01-01"


def test_the_rest_of_a_long_group_stands_on_its_second_page():
    kent = make.make_force("kent")
    year = span("2020-01-01", "2020-12-31", kent)
    assert rest_of(year, "moved", MOST_LINES) == ""
    address = "/changes/?since=2020-01-01&until=2020-12-31&force=kent&group=moved"
    assert rest_of(year, "moved", MOST_LINES + 1) == f"{address}&page=2"
    assert year.url_of("moved") == address


def test_pages_follow_each_other_without_gap_or_overlap():
    rows = range(2 * MOST_LINES + 3)
    pages = [Shown.on_page(number).of(rows) for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [MOST_LINES, MOST_LINES, 3, 0]
    assert [row for page in pages for row in page] == list(rows)
