"""Promised dates that move: how often, how far, and how many items that is."""

import datetime
import re

import pytest

from inspections.models import Addressee, ResponseItem
from inspections.partial_dates import PartialDate
from inspections.reading.slippage import Promise, in_words, listed, moves, promises_of, shift, slippage
from tests import make

ON = datetime.date(2026, 11, 22)


def promised(*targets: str) -> list[Promise]:
    return [
        Promise(PartialDate.parse(target), PartialDate.parse(str(2015 + n)), "A force", n)
        for n, target in enumerate(targets)
    ]


@pytest.mark.once
@pytest.mark.parametrize(
    ("targets", "words"),
    [
        (["2024-01-31"], ""),
        (["2024-01-31", "2024-01-31"], ""),
        (
            ["2024-01-31", "2024-06-30", "2024-12-31", "2025-03-31"],
            "moved 3 times; now 14 months later than first promised",
        ),
        (["2024-03-31", "2024-01-31"], "moved once; now 2 months earlier than first promised"),
        (["2024-01", "2024-06", "2024-01"], "moved twice; now as first promised"),
        (["2024-01-10", "2024-01-22"], "moved once; now 12 days later than first promised"),
        (["2024-01-22", "2024-01-21"], "moved once; now 1 day earlier than first promised"),
        (["2024", "2026"], "moved once; now about 2 years later than first promised"),
        (["2024-11", "2025"], "moved once; now about 1 year later than first promised"),
        # The same date, said more exactly or less, has not moved.
        (["2024", "2024-06", "2024-06-30", "2024"], ""),
        (["2023-12", "2023", "2023-01"], "moved once; now 11 months earlier than first promised"),
    ],
)
def test_promises_in_words(targets, words):
    assert in_words(promised(*targets)) == words


@pytest.mark.once
@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("2024-01-31", "2024-02-29", "1 month later"),  # the last day of a month to that of the next
        ("2024-02-29", "2024-01-31", "1 month earlier"),
        ("2024-01-30", "2024-02-28", "29 days later"),
        ("2024-01-15", "2024-03-14", "1 month later"),
        ("2024-01", "2024-04-01", "3 months later"),
        ("2024-06", "2024-06-30", ""),
    ],
)
def test_how_much_later_is_as_exact_as_the_dates_are(before, after, words):
    assert shift(PartialDate.parse(before), PartialDate.parse(after)) == words


@pytest.mark.once
def test_the_list_is_newest_first_and_says_what_each_promise_moved():
    rows = listed(promised("2024-01", "2024-06", "2024-06"))
    assert [(str(row["promise"].target), row["moved"]) for row in rows] == [
        ("June 2024", ""),
        ("June 2024", "5 months later"),
        ("January 2024", ""),
    ]
    assert len(moves(promised("2024-01", "2024-06", "2024-06"))) == 1


@pytest.mark.django_db
class TestOfItems:
    def items(self):
        return Addressee.objects.public(ON)

    def test_a_response_and_statements_make_one_row_of_promises_in_the_order_of_saying(self):
        force = make.make_force()
        item = make.make_item(body=force)
        make.make_update(item, "planned", on="2021", target_on="2022-06")
        response = make.make_response(item.recommendation.inspection, force, "2020-02-20")
        ResponseItem.objects.create(
            response=response, addressee=item, decision="accepted", target_on=PartialDate.parse("2021-01-31")
        )
        (promises,) = promises_of(self.items(), ON).values()
        assert [str(promise.target) for promise in promises] == ["31 January 2021", "June 2022"]
        assert promises[1].url == f"{item.get_absolute_url()}#entry-1"

    def test_a_response_of_an_unknown_day_came_first(self):
        force = make.make_force()
        item = make.make_item(body=force)
        make.make_update(item, "planned", on="2020-01-16", target_on="2022-06")
        response = make.make_response(item.recommendation.inspection, force, None, url="https://example.org/")
        ResponseItem.objects.create(
            response=response, addressee=item, decision="accepted", target_on=PartialDate.parse("2021")
        )
        (promises,) = promises_of(self.items(), ON).values()
        assert [str(promise.target) for promise in promises] == ["2021", "June 2022"]

    def test_what_was_corrected_or_said_later_or_is_not_public_promises_nothing(self):
        item = make.make_item()
        wrong = make.make_update(item, "planned", on="2021-01-01", target_on="2029")
        make.make_update(item, "planned", on="2021-02-01", target_on="2022", corrects=wrong)
        make.make_update(item, "planned", on="2023-01-01", target_on="2024")
        hushed = make.make_item(inspection=make.make_inspection(draft=True))
        make.make_update(hushed, "planned", on="2021-01-01", target_on="2030")
        on = datetime.date(2022, 6, 1)
        by_item = promises_of(Addressee.objects.public(on), on)
        assert {pk: [str(promise.target) for promise in found] for pk, found in by_item.items()} == {item.pk: ["2022"]}

    def test_the_figure_counts_moved_of_dated_of_all(self):
        make.make_item()
        still = make.make_item()
        make.make_update(still, "planned", on="2021", target_on="2022")
        for months in ("2022-03", "2022-07"):
            item = make.make_item()
            make.make_update(item, "planned", on="2021-05-01", target_on="2022-01")
            make.make_update(item, "under-way", on="2022-01-15", target_on=months)
        found = slippage(self.items(), ON)
        assert (found.items, found.dated, found.moved, found.shifts) == (4, 3, 2, {2: 1, 6: 1})
        assert found.words == "4 months later than first promised"
        assert found.since == datetime.date(2022, 1, 15)

    def test_the_query_count_does_not_grow(self, django_assert_num_queries):
        for many in (5, 50):
            for _ in range(many):
                item = make.make_item()
                make.make_update(item, "planned", on="2021", target_on="2022")
                make.make_update(item, "under-way", on="2022", target_on="2023")
            with django_assert_num_queries(3):
                slippage(self.items(), ON)

    def test_the_page_of_an_item_lists_its_promises_and_says_how_far_they_moved(self, client):
        item = make.make_item("late")
        make.make_update(item, "planned", on="2021-05-01", target_on="2022-01")
        make.make_update(item, "under-way", on="2022-01-15", target_on="2023-03")
        text = re.sub(r"\s+", " ", client.get("/recommendations/late/").content.decode())
        assert "2 promises are recorded. The date moved once; now 14 months later than first promised." in text
        assert "promised for March 2023" in text
        assert 'href="#entry-2"' in text

    def test_an_item_without_a_promise_has_no_such_section(self, client):
        make.make_update(make.make_item("none"), "planned", on="2021-05-01")
        assert "Promised dates" not in client.get("/recommendations/none/").content.decode()

    @pytest.mark.parametrize("path", ["/", "/forces/northshire/"])
    def test_home_and_force_tell_the_figure_with_its_denominators_and_where_the_moves_are(self, client, path):
        force = make.make_force("northshire")
        item = make.make_item(body=force)
        make.make_item(body=force)
        make.make_update(item, "planned", on="2021-05-01", target_on="2022-01")
        text = re.sub(r"\s+", " ", client.get(path).content.decode())
        assert "one is recorded for 1 of 2 items. It has not moved." in text
        make.make_update(item, "under-way", on="2022-01-15", target_on="2023-03")
        text = re.sub(r"\s+", " ", client.get(path).content.decode())
        assert "It moved for 1 of these 1</a>" in text
        assert "is now 14 months later than first promised" in text
        link = re.search(r'href="(/changes/[^"#]*)#moved"', text)[1].replace("&amp;", "&")
        assert "1 move, of 1 item" in client.get(link).content.decode()

    @pytest.mark.parametrize("path", ["/", "/forces/northshire/"])
    def test_without_promises_that_is_said(self, client, path):
        make.make_item(body=make.make_force("northshire"))
        assert "no promised date is recorded" in client.get(path).content.decode()
