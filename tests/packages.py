"""Small data packages for tests: tables as plain dictionaries, changed as a test needs, written as CSV."""

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import transaction

Table = list[dict[str, str]]
Tables = dict[str, Table]

UPDATE = {
    "recommendation": "north-2019-a1",
    "body": "north",
    "stated_by": "north",
    "position": "under-way",
    "effective_on": "2019-12",
    "reason": "Work began.",
    "evidence": "document",
    "source": "report",
    "recorded_on": "2020-01-02",
}


def small() -> Tables:
    """A package with at least one row in every file, and with every rule kept."""
    return {
        "bodies": [
            {"slug": "north", "name": "North Police", "kind": "police-force", "nation": "england"},
            {"slug": "north-pcc", "name": "North Commissioner", "kind": "local-policing-body"},
            {"slug": "hmicfrs", "name": "HMICFRS", "kind": "inspectorate", "established_on": "2017-07"},
            {
                "slug": "hmic",
                "name": "HMIC",
                "kind": "inspectorate",
                "abolished_on": "2017-07",
                "succeeded_by": "hmicfrs",
            },
        ],
        "oversight": [{"force": "north", "policing_body": "north-pcc", "start": "2012-11", "end": ""}],
        "programmes": [{"slug": "peel", "name": "PEEL", "response_duty": "police-act-s55"}],
        "themes": [{"slug": "custody", "name": "Custody"}, {"slug": "demand", "name": "Demand", "synonyms": "a; b"}],
        "sources": [{"slug": "report", "title": "The report", "url": "https://example.org/report"}],
        "monitoring_phases": [{"body": "north", "phase": "engage", "start": "2019", "source": "report"}],
        "inspections": [
            {
                "slug": "north-2019",
                "title": "North 2019",
                "programme": "peel",
                "inspectorates": "hmicfrs",
                "bodies": "north",
                "published_on": "2019-09-27",
                "source": "report",
            },
            {
                "slug": "north-2021",
                "title": "North 2021",
                "programme": "peel",
                "inspectorates": "hmicfrs",
                "bodies": "north",
                "published_on": "2021-02",
                "follow_up_kind": "revisit-letter",
                "follows_up": "north-2019",
            },
        ],
        "observations": [
            {"inspection": "north-2019", "number": "1", "kind": "strength", "text": "Kind staff.", "themes": "custody"}
        ],
        "grades": [
            {
                "inspection": "north-2019",
                "body": "north",
                "framework": "peel-2018-19",
                "topic": "Efficiency",
                "grade": "good",
            }
        ],
        "recommendations": [
            recommendation("north-2019-a", "A", kind="cause-of-concern"),
            recommendation("north-2019-a1", "A1", parent="north-2019-a", deadline="within-3-months"),
            recommendation("north-2019-a1a", "A1a", kind="part", parent="north-2019-a1"),
            recommendation("north-2021-1", "1", inspection="north-2021", deadline="by-date", due_on="2021-06"),
        ],
        "addressees": [
            {"recommendation": ref, "body": "north"}
            for ref in ("north-2019-a", "north-2019-a1", "north-2019-a1a", "north-2021-1")
        ],
        "successions": [{"earlier": "north-2019-a1", "later": "north-2021-1", "kind": "re-issued-as"}],
        "status_updates": [
            update(1),
            update(2, position="says-complete", effective_on="2020-01"),
            update(3, stated_by="north-pcc", position="assured", effective_on="2020-03-01", recorded_on="2020-04-01"),
            update(
                4,
                stated_by="hmicfrs",
                position="complete",
                effective_on="2021-02-20",
                evidence="inspection",
                made_in="north-2021",
                recorded_on="2021-03-01",
            ),
            update(5, position="planned", effective_on="2020-01", recorded_on="2021-03-01", corrects="2"),
        ],
        "responses": [{"inspection": "north-2019", "responder": "north-pcc", "published_on": "2019-11-21"}],
        "response_items": [
            {
                "inspection": "north-2019",
                "responder": "north-pcc",
                "recommendation": "north-2019-a1",
                "body": "north",
                "decision": "accepted",
            }
        ],
    }


def recommendation(ref: str, number: str, **fields: str) -> dict[str, str]:
    row = {"ref": ref, "inspection": "north-2019", "number": number, "kind": "recommendation"}
    return row | {"text": f"Do {number}.", "text_is": "summary"} | fields


def update(sequence: int, **fields: str) -> dict[str, str]:
    return UPDATE | {"sequence": str(sequence)} | fields


def text_of(table: Table) -> str:
    """A table as CSV; a column that no row has is left out."""
    columns = list(dict.fromkeys(name for row in table for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return text.getvalue()


def write_folder(folder: Path, tables: Tables) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        (folder / f"{name}.csv").write_text(text_of(table), encoding="utf-8", newline="")
    return folder


def write_zip(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def run(*arguments: Any, **options: Any) -> str:
    """Run a command and return what it printed."""
    out = io.StringIO()
    call_command(*map(str, arguments), stdout=out, stderr=out, **options)
    return out.getvalue()


class _Undo(Exception):
    """Raised to take back what was written."""


@contextmanager
def emptied() -> Iterator[None]:
    """Take back at the end what is written inside: the ledger lets no row be deleted, but a savepoint can be undone."""
    with suppress(_Undo), transaction.atomic():
        yield
        raise _Undo


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
