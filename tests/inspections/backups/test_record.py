import zipfile

import pytest

from inspections.backups import record
from inspections.models import Recommendation
from tests.harness.databases import silent
from tests.make import make_inspection, make_item, make_update
from tests.packages import write_zip
from tests.tampering import alter_reason

pytestmark = pytest.mark.django_db


def test_packages_are_compared_by_content_and_not_by_packing(tmp_path):
    files: dict[str, str | bytes] = {"a.csv": "one\n" * 1000, "b.csv": "two\n"}
    packed = write_zip(tmp_path / "packed.zip", files)
    with zipfile.ZipFile(tmp_path / "stored.zip", "w", zipfile.ZIP_STORED) as archive:
        for name in reversed(files):
            archive.writestr(name, files[name])
    assert record.content_of(packed) == record.content_of(tmp_path / "stored.zip")
    other = write_zip(tmp_path / "other.zip", files | {"b.csv": "Two\n"})
    assert record.content_of(packed) != record.content_of(other)


def test_the_package_has_what_is_embargoed_and_no_draft(tmp_path):
    make_inspection("to-come", published="2099-01-01")
    make_inspection("in-draft", draft=True)
    record.write_package(tmp_path / "record.zip")
    with zipfile.ZipFile(tmp_path / "record.zip") as archive:
        text = archive.read("inspections.csv").decode()
    assert "to-come" in text
    assert "in-draft" not in text
    assert record.drafts() == 1


def test_the_digest_of_the_public_package_follows_the_public_record_alone(tmp_path):
    make_inspection("first", published="2019-01-01")
    before = record.public_digest(tmp_path)
    make_inspection("to-come", published="2099-01-01")
    assert record.public_digest(tmp_path) == before
    make_inspection("out", published="2020-01-01")
    assert record.public_digest(tmp_path) != before
    assert list(tmp_path.iterdir()) == []


def test_every_migration_of_this_code_is_known_and_applied():
    assert "inspections.0001_initial" in record.known_migrations()
    assert record.applied_migrations() == record.known_migrations()


def test_tables_that_the_package_says_nothing_about_are_named():
    rows = {
        "tracker_user": 2, "inspections_staffnote": 1, "inspections_proposal": 0, "inspections_body": 3,
        "inspections_inspection_bodies": 3, "inspections_statusperiod": 9, "django_migrations": 49,
    }  # fmt: skip
    assert record.not_carried(rows) == {"inspections_staffnote": 1, "tracker_user": 2}


def test_what_does_not_hold_together_is_said_in_sentences():
    make_update(make_item("asked"), "planned")
    assert list(record.disagreements(silent)) == []
    Recommendation.objects.update(due_day="2001-01-01")
    assert [said for said in record.disagreements(silent) if "due_day" in said]


def test_a_chain_that_does_not_verify_is_a_disagreement():
    make_update(make_item("asked"), "planned")
    alter_reason(1)
    (said,) = record.disagreements(silent)
    assert "position 1" in said
    assert "altered" in said


def test_the_chain_has_to_go_through_the_head_that_was_backed_up():
    assert record.chain_head() is None
    item = make_item("asked")
    make_update(item, "planned")
    first = record.chain_head()
    make_update(item, "under-way")
    second = record.chain_head()
    assert first
    assert second
    assert (first["position"], second["position"]) == (1, 2)
    assert record.has_in_chain(first)
    assert record.has_in_chain(second)
    assert not record.has_in_chain({"position": 1, "sha256": second["sha256"]})
    assert not record.has_in_chain({"position": 3, "sha256": "c" * 64})
