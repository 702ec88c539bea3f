import datetime

import pytest

from inspections.exports.responses import COLUMNS, TABLE, rows
from inspections.models import Inspection
from inspections.reading.duties import duties
from tests.make import make_force, make_inspection, make_policing_body, make_recommendation, make_response

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


def found(on=ON):
    names = [column.name for column in COLUMNS]
    return [dict(zip(names, cells, strict=True)) for cells in rows(duties(Inspection.objects.all(), on))]


@pytest.fixture
def owed():
    force = make_force("north")
    body = make_policing_body(force, "north-pcc", start="2012")
    inspection = make_inspection("north-2020", "2020-01-15", [force])
    make_recommendation("ref", [force], inspection)
    return inspection, body


def test_an_answer_that_came_late(owed):
    make_response(owed[0], owed[1], "2020-03-20", summary="It agreed.")
    [row] = found()
    assert (row["inspection"], row["responder"], row["forces"], row["required"]) == (
        "north-2020",
        "north-pcc",
        "north",
        "yes",
    )
    assert (row["last_day"], row["last_day_exact"]) == ("2020-03-10", "yes")
    assert (row["state"], row["answered_on"], row["answered_by"], row["days_late"]) == (
        "late",
        "2020-03-20",
        "north-pcc",
        "10",
    )
    assert row["summary"] == "It agreed."


def test_none_that_was_looked_for(owed):
    make_response(owed[0], owed[1], None, not_found_as_of=datetime.date(2021, 1, 2))
    [row] = found()
    assert (row["state"], row["not_found_as_of"], row["answered_by"], row["days_late"]) == (
        "not-found",
        "2021-01-02",
        "",
        "",
    )


def test_one_that_is_not_due_yet(owed):
    [row] = found(datetime.date(2020, 2, 1))
    assert (row["state"], row["last_day"], row["answered_on"]) == ("due", "2020-03-10", "")


def test_every_column_is_described():
    assert all(str(column.description).endswith(".") for column in TABLE.columns)
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
