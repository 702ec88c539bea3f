"""The data that we ship is good, in canonical form, and described as it is."""

import json
from pathlib import Path

import pytest

from inspections.dataset.checker import check
from inspections.dataset.descriptor import About, descriptor
from inspections.dataset.loader import load
from inspections.dataset.reader import read
from inspections.dataset.schema import FILES
from inspections.dataset.selection import EVERYTHING
from inspections.dataset.writer import csv_of, write
from inspections.models import Addressee, Body, Recommendation
from tests.packages import emptied, run

FIXTURES = Path(__file__).parents[3] / "fixtures"
PACKAGES = [FIXTURES / "reference", FIXTURES / "demo"]

pytestmark = pytest.mark.django_db


def test_they_are_good_together():
    report = check(read(*PACKAGES))
    assert [str(problem) for problem in report.problems.shown] == []


def test_the_reference_data_is_good_alone_and_the_demonstration_needs_it():
    assert check(read(PACKAGES[0])).is_good
    assert not check(read(PACKAGES[1])).is_good


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_each_file_is_as_we_would_write_it(folder):
    for name, rows in read(folder).tables.items():
        if rows:
            file = FILES[name].without_rare
            written = b"".join(csv_of(file, sorted((row.cells for row in rows), key=file.order_of)))
            assert (folder / file.path).read_bytes() == written, name


def test_their_cells_are_as_we_would_write_them(tmp_path):
    """Loaded and written again, every row is there as it was given."""
    load(read(*PACKAGES))
    write(tmp_path / "out", EVERYTHING)
    given, written = read(*PACKAGES), read(tmp_path / "out")
    del given.tables["seals"]  # they were made by the load
    for name, rows in given.tables.items():
        file = FILES[name]
        in_order = sorted((row.cells for row in rows), key=file.order_of)
        assert [row.cells for row in written.tables[name]] == in_order


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_each_description_is_current(folder):
    content = (folder / "datapackage.json").read_bytes()
    said = json.loads(content)
    files = [file.without_rare for file in FILES.values() if (folder / file.path).exists()]
    assert content == descriptor(files, About(said["name"], said["title"], said["description"]))


def test_they_survive_dump_load_dump(tmp_path):
    with emptied():
        assert load(read(*PACKAGES)).loaded
        write(tmp_path / "first.zip", EVERYTHING)
    with emptied():
        assert load(read(tmp_path / "first.zip")).loaded
        write(tmp_path / "second.zip", EVERYTHING)
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


def test_they_hold_what_their_readme_promises():
    run("load_dataset", *PACKAGES)
    kinds = [Body.objects.filter(kind=kind).count() for kind in ("police-force", "local-policing-body", "inspectorate")]
    assert kinds == [47, 47, 10]
    assert Body.objects.territorial_forces().count() == 43
    assert Addressee.objects.filter(recommendation__ref="gbcse-2023-2").count() == 43
    assert (
        Recommendation.objects.filter(themes__slug="missing-children", addressees__body__slug="cleveland").count() >= 4
    )
    counts = {name: len(rows) for name, rows in read(*PACKAGES).tables.items()}
    readme = (FIXTURES / "README.md").read_text(encoding="utf-8")
    for name, thing in {
        "bodies": "bodies",
        "programmes": "programmes",
        "themes": "themes",
        "inspections": "inspections and follow-ups",
        "sources": "sources",
        "recommendations": "recommendations and causes of concern",
        "addressees": "addressees",
        "status_updates": "status updates",
    }.items():
        assert f"{counts[name]} {thing}" in readme


def test_every_source_is_used():
    tables = read(*PACKAGES).tables
    rows = [row.cells for table in tables.values() for row in table]
    quoted = {part for cells in rows for part in cells.get("source", "").split("; ")}
    assert {row.cells["slug"] for row in tables["sources"]} <= quoted


def test_every_recommendation_is_addressed_to_somebody():
    tables = read(*PACKAGES).tables
    addressed = {row.cells["recommendation"] for row in tables["addressees"]}
    assert {row.cells["ref"] for row in tables["recommendations"]} == addressed
