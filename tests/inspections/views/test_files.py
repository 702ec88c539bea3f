"""Each list as a file holds the rows of its page, for the same parameters and the same day."""

import csv
import io
import json
import re

import openpyxl
import pytest

from inspections.days import today
from inspections.exports import changes, inspections, items, responses
from inspections.exports.table import AT_ONCE
from inspections.views.files import RecommendationFile
from tests import make
from tests.test_embargo import HUSHED, hush, in_an_hour

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]

LISTS = {
    "recommendations": items.COLUMNS,
    "inspections": inspections.COLUMNS,
    "responses": responses.COLUMNS,
    "changes": changes.COLUMNS,
}
NOTHING = {
    "recommendations": "q=nothing-of-the-kind",
    "inspections": "q=nothing-of-the-kind",
    "responses": "state=due",
    "changes": "since=1950&until=1951",
}


def rows(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.getvalue()
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode(), newline="")))


@pytest.mark.parametrize("name", LISTS)
def test_the_three_forms_hold_the_same_rows(client, name):
    query = "?since=1990" if name == "changes" else ""
    found = rows(client, f"/{name}.csv{query}")
    assert found
    assert list(found[0]) == [column.name for column in LISTS[name]]
    said = json.loads(client.get(f"/{name}.json{query}").getvalue())
    assert said["count"] == len(said["items"]) == len(found)
    assert [{key: str(value or "") for key, value in row.items()} for row in said["items"]] == [
        {key: "" if value == "0" else value for key, value in row.items()} for row in found
    ]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/{name}.xlsx{query}").getvalue()))
    sheet = book.worksheets[0]
    assert (sheet.max_row, sheet.freeze_panes) == (len(found) + 1, "A2")
    about = {row[0].value: row[1].value for row in book["about"] if row[0].value}
    assert about["Rows"] == str(len(found))
    assert about["Record as at"] == today().isoformat()
    assert {"Edition", "Address", "Selection", "Licence", "Source"} <= set(about)


@pytest.mark.parametrize("name", LISTS)
def test_a_selection_of_nothing_is_a_valid_file(client, name):
    path = f"/{name}.{{}}?{NOTHING[name]}"
    assert rows(client, path.format("csv")) == []
    header = ",".join(column.name for column in LISTS[name])
    assert client.get(path.format("csv")).getvalue().decode() == f"{header}\n"
    assert json.loads(client.get(path.format("json")).getvalue())["items"] == []
    assert openpyxl.load_workbook(io.BytesIO(client.get(path.format("xlsx")).getvalue())).worksheets[0].max_row == 1


def test_the_items_are_those_of_the_selection_on_its_day(client):
    found = rows(client, "/recommendations.csv?force=northshire&as_at=2018-06-30")
    assert [(row["recommendation"], row["status"]) for row in found] == [("missing", "no-progress")]
    assert [row["status"] for row in rows(client, "/recommendations.csv?status=under-way")] == ["under-way"]


@pytest.mark.parametrize("name", LISTS)
def test_a_file_of_a_past_day_has_nothing_that_came_later(client, name):
    path = f"/{name}.csv?as_at=2019-06-30"
    before = client.get(path).getvalue()
    later = make.make_inspection("later", "2019-07-01")
    make.make_update(make.make_item("later-ref", inspection=later), "complete", "2019-08")
    assert client.get(path).getvalue() == before


def test_inspections_and_responses_take_the_parameters_of_their_pages(client):
    assert [row["slug"] for row in rows(client, "/inspections.csv?year=2017")] == ["northshire-2017"]
    order = [row["slug"] for row in rows(client, "/inspections.csv?sort=oldest")]
    assert order == ["northshire-2017", "northshire-2018"]
    assert {row["state"] for row in rows(client, "/responses.csv?state=not-found")} == {"not-found"}


def test_what_changed_for_a_force_in_a_time(client):
    found = rows(client, "/changes.csv?since=2019-01&until=2019-06&force=northshire")
    assert {row["change"] for row in found} == {"assurances", "monitoring"}


@pytest.mark.parametrize("path", ["/inspections.csv?year=1850", "/responses.json?state=x", "/changes.xlsx?since=soon"])
def test_every_list_says_what_it_does_not_understand(client, path):
    assert client.get(path).status_code == 400


@pytest.mark.parametrize("value", ["%00", "%FF", "x" * 300, "%22%3E%3Cscript%3E", "' OR 1=1"])
@pytest.mark.parametrize("name", LISTS)
def test_no_value_of_a_parameter_breaks_a_file(client, name, value):
    names = ["q", "kind", "sort", "body", "programme", "year", "force", "theme", "status", "due", "published_after"]
    names += ["responder", "state", "since", "until", "voice", "stale", "inspection"]
    for form in ("csv", "json"):
        assert client.get(f"/{name}.{form}?" + "&".join(f"{one}={value}" for one in names)).status_code == 400


def test_nothing_that_is_not_public_is_in_any_file(client, record):
    paths = [
        f"/{name}.{form}?since=1900" if name == "changes" else f"/{name}.{form}"
        for name in LISTS
        for form in ("csv", "json")
    ]
    before = {path: bare(client.get(path).getvalue()) for path in paths}
    hush("hush-draft", record, draft=True)
    hush("hush-hour", record, **in_an_hour())
    for path in paths:
        now = bare(client.get(path).getvalue())
        assert not HUSHED.search(now), path
        assert now == before[path], path
    assert client.get("/recommendations.csv?inspection=hush-hour").status_code == 400


def bare(content):
    """A file without its edition, which moves with everything that is written."""
    return re.sub(r'"(edition|generated)": "[^"]*"', "", content.decode())


def test_a_cell_that_a_spreadsheet_would_run_is_neutralised(client, record):
    make.make_recommendation("danger", [record["force"]], record["inspection"], text="=HYPERLINK(1)")
    found = {row["recommendation"]: row["text"] for row in rows(client, "/recommendations.csv")}
    assert found["danger"] == "'=HYPERLINK(1)"


def test_what_is_written_while_a_file_begins_is_in_all_of_it_or_in_nothing_of_it(client, record, monkeypatch):
    item = make.make_item("meanwhile", inspection=record["inspection"])
    prepare = RecommendationFile.prepare

    def prepare_and_wait(self):
        prepare(self)
        make.make_update(item, "under-way", on="2019-02-01")

    monkeypatch.setattr(RecommendationFile, "prepare", prepare_and_wait)
    [row] = [row for row in rows(client, "/recommendations.csv") if row["recommendation"] == "meanwhile"]
    assert (row["status"], row["since"], row["last_news"]) == ("under-way", "2019-02-01", "2019-02-01")


def test_queries_grow_with_portions_and_not_with_rows(client, record, django_assert_max_num_queries):
    assert AT_ONCE == 500
    make.make_recommendation("many", [make.make_force() for _number in range(30)], record["inspection"])
    client.get("/recommendations/")  # what is held in memory is brought up to date by the first who asks
    with django_assert_max_num_queries(12):
        assert len(rows(client, "/recommendations.csv?force=northshire&kind=recommendation")) >= 1
    with django_assert_max_num_queries(8):
        assert len(rows(client, "/recommendations.csv")) > 30


def test_pandas_reads_the_csv_and_the_json(client):
    import pandas

    table = pandas.read_csv(io.BytesIO(client.get("/recommendations.csv").getvalue()), keep_default_na=False)
    said = pandas.DataFrame(json.loads(client.get("/recommendations.json").getvalue())["items"])
    assert list(table.columns) == list(said.columns)
    assert (table["status"] == said["status"]).all()
