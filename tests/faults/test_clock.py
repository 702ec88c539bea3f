"""The clock of the server is set back an hour, over midnight, while an editor records: all stays in its order."""

import datetime
import json
import time
import zoneinfo
from dataclasses import dataclass, field

import pytest

from tests.serving.rounds import ask

from .clock import LINE, Clock
from .ledger import MARK, check, held, lost
from .places import Place
from .staff import signed_in
from .visitors import are_read

pytestmark = pytest.mark.once

LONDON = zoneinfo.ZoneInfo("Europe/London")
HOUR = 3600
EACH = 3  # updates before the clock is set back, after it, and once it is right again
READS = 4  # by fresh connections, so that both workers answer


@dataclass
class Reader:
    """Somebody who follows one item: its feed, what it was tagged with, and the stream of changes from a cursor on."""

    url: str
    recommendation: str
    body: str
    tags: set[str] = field(default_factory=set)
    cursor: str = ""
    sequences: list[int] = field(default_factory=list)

    def follow(self) -> None:
        """Read the stream to its end."""
        while True:
            said = json.loads(ask(self.url, f"/api/v1/changes/?limit=1000&after={self.cursor}")[2])
            self.cursor = said["cursor"]
            for entry in said["results"]:
                if (entry["recommendation"], entry["body"]) == (self.recommendation, self.body):
                    self.sequences.append(entry["sequence"])
            if not said["next"]:
                return

    def sees(self, reasons: list[str]) -> None:
        """Check that each answer has all of these, and is tagged like none before."""
        path, new = f"/recommendations/{self.recommendation}/{self.body}.atom", set()
        old = ", ".join(self.tags)
        for _each in range(READS):
            status, headers, body = ask(self.url, path, If_None_Match=old)
            assert status == 200
            for reason in reasons:
                assert reason.encode() in body
            new.add(headers["etag"])
        assert len(new) == 1
        assert not new & self.tags
        self.tags |= new


def set_back_after_midnight(clock: Clock) -> None:
    """Half an hour after the latest midnight of London, so that an hour earlier is another day."""
    today = datetime.datetime.now(LONDON).date()
    midnight = datetime.datetime.combine(today, datetime.time.min, LONDON)
    clock.turn(midnight.timestamp() + HOUR / 2 - time.time())


def test_a_clock_that_is_set_back_an_hour_hides_nothing_and_puts_nothing_out_of_order(place: Place, tmp_path, note_row):
    clock = Clock(tmp_path / "clock")
    set_back_after_midnight(clock)
    known = held(place.site, 1)
    item, recommendation, body = known["items"][0]
    told: list[str] = []
    # Longer than the clock is set: to a server whose clock leaps an hour on, nobody has been there for an hour.
    with place.having(**clock.env, SESSION_IDLE_MINUTES="180").running(LINE):
        editor, reader = signed_in(place.site), Reader(place.site.url, recommendation, body)
        reader.follow()
        reader.sequences.clear()
        first = seen = editor.seen(item)
        seconds = 0.0
        for turned in (0, -HOUR, HOUR):
            clock.turn(turned)
            set_at = time.monotonic()
            for _each in range(EACH):
                reason = f"{MARK}: number {len(told)}, with the clock turned."
                answer = editor.record(item, reason, seen)
                assert answer.status_code == 302, answer.text
                told.append(reason)
                seen += 1
                reader.sees(told)
                reader.follow()
                if turned < 0:
                    seconds = seconds or time.monotonic() - set_at
            assert editor.get("/admin/").status_code == 200
            assert are_read(place.site)
        assert reader.sequences == list(range(first + 1, seen + 1))
    found = held(place.site)
    check(place.site, found)
    assert found["reasons"] == told
    # The clock was what the test says: a later row is earlier by the clock, and not by its day.
    moments = [datetime.datetime.fromisoformat(moment) for moment in found["moments"]]
    assert datetime.timedelta(minutes=30) < moments[EACH - 1] - moments[EACH] < datetime.timedelta(hours=1)
    assert moments[EACH].astimezone(LONDON).date() < moments[0].astimezone(LONDON).date()
    assert found["edition"] >= known["edition"] + len(told)
    gone = lost(place.site, told)
    counts = {"attempts": len(told), "acknowledged": len(told), "lost": gone}
    note_row("clock set back an hour, over midnight", place, **counts, seconds=seconds)
