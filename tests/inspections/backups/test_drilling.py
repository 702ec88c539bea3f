from typing import Any

import pytest
from django.db import connection

from inspections.backups import drilling
from inspections.backups.drilling import Drill, drill
from inspections.backups.making import Steps
from inspections.models import StaffNote
from tests.harness.databases import silent
from tracker.backups.tables import Sum
from tracker.backups.using import using


def test_a_drill_finds_both_sides_equal_while_somebody_writes(filled, tmp_path, monkeypatch):
    real = drilling.make

    def make(*args):
        made = real(*args)
        with using(filled):
            StaffNote.objects.update(text="Written after the backup, before the comparison.")
        return made

    monkeypatch.setattr(drilling, "make", make)
    found = drill(tmp_path, None, silent, Steps())
    assert found.is_equal
    assert found.after["inspections_statusupdate"].rows == 3
    assert found.public == found.public_after
    assert found.size > 0
    assert connection.vendor == found.manifest.engine
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "change",
    [
        {"after": {"a": Sum(1, "another")}},
        {"after": {}},
        {"structure": Sum(2, "another")},
        {"public_after": "another"},
        {"problems": ["Something."]},
    ],
)
@pytest.mark.once
def test_any_difference_counts(change):
    manifest: Any = type("Manifest", (), {"tables": {"a": Sum(1, "one")}, "structure": Sum(2, "two")})
    equal: dict[str, Any] = {"after": manifest.tables, "structure": manifest.structure}
    assert Drill(manifest, **equal).is_equal
    assert not Drill(manifest, **equal | change).is_equal
