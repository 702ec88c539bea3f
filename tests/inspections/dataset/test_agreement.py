"""A load works on columns and on light rows: it must come to what single objects and queries come to."""

import random

import pytest

from inspections import actions, ledger
from inspections.dataset.checker import check
from inspections.dataset.loader import load
from inspections.dataset.reader import read
from inspections.dataset.rules import column_of
from inspections.dataset.schema import FILES
from inspections.models import (
    Addressee,
    Body,
    DayMoves,
    Inspection,
    MonthMoves,
    Recommendation,
    SearchDocument,
    SearchWord,
    Source,
    StatusPeriod,
    StatusUpdate,
)
from inspections.models.search_document import index
from inspections.partial_dates import PartialDate
from tests.harness.server import ROOT
from tests.packages import run, small, update, write_folder

pytestmark = pytest.mark.django_db

REFERENCE = ROOT / "fixtures" / "reference"


def derived():
    """All that is worked out from a load, without the keys that writing it again would change."""
    periods = StatusPeriod.objects.order_by("addressee", "start")
    fields = "addressee", "status", "start", "end", "update", "reopened", "counted_from"
    moves = [
        sorted(model.objects.exclude(delta=0).values_list("body_key", date, "status", "delta"))
        for model, date in ((DayMoves, "day"), (MonthMoves, "month"))
    ]
    found = SearchDocument.objects.order_by("place").values(), SearchWord.objects.order_by("word").values()
    return list(periods.values_list(*fields)), moves, *map(list, found)


def rebuild():
    StatusPeriod.objects.all().delete()
    actions.rebuild_periods(Addressee.objects.values_list("pk", flat=True))
    actions.rebuild_change_tables()
    SearchDocument.objects.all().delete()
    SearchWord.objects.all().delete()
    index(Recommendation.objects.values_list("pk", flat=True), afresh=True)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_a_load_works_out_is_what_is_worked_out_from_the_record(tmp_path, seed):
    run("make_synthetic", tmp_path / "made.zip", "--recommendations=40", "--updates=400", f"--seed={seed}")
    assert load(read(REFERENCE, tmp_path / "made.zip")).loaded
    assert StatusUpdate.objects.exclude(corrects=None).exists()
    of_the_load = derived()
    assert all(of_the_load)
    assert "nothing disagrees" in run("check_record")
    rebuild()
    assert derived() == of_the_load


DAYS = "2016", "2017-07", "2019-09-26", "2019-10", "2020-01-02", "2021-02-20", "2021-03-01"


def statements(seed, count=60):
    """Rows of one item, in which any rule may be broken or kept."""
    choice = random.Random(seed).choice
    for number in range(1, count + 1):
        yield update(
            number,
            stated_by=choice(["north", "north-pcc", "hmic", "hmicfrs"]),
            position=choice([*ledger.Position.values, "superseded"]),
            effective_on=choice(DAYS),
            evidence=choice(ledger.Evidence.values),
            source=choice(["report", ""]),
            made_in=choice(["north-2021", "", ""]),
            recorded_on=choice([day for day in DAYS if len(day) == len("2019-09-26")]),
            corrects=str(choice(range(1, count))) if choice([True, False, False]) else "",
        )


def as_models(rows):
    """The same rows as objects of the model, which look up in the record what they name."""

    def named(model, slug):
        return model.objects.get(slug=slug) if slug else None

    item = Addressee.objects.get(recommendation__ref="north-2019-a1")
    made = [
        StatusUpdate(
            addressee=item,
            sequence=int(row["sequence"]),
            stated_by=named(Body, row["stated_by"]),
            position=row["position"],
            effective_on=PartialDate.parse(row["effective_on"]),
            reason=row["reason"],
            evidence=row["evidence"],
            source=named(Source, row["source"]),
            made_in=named(Inspection, row["made_in"]),
            recorded_on=PartialDate.parse(row["recorded_on"]).first,
        )
        for row in rows
    ]
    for one, row in zip(made, rows, strict=True):
        one.corrects = made[int(row["corrects"]) - 1] if row["corrects"] else None
    return made


@pytest.mark.parametrize("succeeded", [True, False])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_load_says_of_each_statement_what_the_ledger_says_of_the_object(tmp_path, monkeypatch, seed, succeeded):
    monkeypatch.setattr("inspections.dataset.report.MOST_SHOWN", 10_000)
    tables = small()
    del tables["status_updates"]
    if not succeeded:
        del tables["successions"]
    assert load(read(write_folder(tmp_path / "first", tables))).loaded
    rows = list(statements(seed))
    report = check(read(write_folder(tmp_path / "rows", {"status_updates": rows})))
    said = {(problem.row, problem.column): problem.sentence for problem in report.problems.shown}
    expected = {
        (number, column_of(FILES["status_updates"], field)): " ".join(sentences)
        for number, one in enumerate(as_models(rows), 2)
        for field, sentences in ledger.problems(one, has_successor=succeeded).items()
    }
    assert expected
    # Beside the ledger's rules, a load looks at the numbers and days of an item, and at the constraints.
    others = {key for key in said if key[1] in ("sequence", "recorded_on", "source")} - expected.keys()
    assert {key: sentence for key, sentence in said.items() if key not in others} == expected
