"""What is published is sealed in the transaction that publishes it, and nothing before."""

import datetime
import hashlib
import json
import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from inspections import seals
from inspections.actions import record_together, withdraw
from inspections.dataset.apostrophes import kept
from inspections.dataset.schema import FILES
from inspections.dataset.selection import Selection
from inspections.dataset.stored import by_key
from inspections.days import today
from inspections.models import Inspection, Seal, StatusUpdate, WaitingSeal
from inspections.seals import FORM, as_sealed, hash_of, link, row_hash, seal_now, seal_waiting, wait
from tests import make
from tests.harness.scripts import LONGEST_SECONDS, ended, own_database, script
from tests.harness.server import ROOT
from tests.packages import run

__all__ = ["own_database"]

pytestmark = pytest.mark.django_db


def sealed() -> list[StatusUpdate]:
    return [seal.update for seal in Seal.objects.select_related("update")]


def embargoed(**fields: Any) -> StatusUpdate:
    """A row about an inspection that comes out in an hour, or that is a draft."""
    inspection = make.make_inspection(**(fields or {"published": today().isoformat()}))
    if not fields:  # as stored, since the hour may be one of tomorrow
        Inspection.objects.filter(pk=inspection.pk).update(public_at=timezone.now() + datetime.timedelta(hours=1))
    item = make.make_item(inspection=inspection)
    return make.make_update(item, "planned", on=today().isoformat(), recorded_on=today())


def comes_out(inspection: Inspection) -> None:
    """Its hour passes: what is stored of it is now behind the clock."""
    earlier = timezone.now() - datetime.timedelta(minutes=1)
    Inspection.objects.filter(pk=inspection.pk).update(public_at=earlier, public_from=earlier.date())


def test_a_row_is_its_cells_as_the_public_package_has_them_in_the_documented_order():
    assert tuple(FILES["status_updates"].by_name) == FORM
    item = make.make_item()
    first = make.make_update(item, "planned", reason='\'=1+1 said "so"\r\nand\tÜber \u2028 more. ', target_on="2022-05")
    make.make_update(item, "complete", made_in=make.make_inspection(), publisher_wording="Closed", corrects=first)
    file = FILES["status_updates"]
    cells = by_key(file, StatusUpdate.objects.values_list("pk", flat=True), Selection(today()))
    for key, *values in as_sealed(StatusUpdate.objects.all()):
        expected = [kept(cells[key][name]) for name in FORM]
        assert hash_of(values) == row_hash(cells[key][name] for name in FORM) == seals.digest(expected)
    text = json.dumps([cells[first.pk][name] for name in FORM], ensure_ascii=False, separators=(",", ":"))
    assert text != json.dumps([kept(cells[first.pk][name]) for name in FORM], ensure_ascii=False)


def test_the_form_is_what_is_documented():
    assert seals.digest(["a", 'ü"\\\n\x01', ""]) == hashlib.sha256('["a","ü\\"\\\\\\n\\u0001",""]'.encode()).hexdigest()


def test_the_form_is_that_of_json_whatever_the_texts():
    some = random.Random(12)
    letters = [*map(chr, range(0x300)), *"\u2028\u2029\ufeff\uffff\U0001f600"]
    for _ in range(300):
        texts = ["".join(some.choices(letters, k=some.randrange(20))) for _ in range(some.randrange(17))]
        expected = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
        assert seals.digest(texts) == hashlib.sha256(expected.encode()).hexdigest()


def test_each_update_is_sealed_after_the_one_before():
    item = make.make_item()
    rows = [make.make_update(item, "planned"), make.make_update(item, "under-way")]
    rows.append(make.make_update(item, "planned", corrects=rows[0]))
    assert sealed() == rows
    previous = "0" * 64
    for position, seal in enumerate(Seal.objects.all(), 1):
        assert seal.position == position
        assert seal.sha256 == link(previous, position, seal.row_sha256, seal.sealed_at)
        previous = seal.sha256
    assert not WaitingSeal.objects.exists()


def test_what_is_recorded_together_is_sealed_together():
    items = [make.make_item().pk for _ in range(60)]  # more than one question takes
    statement = {"stated_by": make.make_inspectorate(), "position": "being-progressed", "evidence": "assertion"}
    statement |= {"effective_on": make.partial("2021"), "reason": "Found so.", "publisher_wording": ""}
    statement |= dict.fromkeys(("made_in", "target_on", "corrects", "source"))
    updates = record_together(items, statement, batch="all", by=make.make_staff(), on=make.TODAY)
    assert {row.pk for row in sealed()} == {row.pk for row in updates}
    assert "all as sealed" in run("verify_ledger")


@pytest.mark.parametrize("fields", [{}, {"draft": True}, {"published": "2999-01-01"}])
def test_what_is_not_public_is_not_sealed_and_leaves_no_gap(fields):
    if fields.get("published"):
        item = make.make_item(inspection=make.make_inspection())
        hushed = make.make_update(item, "planned")
        Inspection.objects.update(public_from=datetime.date(2999, 1, 1))
        assert sealed() == [hushed]  # it was public once
        return
    hushed = embargoed(**fields)
    open_ones = [make.make_update(make.make_item(), "planned") for _ in range(2)]
    assert sealed() == open_ones
    assert [row.pk for row in WaitingSeal.objects.all()] == [hushed.pk]


def test_when_its_hour_has_passed_the_next_write_seals_it_before_what_is_new():
    hushed = embargoed()
    comes_out(hushed.addressee.recommendation.inspection)
    assert not Seal.objects.exists()
    new = make.make_update(make.make_item(), "planned")
    assert sealed() == [hushed, new]


def test_what_leaves_the_draft_is_sealed_with_that():
    hushed = embargoed(draft=True)
    inspection = hushed.addressee.recommendation.inspection
    inspection.draft = False
    inspection.save()
    assert sealed() == [hushed]


def test_a_timer_can_seal_what_came_out_by_itself():
    hushed = embargoed()
    assert seal_now() == 0
    comes_out(hushed.addressee.recommendation.inspection)
    assert seal_now() == 1
    assert sealed() == [hushed]
    assert seal_now() == 0


def test_a_seal_is_never_earlier_than_the_one_before_it_though_the_clock_was_set_back():
    make.make_update(make.make_item(), "planned")
    ahead = Seal.objects.get()
    Seal(
        update=embargoed(draft=True), position=2, row_sha256="0" * 64, sha256="1" * 64, sealed_at="2999-01-01T00:00:00Z"
    ).save()
    make.make_update(ahead.update.addressee, "under-way")
    assert Seal.objects.get(position=3).sealed_at == "2999-01-01T00:00:00Z"


def test_a_withdrawal_breaks_nothing():
    update = make.make_update(make.make_item(), "planned")
    withdraw(update.addressee.recommendation.inspection, on=today(), note="Entered twice.")
    assert "1 row, head" in run("verify_ledger")


def test_an_update_costs_few_questions_more(django_assert_num_queries):
    item = make.make_item()
    make.make_update(item, "planned")
    with django_assert_num_queries(1):
        assert seal_waiting() == 0
    hushed = embargoed(draft=True)
    Inspection.objects.filter(draft=True).update(draft=False)
    with django_assert_num_queries(5):
        assert seal_waiting() == 1
    assert Seal.objects.get(position=2).update == hushed
    with django_assert_num_queries(0):
        wait([])


WRITE = """
import sys
from inspections.models import Addressee
from tests import make
item, source = list(Addressee.objects.order_by("pk"))[int(sys.argv[1])], make.make_source(f"by-{sys.argv[1]}")
for number in range(15):
    make.make_update(item, "planned", source=source, reason=f"{sys.argv[1]}-{number}")
"""
PREPARE = """
from tests import make
make.make_recommendation("sealed", [make.make_force() for _ in range(3)])
"""


def written_by_three(url: str) -> str:
    """What verify_ledger says after three processes have written at the same time."""
    env = {**os.environ, "DEMO": "1", "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True, timeout=LONGEST_SECONDS)
    ended(script(PREPARE, env))
    for writer in [script(WRITE, env, str(number)) for number in range(3)]:
        ended(writer)
    done = subprocess.run([*manage, "verify_ledger"], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.mark.sqlite
def test_writers_at_the_same_time_make_one_chain_on_sqlite(tmp_path: Path) -> None:
    assert "45 rows, head" in written_by_three(f"sqlite:///{tmp_path / 'sealed.sqlite3'}")
    with sqlite3.connect(tmp_path / "sealed.sqlite3") as database:
        assert database.execute("SELECT COUNT(*) FROM inspections_waitingseal").fetchone() == (0,)


@pytest.mark.postgresql
def test_writers_at_the_same_time_make_one_chain_on_postgresql(own_database: str) -> None:
    assert "45 rows, head" in written_by_three(own_database)
