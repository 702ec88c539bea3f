"""Eight editors who record at once and, like people, send again what got no answer, until they are told it is done."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests

from .ledger import MARK, held
from .places import Place
from .staff import Editor, NotShown, seen_in, signed_in

WRITERS = 8
AT_MOST_SECONDS = 600  # for all that they write
PAUSE = 0.3  # seconds before a writer who got no answer asks again
TOGETHER = 10  # every so many updates a writer turns to the item that all of them write about


@dataclass
class Told:
    """What the writers were told, while they write; at `until`, by time.monotonic, they give up."""

    until: float
    sent: int = 0
    acknowledged: list[str] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)  # of each acknowledgement, by time.monotonic
    refused: list[str] = field(default_factory=list)  # answers that an editor should never get
    lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_for(self, count: int) -> None:
        """Wait until so many updates are acknowledged."""
        wait_until(lambda: len(self.acknowledged) >= count, AT_MOST_SECONDS, f"{count} updates are recorded")


def wait_until(is_so: Callable[[], bool], seconds: float, what: str) -> float:
    """Wait until something is so, and return how long it took. Raises AssertionError when the seconds are over."""
    start = time.monotonic()
    while not is_so():
        assert time.monotonic() < start + seconds, f"Waited {seconds} seconds, and not: {what}."
        time.sleep(0.02)
    return time.monotonic() - start


@contextlib.contextmanager
def writing(place: Place, updates: int, urls: tuple[str, ...] = ()) -> Iterator[Told]:
    """Let eight editors record so many updates in all; wait for them at the end of the block.

    urls: of the servers that each turns to, the next where one does not answer; the site's own if none is given.
    """
    known = [key for key, _ref, _body in held(place.site, WRITERS + 1)["items"]]
    told = Told(time.monotonic() + AT_MOST_SECONDS)
    host = urlsplit(urls[0]).netloc if urls else ""
    editors = [signed_in(place.site, urls[number % len(urls)] if urls else "", host) for number in range(WRITERS)]
    each = -(-updates // WRITERS)
    work = [
        threading.Thread(target=_write, args=(editor, number, known, each, told, urls))
        for number, editor in enumerate(editors)
    ]
    for thread in work:
        thread.start()
    try:
        yield told
    except BaseException:
        told.until = 0  # nobody waits for what cannot be recorded any more
        raise
    finally:
        for thread in work:
            thread.join()
    assert told.refused == []
    assert len(told.acknowledged) == each * WRITERS


def _write(editor: Editor, number: int, items: list[int], count: int, told: Told, urls: tuple[str, ...]) -> None:
    own, shared = items[number], items[WRITERS]
    seen: dict[int, int] = {}
    for turn in range(count):
        item = shared if turn % TOGETHER == 0 else own
        if item is shared:
            seen.pop(item, None)  # somebody who comes back to it opens the form afresh
        reason = f"{MARK}: writer {number}, update {turn}."
        while time.monotonic() < told.until:
            try:
                if item not in seen:
                    seen[item] = editor.seen(item)
                with told.lock:
                    told.sent += 1
                answer = editor.record(item, reason, seen[item])
            except (requests.RequestException, NotShown):
                time.sleep(PAUSE)
                if urls:
                    editor.url = urls[(urls.index(editor.url) + 1) % len(urls)]
                continue
            if answer.status_code == 302 and answer.headers["Location"].startswith("/admin/inspections/addressee/"):
                with told.lock:
                    told.acknowledged.append(reason)
                    told.moments.append(time.monotonic())
                seen[item] += 1
                break
            if answer.status_code == 200:
                seen[item] = seen_in(answer)  # others have written meanwhile: now it stands on what is there
            elif answer.status_code in (500, 503):
                time.sleep(PAUSE)
            else:
                told.refused.append(f"{answer.status_code} {answer.headers} {answer.text[:2000]}")
                return
