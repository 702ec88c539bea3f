"""The answers that all processes share: files in one folder, of which the old ones are taken away.

Nothing here may stop an answer: a file that cannot be written is not written, and one that is damaged is not read.
"""

import contextlib
import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from pathlib import Path

from tracker.answers.answer import Original

log = logging.getLogger(__name__)

STILL_READ_SECONDS = 60  # for which files of another state stay: another process may just have begun with it


class Shelf:
    """A folder of answers, one folder in it for each state of the record.

    limit: bytes of files of one state, about; what came first goes first. Who may write to the folder decides what the
    site says, so it must belong to the server alone.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder, self.limit = folder, limit
        self._stem, self._size = "", 0

    def get(self, stem: str, address: str) -> Original | None:
        """The answer of a stem at an address; None where there is none that is whole."""
        try:
            content = self._path(stem, address).read_bytes()
        except OSError:
            return None
        head, _, packed = content.partition(b"\n")
        try:
            told = json.loads(head)
            if (told["stem"], told["address"], told["sum"]) != (stem, address, _sum(told["headers"], packed)):
                return None
            return Original([(str(name), str(value)) for name, value in told["headers"]], packed)
        except (ValueError, KeyError, TypeError):
            return None

    def put(self, stem: str, address: str, original: Original) -> None:
        """Keep an answer for every process. A file has its name only when it is whole."""
        headers = [list(pair) for pair in original.headers]
        told = {"stem": stem, "address": address, "headers": headers, "sum": _sum(headers, original.packed)}
        content = json.dumps(told).encode() + b"\n" + original.packed
        path = self._path(stem, address)
        try:
            if stem != self._stem:
                self._begin(stem, path.parent)
            if len(content) > self.limit:
                return
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
            try:
                with open(handle, "wb") as stream:
                    stream.write(content)
                os.replace(name, path)
            except BaseException:
                os.unlink(name)
                raise
            self._size += len(content)
            if self._size > self.limit:
                self._size = _lighten(path.parent, self.limit)
        except OSError as error:
            self._stem = ""  # the folder is made again next time, if it can be
            log.warning("An answer could not be kept in %s: %s", self.folder, error)

    def _path(self, stem: str, address: str) -> Path:
        return self.folder / _name(stem) / _name(address)

    def _begin(self, stem: str, folder: Path) -> None:
        """Make the folder of a state, and take away those of other states."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = time.time() - STILL_READ_SECONDS
        for other in self.folder.iterdir():
            with contextlib.suppress(OSError):
                if other != folder and other.is_dir() and other.stat().st_mtime < before:
                    shutil.rmtree(other, ignore_errors=True)
        self._size = sum(each.stat().st_size for each in folder.iterdir())
        self._stem = stem


def _lighten(folder: Path, limit: int) -> int:
    """Delete what came first until a tenth of the limit is free, and return what is left, in bytes.

    Other processes write there too, so it is counted and not believed.
    """
    files = []
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            stat = path.stat()
            files.append((stat.st_mtime_ns, stat.st_size, path))
    left = sum(size for _time, size, _path in files)
    for _time, size, path in sorted(files):
        if left <= limit * 0.9:
            break
        path.unlink(missing_ok=True)
        left -= size
    return left


def _name(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def _sum(headers: object, packed: bytes) -> str:
    return hashlib.sha256(json.dumps(headers).encode() + packed).hexdigest()
