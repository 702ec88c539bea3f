import datetime
import json

from inspections.dataset.columns import Kind
from inspections.exports.about import About
from inspections.exports.as_json import as_json
from inspections.exports.table import Column, Table

TABLE = Table("things", "Things", (Column("slug", "Key."), Column("days", "Days.", Kind.INTEGER)))
ABOUT = About(
    source="The register",
    address="https://example.org/?q=a",
    selection="Words: a",
    made_at=datetime.datetime(2026, 11, 22, 14, 5, 1, 999, tzinfo=datetime.UTC),
    edition="12",
    as_at=datetime.date(2026, 11, 21),
)


def portions(rows):
    return list(as_json(TABLE, rows, ABOUT, len(rows)))


def read(rows):
    return json.loads(b"".join(portions(rows)))


def test_it_says_what_it_is_before_the_rows():
    found = read([["a", "7"], ["b", ""]])
    assert list(found)[-1] == "items"
    assert found["items"] == [{"slug": "a", "days": 7}, {"slug": "b", "days": None}]
    assert (found["count"], found["edition"], found["as_at"]) == (2, "12", "2026-11-21")
    assert (found["selection"], found["address"]) == ("Words: a", "https://example.org/?q=a")
    assert found["generated"] == "2026-11-22T14:05:01+00:00"
    assert "Open Government Licence" in found["licence"]["name"]


def test_nothing_is_a_valid_file_without_rows():
    assert read([])["items"] == []


def test_text_is_as_it_is_and_not_neutralised():
    assert read([['=1+1 "é"\n', "0"]])["items"] == [{"slug": '=1+1 "é"\n', "days": 0}]


def test_a_long_table_comes_in_portions_that_fit_together():
    for count in (499, 500, 501, 1200):
        rows = [[str(number), ""] for number in range(count)]
        assert len(read(rows)["items"]) == count
    assert len(portions([["x", ""]] * 1200)) == 5
