"""A backup says itself whether it is whole, and nothing in it leads out of the folder."""

import json
import stat
import zipfile
from typing import Any

import pytest

from tracker.backups import Unable
from tracker.backups.artefact import FORMAT, Artefact, Manifest, _digest, write
from tracker.backups.tables import Sum

pytestmark = pytest.mark.once


def manifest(**fields):
    given: dict[str, Any] = {
        "made_at": "2026-11-28T03:15:00+00:00",
        "engine": "sqlite",
        "engine_version": "3.40",
        "release": "one",
        "edition": "7",
        "migrations": ["inspections.0001_initial"],
        "tables": {"a": Sum(3, "ab")},
        "structure": Sum(2, "cd"),
    }
    return Manifest(**given | fields)


@pytest.fixture
def made(tmp_path):
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "database.sqlite3").write_bytes(b"rows" * 5000)
    (tmp_path / "work" / "record.zip").write_bytes(b"package")
    write(tmp_path / "backup.zip", manifest(), tmp_path / "work", lambda done: None)
    return tmp_path / "backup.zip"


def sealed(path, entries):
    """A zip with these entries and a good sum at its end: only what is in it can be wrong."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.comment = b"sha256 " + b"0" * 64
        for entry, content in entries:
            archive.writestr(entry, content)
    with path.open("r+b") as stream:
        digest = _digest(stream)
        stream.seek(-64, 2)
        stream.write(digest)
    return path


def entries(made):
    with zipfile.ZipFile(made) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def test_what_is_written_is_read_again(made, tmp_path):
    artefact = Artefact(made)
    assert artefact.manifest.tables == {"a": Sum(3, "ab")}
    assert artefact.manifest.rows == 3
    assert set(artefact.manifest.files) == {"database.sqlite3", "record.zip"}
    assert artefact.extract("database.sqlite3", tmp_path / "out").read_bytes() == b"rows" * 5000
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o600


def test_every_byte_counts(made):
    content = made.read_bytes()
    for place in range(len(content)):
        turned = bytearray(content)
        turned[place] ^= 4
        made.write_bytes(turned)
        with pytest.raises(Unable, match=r"is damaged|is no backup"):
            Artefact(made)


def test_every_cut_counts(made):
    content = made.read_bytes()
    for size in (0, 1, 70, 71, 72, len(content) // 2, len(content) - 1):
        made.write_bytes(content[:size])
        with pytest.raises(Unable):
            Artefact(made)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "record.zip/../x", "lock", "Manifest.json"])
def test_a_name_that_no_backup_has_is_refused(made, tmp_path, name):
    path = sealed(tmp_path / "strange.zip", [*entries(made), (name, b"x")])
    with pytest.raises(Unable, match="Nothing was unpacked"):
        Artefact(path)


def test_a_link_is_refused(made, tmp_path):
    link = zipfile.ZipInfo("record.zip")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    kept = [(name, content) for name, content in entries(made) if name != "record.zip"]
    with pytest.raises(Unable, match="Nothing was unpacked"):
        Artefact(sealed(tmp_path / "link.zip", [*kept, (link, b"/etc/passwd")]))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_is_refused(made, tmp_path):
    with pytest.raises(Unable, match="Nothing was unpacked"):
        Artefact(sealed(tmp_path / "twice.zip", [*entries(made), ("record.zip", b"another")]))


def test_without_a_manifest_it_is_no_backup(made, tmp_path):
    kept = [(name, content) for name, content in entries(made) if name != "manifest.json"]
    with pytest.raises(Unable, match="has no manifest"):
        Artefact(sealed(tmp_path / "without.zip", kept))


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "x"}', '{"format": 1, "tables": 5}', "{" * 5000, '{"format": 1e999}']
)
def test_a_manifest_that_is_none_is_refused(text):
    with pytest.raises(Unable, match="cannot be understood"):
        Manifest.from_json(text.encode())


def test_a_manifest_of_a_newer_format_is_refused():
    newer = json.dumps({"format": FORMAT + 1, "whatever": True})
    with pytest.raises(Unable, match="newer release"):
        Manifest.from_json(newer.encode())


@pytest.mark.parametrize("name", ["database.sqlite3", "record.zip"])
def test_content_that_the_manifest_does_not_name_is_refused(made, tmp_path, name):
    changed = [(each, b"other" if each == name else content) for each, content in entries(made)]
    artefact = Artefact(sealed(tmp_path / "other.zip", changed))
    with pytest.raises(Unable, match="not what its manifest says"):
        artefact.extract(name, tmp_path / "out")


def test_what_the_manifest_names_and_the_zip_has_not_is_refused(made, tmp_path):
    kept = [(name, content) for name, content in entries(made) if name != "database.sqlite3"]
    artefact = Artefact(sealed(tmp_path / "empty.zip", kept))
    with pytest.raises(Unable, match="cannot be unpacked"):
        artefact.extract("database.sqlite3", tmp_path / "out")


def test_it_is_never_unpacked_over_something(made, tmp_path):
    (tmp_path / "out").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        Artefact(made).extract("record.zip", tmp_path / "out")
    assert not (tmp_path / "elsewhere").exists()


def test_what_cannot_be_opened_is_a_sentence(tmp_path):
    with pytest.raises(Unable, match="cannot be read: File name too long"):
        Artefact(tmp_path / ("x" * 300))


def test_a_backup_is_found_through_a_link(made, tmp_path):
    (tmp_path / "latest.zip").symlink_to(made)
    assert Artefact(tmp_path / "latest.zip").manifest.rows == 3
