"""The seals of a package are taken over as they are, or the package is refused with the row that does not fit."""

import csv
from pathlib import Path

import pytest

from inspections.dataset.checker import Check
from inspections.dataset.loader import load
from inspections.dataset.outcome import outcome
from inspections.dataset.reader import read
from inspections.dataset.report import Report
from inspections.dataset.selection import ALL_BUT_DRAFTS, EVERYTHING, Selection
from inspections.dataset.writer import write
from inspections.days import today
from inspections.models import Body, FormerAddress, Inspection, Recommendation, Seal, Source, StatusUpdate
from inspections.seal_check import SealCheck
from tests import make
from tests.packages import contents, emptied, small, write_folder

pytestmark = pytest.mark.django_db


def loaded(folder: Path) -> Report:
    report = load(read(folder))
    assert report.loaded, [str(problem) for problem in report.problems.shown]
    return report


def chain() -> list[tuple[int, str, str]]:
    return list(Seal.objects.values_list("position", "sha256", "sealed_at"))


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with a chain, of which body, source, inspection and recommendation were renamed since."""
    with emptied():
        loaded(write_folder(tmp_path / "given", small()))
        for model, field, before in (
            (Body, "slug", "north"),
            (Body, "slug", "hmicfrs"),
            (Source, "slug", "report"),
            (Inspection, "slug", "north-2021"),
            (Recommendation, "ref", "north-2019-a1"),
        ):
            thing = model.objects.get(**{field: before})
            setattr(thing, field, f"{before}-renamed")
            thing.save()
        assert SealCheck().fault() is None
        write(tmp_path / "package", Selection(today()))
    return tmp_path / "package"


def changed(folder: Path, name: str, row: int, **cells: str) -> None:
    """Change cells of a row, counted from 1, of a file of a package."""
    path = folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[row - 1] |= cells
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_an_empty_record_takes_the_chain_over_and_gives_it_back(package, tmp_path):
    with emptied():
        loaded(package)
        assert SealCheck().fault() is None
        assert Body.objects.get(slug="north-renamed").sealed_as == "north"
        assert Body.formerly_at("north").slug == "north-renamed"
        assert FormerAddress.objects.filter(noun="source", slug="report").exists()
        write(tmp_path / "again", Selection(today()))
    assert contents(package) == contents(tmp_path / "again")


def test_loading_it_again_changes_nothing_and_what_is_new_goes_on_from_it(package):
    loaded(package)
    before = chain()
    report = loaded(package)
    assert report.counts["seals"].unchanged == len(before) == 5
    make.make_update(StatusUpdate.objects.first().addressee, "planned")
    assert chain()[:-1] == before
    assert SealCheck().fault() is None
    assert loaded(package).notes == []


def test_what_a_check_says_of_it_counts_the_seals_with_their_rows(package):
    found = outcome(Check(read(package)), today())
    assert (found.at_once, found.later) == (sum(map(len, small().values())) - 1 + 5, 0)  # a source is counted apart


def test_a_package_from_before_the_rename_is_still_the_same(package, tmp_path):
    loaded(package)
    report = loaded(write_folder(tmp_path / "given", small()))
    assert {name: counts.new for name, counts in report.counts.items() if counts.new} == {}


def test_a_package_that_goes_on_from_the_record_brings_its_seals_along(package, tmp_path):
    with emptied():
        loaded(package)
        make.make_update(StatusUpdate.objects.first().addressee, "planned")
        write(tmp_path / "later", Selection(today()))
        later = chain()
    loaded(package)
    report = loaded(tmp_path / "later")
    assert (report.counts["seals"].new, report.notes) == (1, [])
    assert chain() == later


def test_a_record_with_a_chain_of_its_own_keeps_it_and_says_so(package):
    make.make_update(make.make_item(), "planned")
    own = chain()
    report = loaded(package)
    (note,) = report.notes
    assert note.startswith("The record has a chain of seals of its own, so those of the package were passed over.")
    assert chain()[0] == own[0]
    assert len(chain()) == 6
    assert SealCheck().fault() is None


@pytest.mark.parametrize(
    ("name", "row", "cells", "column", "sentence"),
    [
        ("status_updates", 3, {"reason": "Work begun."}, "row_sha256", "the row or its seal is not what it was"),
        ("status_updates", 3, {"publisher_wording": "x"}, "row_sha256", "the row or its seal is not what it was"),
        ("seals", 3, {"row_sha256": "a" * 64}, "row_sha256", "the hash of the row that it names"),
        ("seals", 3, {"sha256": "a" * 64}, "sha256", "which follows from the seal before it"),
        ("seals", 3, {"sealed_at": "2019-01-01T00:00:00Z"}, "sha256", "which follows from the seal before it"),
        ("seals", 3, {"position": "7"}, "position", "without a gap"),
        ("seals", 3, {"sealed_at": "yesterday"}, "sealed_at", "Expected a moment in UTC"),
        ("seals", 3, {"sequence": "9"}, "sequence", "Expected a row of status_updates.csv"),
        ("bodies", 2, {"sealed_as": "north"}, "sealed_as", "has this name in the seals already"),
    ],
)
def test_a_package_whose_chain_does_not_fit_is_refused(package, name, row, cells, column, sentence):
    changed(package, name, row, **cells)
    report = load(read(package))
    assert not report.loaded
    problem = report.problems.shown[0]
    assert (problem.column, sentence in problem.sentence) == (column, True), str(problem)
    assert not StatusUpdate.objects.exists()


def test_a_package_without_seals_is_sealed_here_in_one_go(tmp_path):
    loaded(write_folder(tmp_path / "given", small()))
    assert len(chain()) == 5
    assert len({sealed_at for _position, _hash, sealed_at in chain()}) == 1
    assert SealCheck().fault() is None


@pytest.mark.parametrize("selection", [EVERYTHING, ALL_BUT_DRAFTS], ids=["everything", "embargoed"])
def test_an_embargoed_dump_carries_rows_that_wait(tmp_path, selection):
    with emptied():
        item = make.make_item("hushed", inspection=make.make_inspection("hushed", "2999-01-01"))
        make.make_update(item, "planned", on="2999-01-01", recorded_on=make.partial("2999-01-02").first)
        open_one = make.make_update(make.make_item("open"), "planned")
        assert [seal.update for seal in Seal.objects.all()] == [open_one]
        write(tmp_path / "first", selection)
    with emptied():
        loaded(tmp_path / "first")
        assert SealCheck().fault() is None
        assert [seal.update.addressee.recommendation.ref for seal in Seal.objects.all()] == ["open"]
        write(tmp_path / "second", selection)
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
