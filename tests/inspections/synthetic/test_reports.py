import random
from collections import defaultdict

from inspections.synthetic.reference import Reference
from inspections.synthetic.reports import Report, shares


def drawn(seeds=range(150), count=6, updates=30):
    """Rows by file, of one report for each seed."""
    found = []
    for seed in seeds:
        rows: dict[str, list[dict[str, str]]] = defaultdict(list)

        def take(name, row, rows=rows):
            rows[name].append(row)

        report = Report(random.Random(seed), "x-1", 1, Reference(), take)
        report.write(count, updates)
        found.append(rows)
    return found


def test_a_report_has_exactly_what_is_asked_for():
    for rows in drawn(range(20)):
        assert len(rows["recommendations"]) == 6
        assert len(rows["status_updates"]) == 30


def test_what_belongs_to_something_belongs_to_what_may_have_it():
    above = set()
    for rows in drawn():
        kinds = {row["ref"]: row["kind"] for row in rows["recommendations"]}
        above |= {(row["kind"], kinds[row["parent"]]) for row in rows["recommendations"] if row["parent"]}
    assert above == {
        ("part", "recommendation"),
        ("recommendation", "cause-of-concern"),
        ("recommendation", "accelerated-cause-of-concern"),
    }


def test_a_follow_up_comes_after_its_report_and_asks_the_first_thing_again():
    followed = [rows for rows in drawn() if len(rows["inspections"]) == 2]
    assert 20 < len(followed) < 100
    for rows in followed:
        first, later = rows["inspections"]
        assert first["published_on"] < later["published_on"]
        assert later["follows_up"] == first["slug"]
        (succession,) = rows["successions"]
        assert succession["earlier"] == rows["recommendations"][0]["ref"]
        assert succession["later"] == rows["recommendations"][-1]["ref"]


def test_a_date_stands_only_with_the_deadline_that_needs_one():
    rows = [row for found in drawn() for row in found["recommendations"]]
    assert {row["deadline"] == "by-date" for row in rows if row["due_on"]} == {True}
    assert [row for row in rows if row["deadline"] == "by-date" and not row["due_on"]] == []


def test_most_go_to_one_body_and_a_few_to_every_force():
    sizes = []
    for rows in drawn(range(600), count=10):
        refs = [row["recommendation"] for row in rows["addressees"]]
        sizes += [refs.count(ref) for ref in set(refs)]
    assert 0.93 < sizes.count(1) / len(sizes) < 0.99
    assert max(sizes) == 43


def test_shares_are_uneven_and_add_up():
    found = shares(random.Random(1), 40, 400)
    assert sum(found) == 400
    assert min(found) == 0
    assert max(found) > 20
    assert shares(random.Random(1), 1, 7) == [7]
