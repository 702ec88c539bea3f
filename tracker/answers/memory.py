"""The answers that one process keeps: of one state of the record, the most asked for, up to a number of bytes."""

import threading
from collections import OrderedDict

from tracker.answers.answer import Kept

Name = tuple[str, str]  # address and encoding


class Memory:
    """Answers that were asked for once wait apart from those asked for again, and go first.

    So a crawler that reads every page once does not push out what everybody reads.
    """

    def __init__(self, limit: int) -> None:
        """limit: bytes of answers, about; 0 keeps none."""
        self.limit = limit
        self.size = 0
        self.stem = ""
        self._once: OrderedDict[Name, Kept] = OrderedDict()
        self._again: OrderedDict[Name, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._once) + len(self._again)

    def get(self, stem: str, name: Name) -> Kept | None:
        """The answer of a stem, or None."""
        with self._lock:
            if stem != self.stem:
                return None
            kept = self._again.get(name)
            if kept is not None:
                self._again.move_to_end(name)
                return kept
            kept = self._once.pop(name, None)
            if kept is not None:
                self._again[name] = kept
            return kept

    def put(self, stem: str, name: Name, kept: Kept) -> None:
        """Keep an answer, and let go of all that is of another state: nobody asks for that again."""
        if kept.size > self.limit:
            return
        with self._lock:
            if stem != self.stem:
                self._once.clear()
                self._again.clear()
                self.size, self.stem = 0, stem
            for part in (self._once, self._again):
                before = part.pop(name, None)
                self.size -= before.size if before else 0
            self._once[name] = kept
            self.size += kept.size
            while self.size > self.limit:
                # What was just put goes last of its kind, and never before what was asked for again.
                part = self._once if len(self._once) > 1 or not self._again else self._again
                self.size -= part.popitem(last=False)[1].size
