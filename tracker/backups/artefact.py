"""The file of a backup: a zip with a manifest, the database and the record, and its own SHA-256 at its end.

Any program for zips opens it, today or in thirty years. The zip's comment, its last bytes, is the SHA-256 of all that
is before: so one file is all that has to be carried away, and one bit that has turned since is noticed.
"""

import hashlib
import json
import os
import stat
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from . import Unable
from .tables import Sum

FORMAT = 1  # of the manifest; raise it when an older release could not read a newer backup
MANIFEST, README, RECORD = "manifest.json", "README.txt", "record.zip"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
PACKED = {"database.sqlite3"}  # the others are packed in themselves

_MARK = b"sha256 "
_COMMENT = len(_MARK) + 64
_MOST_MANIFEST = 64 * 1024 * 1024
_BLOCK = 1024 * 1024

ABOUT = """\
This file is a backup of an "Inspection recommendations" register. `manage.py restore` puts it back.

manifest.json    when it was made and of what: engine, release, migrations, the rows of each table
database.*       the whole database: a SQLite file, or a dump of pg_restore's custom format (PostgreSQL)
record.zip       the record as CSV files with a description (a Frictionless data package), which any program can read;
                 drafts, accounts and working notes are in the database alone

It holds accounts and what is not public yet: keep it as safe as the database.
The comment of this zip is the SHA-256 of all bytes before the 64 digits at its end.
"""


@dataclass(frozen=True)
class File:
    bytes: int
    sha256: str


@dataclass
class Manifest:
    """What a backup says of itself. `chain` is the head of the ledger's hash chain, where there is one."""

    made_at: str
    engine: str
    engine_version: str
    release: str
    edition: str | None
    migrations: list[str]
    tables: dict[str, Sum]
    structure: Sum
    chain: dict[str, Any] | None = None
    drafts: int = 0
    # What the package of the record cannot carry: the time of day at which an embargo ends, by slug.
    times: dict[str, str] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def database(self) -> str:
        return DATABASES[self.engine]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Raises Unable for what is no manifest, or that of a newer format."""
        try:
            read = json.loads(text)
            newer = int(read["format"]) > FORMAT
            if not newer:
                read["tables"] = {str(name): Sum(**row) for name, row in read["tables"].items()}
                read["files"] = {str(name): File(**row) for name, row in read["files"].items()}
                read["structure"] = Sum(**read["structure"])
                found = cls(**{each.name: read[each.name] for each in fields(cls)})
                if found.database not in found.files:
                    raise KeyError(found.database)
                return found
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
            raise Unable(_("Its manifest cannot be understood (%s). Use another backup.") % error) from None
        raise Unable(_("It was made by a newer release. Install that release, and restore with it."))


def write(path: Path, manifest: Manifest, folder: Path, progress: Callable[[int], object]) -> None:
    """Put the manifest and the files of a folder together into a new file, and see to it that the disk has it."""
    names = [name for name in (manifest.database, RECORD) if (folder / name).exists()]
    manifest.files = {name: File((folder / name).stat().st_size, _hash_of(folder / name)) for name in names}
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w+b") as stream:
        with zipfile.ZipFile(stream, "w") as archive:
            archive.comment = _MARK + b"0" * 64
            archive.writestr(MANIFEST, manifest.as_json(), zipfile.ZIP_DEFLATED)
            archive.writestr(README, ABOUT)
            for name in names:
                entry = zipfile.ZipInfo(name)
                entry.compress_type = zipfile.ZIP_DEFLATED if name in PACKED else zipfile.ZIP_STORED
                entry.external_attr = (stat.S_IFREG | 0o600) << 16
                with (folder / name).open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                    while block := source.read(_BLOCK):
                        target.write(block)
                        progress(len(block))
        digest = _digest(stream)
        stream.seek(-64, os.SEEK_END)
        stream.write(digest)
        stream.flush()
        os.fsync(stream.fileno())


class Artefact:
    """A backup that was found whole. Raises Unable for one that was not, or that holds what no backup does."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            if path.is_dir():
                raise Unable(_("%s is a folder. Name one backup in it.") % path)
            with path.open("rb") as stream:
                self._refuse_damaged(stream)
            with zipfile.ZipFile(path) as archive:
                self._refuse_strange(archive)
                self.manifest = self._manifest(archive)
        except FileNotFoundError:
            raise Unable(_("There is no file %s.") % path) from None
        except OSError as error:
            raise Unable(_("%(path)s cannot be read: %(why)s.") % {"path": path, "why": error.strerror}) from None
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            raise Unable(_("%(path)s is no backup: %(why)s.") % {"path": path, "why": error}) from None

    def _refuse_damaged(self, stream: IO[bytes]) -> None:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - _COMMENT))
        comment = stream.read()
        if not comment.startswith(_MARK):
            raise Unable(
                _("%s is no backup, or not all of it arrived: its end is missing. Nothing was changed.") % self.path
            )
        if _digest(stream) != comment[len(_MARK) :]:
            raise Unable(
                _("%s is damaged: its content is not what was written (its SHA-256 is another). Use another copy.")
                % self.path
            )

    def _refuse_strange(self, archive: zipfile.ZipFile) -> None:
        """Only the names that a backup has, each once, and plain files: nothing may lead out of the folder."""
        known, seen = {MANIFEST, README, RECORD, *DATABASES.values()}, set()
        for entry in archive.infolist():
            kind = stat.S_IFMT(entry.external_attr >> 16)
            if entry.filename not in known or entry.filename in seen or kind not in (0, stat.S_IFREG):
                raise Unable(
                    _("%(path)s is no backup: it holds “%(name)s”. Nothing was unpacked.")
                    % {"path": self.path, "name": entry.filename}
                )
            seen.add(entry.filename)
        if MANIFEST not in seen:
            raise Unable(_("%s is no backup: it has no manifest.") % self.path)

    def _manifest(self, archive: zipfile.ZipFile) -> Manifest:
        with archive.open(MANIFEST) as stream:
            text = stream.read(_MOST_MANIFEST + 1)
        if len(text) > _MOST_MANIFEST:
            raise Unable(_("Its manifest cannot be understood (%s). Use another backup.") % _("it is too long"))
        return Manifest.from_json(text)

    def has(self, name: str) -> bool:
        return name in self.manifest.files

    def extract(self, name: str, target: Path, progress: Callable[[int], object] = lambda done: None) -> Path:
        """Write a file of the backup to a new path, for its owner only, and check it against the manifest."""
        said, found, size = self.manifest.files[name], hashlib.sha256(), 0
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "wb") as out, zipfile.ZipFile(self.path) as archive:
            try:
                with archive.open(name) as stream:
                    while size <= said.bytes and (block := stream.read(_BLOCK)):
                        size += len(block)
                        found.update(block)
                        out.write(block)
                        progress(len(block))
            except (KeyError, zipfile.BadZipFile) as error:
                raise Unable(_("“%(name)s” cannot be unpacked: %(why)s.") % {"name": name, "why": error}) from None
            out.flush()
            os.fsync(out.fileno())
        if (size, found.hexdigest()) != (said.bytes, said.sha256):
            raise Unable(_("“%s” in it is not what its manifest says. Use another copy.") % name)
        return target


def _digest(stream: IO[bytes]) -> bytes:
    """The SHA-256 of all but the 64 digits at the end, as such digits."""
    left = stream.seek(0, os.SEEK_END) - 64
    stream.seek(0)
    found = hashlib.sha256()
    while left > 0 and (block := stream.read(min(_BLOCK, left))):
        found.update(block)
        left -= len(block)
    return found.hexdigest().encode()


def _hash_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
