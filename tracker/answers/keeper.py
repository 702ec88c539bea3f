"""What is kept, in memory and on the shelf, as one thing."""

from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from tracker.answers.answer import Kept, Original
from tracker.answers.asked import Addresses
from tracker.answers.key import BROTLI, Reader
from tracker.answers.memory import Memory
from tracker.answers.shelf import Shelf
from tracker.answers.turns import Turns

LARGEST = (
    2 * 1024 * 1024
)  # bytes of an answer, before it is compressed: what is larger is made each time it is asked for
MEGABYTE = 1024 * 1024
LOCK = "answers.lock"


class Keeper:
    """The kept answers of one process."""

    def __init__(self, reader: Reader, memory: Memory, shelf: Shelf | None, turns: Turns) -> None:
        self.reader, self.memory, self.shelf, self.turns = reader, memory, shelf, turns
        self.addresses = Addresses()

    @classmethod
    def of_settings(cls) -> "Keeper":
        folder = settings.KEPT_ANSWERS_DIR
        shelf = Shelf(Path(folder), settings.KEPT_ANSWERS_DIR_MB * MEGABYTE) if folder else None
        # Without a shelf another process has nothing to give to one that waits.
        turns = Turns(Path(folder) / LOCK if folder else None)
        reader: Reader = import_string(settings.EDITION_READER)()
        return cls(reader, Memory(settings.KEPT_MEMORY_MB * MEGABYTE), shelf, turns)

    def find(self, stem: str, address: str, encoding: str) -> Kept | None:
        """The answer of a stem at an address in an encoding, or None."""
        kept = self.memory.get(stem, (address, encoding))
        if kept is not None:
            return kept
        packed = self.memory.get(stem, (address, BROTLI))
        original = packed.original if packed else self.shelf.get(stem, address) if self.shelf else None
        return self._ready(original, stem, address, encoding) if original else None

    def keep(self, stem: str, address: str, encoding: str, original: Original) -> Kept:
        """Keep an answer for all who come later, and return it as it is sent."""
        if self.shelf:
            self.shelf.put(stem, address, original)
        kept = self._ready(original, stem, address, encoding)
        assert kept is not None  # it has just been packed
        return kept

    def _ready(self, original: Original, stem: str, address: str, encoding: str) -> Kept | None:
        try:
            kept = Kept(original, stem, address, encoding)
        except ValueError:
            return None
        self.memory.put(stem, (address, encoding), kept)
        return kept
