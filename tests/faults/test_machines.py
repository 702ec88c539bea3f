"""Two application servers and PostgreSQL, each a machine of its own in a network that the test has made."""

import contextlib
import itertools
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import pytest

from tests.harness.cluster import HOW_TO_GET_IT, programs, running_cluster
from tests.harness.server import GRANIAN, Server
from tests.serving.rounds import ask

from .ledger import MARK, held, lost
from .network import Network, network
from .places import Place, Stock
from .staff import signed_in
from .visitors import PAGES, WELL_SECONDS, are_read, is_ready, says_it_is_gone, status
from .writers import wait_until, writing

pytestmark = pytest.mark.once

PORT = 8000
NAMES = ("first", "second")


@dataclass(frozen=True)
class Machines:
    """The site on its machines: `place` is that of the first server, and both have one database."""

    place: Place
    servers: list[Server]
    network: Network

    @property
    def urls(self) -> tuple[str, ...]:
        return tuple(server.site.url for server in self.servers)


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    if programs() is None:
        pytest.skip(HOW_TO_GET_IT)
    folder = tmp_path_factory.mktemp("machines")
    with contextlib.ExitStack() as running:
        made = running.enter_context(network(*NAMES, "database"))
        database = made.machines["database"]
        cluster = running.enter_context(running_cluster(database.address, 5432, database.before))
        place = Stock(folder, cluster).copy(folder)
        servers = []
        for name in NAMES:
            machine = made.machines[name]
            here = folder / name
            here.mkdir()
            allowed = ",".join(made.machines[each].address for each in NAMES)
            env = {"LISTEN_ADDRESS": machine.address, "PORT": str(PORT), "ALLOWED_HOSTS": allowed}
            site = place.having(DATA_DIR=str(here / "data"), **env).site
            site = replace(site, url=f"http://{machine.address}:{PORT}")
            server = Server(site, here / "server.log", GRANIAN, machine.before)
            running.callback(server.kill)
            server.start()
            servers.append(server)
        yield Machines(replace(place, site=replace(place.site, url=servers[0].site.url)), servers, made)


def test_what_one_server_records_the_other_shows_with_the_next_request(machines, some_updates, note_row):
    item, recommendation, body = held(machines.place.site, 10)["items"][9]
    path = f"/recommendations/{recommendation}/{body}.atom"
    editor = signed_in(machines.place.site)
    seen, told, stale = editor.seen(item), [], 0
    for number in range(max(10, some_updates // 5)):
        editor.url = machines.urls[number % 2]
        told.append(f"{MARK}: number {number}, on one of two machines.")
        assert editor.record(item, told[-1], seen).status_code == 302
        seen += 1
        code, _headers, feed = ask(machines.urls[(number + 1) % 2], path)
        assert code == 200
        stale += told[-1].encode() not in feed
    assert stale == 0
    gone = lost(machines.place.site, told)
    assert gone == 0
    counts = {"attempts": len(told), "acknowledged": len(told), "lost": gone}
    note_row("two servers: recorded by one, read by the other", machines.place, **counts, seconds=0)


@contextlib.contextmanager
def reading(urls: tuple[str, ...]) -> Iterator[list[str]]:
    """Let somebody read all the while, and ask the next server where one gives no answer, as a proxy would.

    Yields what went wrong.
    """
    wrong: list[str] = []
    over = threading.Event()

    def read() -> None:
        for turn, path in zip(itertools.count(), itertools.cycle(PAGES)):
            if over.is_set():
                return
            answers = [status(urls[turn % len(urls)], path)]
            if answers[-1] == 0:
                answers.append(status(urls[(turn + 1) % len(urls)], path))
            if answers[-1] != 200:
                wrong.append(f"{path}: {answers}")

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield wrong
    finally:
        over.set()
        reader.join()


def test_one_server_dies_under_load_and_the_other_serves_on(machines, some_updates, note_row):
    first, second = machines.servers
    with reading(machines.urls) as wrong, writing(machines.place, some_updates, machines.urls) as told:
        told.wait_for(some_updates // 3)
        first.kill()
        killed, until_now = time.monotonic(), len(told.acknowledged)
        wait_until(lambda: len(told.acknowledged) > until_now + 8, WELL_SECONDS, "the other server takes updates")
        seconds = next(each for each in told.moments if each > killed) - killed
        told.wait_for(2 * some_updates // 3)
        assert len(second.workers()) > 0
        first.start()
    assert wrong == []
    assert are_read(first.site)
    gone = lost(machines.place.site, told.acknowledged)
    assert gone == 0
    counts = {"attempts": told.sent, "acknowledged": len(told.acknowledged), "lost": gone}
    note_row("two servers: one killed", machines.place, **counts, seconds=seconds)


def test_cut_off_from_the_database_both_say_so_and_are_well_once_it_is_reached_again(machines, note_row):
    item = held(machines.place.site, 10)["items"][9][0]
    editor = signed_in(machines.place.site, host=machines.urls[0].removeprefix("http://"))
    seen = editor.seen(item)
    told = f"{MARK}: written when the cable was back."
    machines.network.cut("database")
    try:
        for url in machines.urls:
            for path in (PAGES[0], PAGES[-1]):
                wait_until(partial(says_it_is_gone, url, path), WELL_SECONDS, f"503 at {url}{path}")
            assert status(url, "/healthz") == 200
            assert not is_ready(url)
    finally:
        machines.network.mend("database")
    back = time.monotonic()
    for server in machines.servers:
        wait_until(partial(are_read, server.site), WELL_SECONDS, "the public can read again")
    wait_until(lambda: editor.record(item, told, seen).status_code == 302, WELL_SECONDS, "editors can record again")
    seconds = time.monotonic() - back
    assert all(map(is_ready, machines.urls))
    gone = lost(machines.place.site, [told])
    assert gone == 0
    note_row(
        "two servers: the database cut off", machines.place, attempts=1, acknowledged=1, lost=gone, seconds=seconds
    )
