"""Load on an address or a list of them: by wrk, or one after another where each answer is large."""

import json
import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .databases import Missing
from .places import KEPT
from .serving import Server

LONGEST_ANSWER = 60  # seconds

# One thread asks for the addresses in turn. What it found is printed as JSON for the bench to read.
SCRIPT = """
local threads, addresses = {}, {}
place = 0
function setup(thread) table.insert(threads, thread) end
function init(arguments)
  for line in io.lines(arguments[1]) do addresses[#addresses + 1] = line end
  wrk.headers["Accept-Encoding"] = arguments[2]
  if arguments[3] then wrk.headers["If-None-Match"] = arguments[3] end
end
function request()
  place = place + 1
  return wrk.format("GET", addresses[(place - 1) % #addresses + 1])
end
function done(summary, latency)
  io.write(string.format(
    'FOUND {"asked": %d, "answers": %d, "microseconds": %d, "bad": %d, "broken": %d, "p50": %d, "p95": %d}\\n',
    threads[1]:get("place"), summary.requests, summary.duration, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(95)))
end
"""


@dataclass(frozen=True)
class Load:
    """What a load found. Times are in milliseconds; `cpu` is of the server, for each answer."""

    clients: int
    answers: int
    per_second: float
    p50: float
    p95: float
    cpu: float
    bad: int = 0  # answers of 400 and above, and connections that broke

    def as_json(self) -> dict[str, float]:
        return {name: round(value, 3) for name, value in vars(self).items()}


def find_wrk() -> str:
    path = shutil.which("wrk")
    if path is None:
        raise Missing("The bench loads the server with wrk, which was not found. On Debian: apt-get install wrk")
    return path


def load(
    server: Server, addresses: Sequence[str], *, clients: int, seconds: int, encoding: str = "identity", etag: str = ""
) -> Load:
    """Ask for the addresses in turn, over and over, by so many clients for so many whole seconds."""
    script, listed = KEPT / "load.lua", KEPT / "addresses.txt"
    script.write_text(SCRIPT)
    listed.write_text("\n".join(addresses) + "\n")
    line = [find_wrk(), "-t1", f"-c{clients}", f"-d{seconds}s", f"--timeout={LONGEST_ANSWER}s", "-s", str(script)]
    before = server.idle()
    done = subprocess.run(
        [*line, server.url, "--", str(listed), encoding, *([etag] if etag else [])],
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + LONGEST_ANSWER,
    )
    # A server works on what it was asked, whether or not the client is still there: wait, and divide by the questions.
    spent = server.idle() - before
    found = json.loads(re.findall(r"^FOUND (.*)$", done.stdout, re.M)[0])
    answers = found["answers"]
    return Load(
        clients,
        answers,
        answers * 1e6 / found["microseconds"],
        found["p50"] / 1000,
        found["p95"] / 1000,
        spent * 1000 / max(found["asked"], 1),
        found["bad"] + found["broken"],
    )


def load_one_by_one(server: Server, addresses: Sequence[str], *, encoding: str = "identity", etag: str = "") -> Load:
    """Ask for each address once, by one client, reading each answer to its end."""
    before, times = server.idle(), []
    for address in addresses:
        start = time.perf_counter()
        ask(server.url + address, encoding, etag)
        times.append((time.perf_counter() - start) * 1000)
    spent = server.idle() - before
    times.sort()
    at = [times[min(len(times) - 1, int(len(times) * part))] for part in (0.5, 0.95)]
    return Load(1, len(times), len(times) * 1000 / sum(times), at[0], at[1], spent * 1000 / len(times))


@dataclass(frozen=True)
class Answer:
    status: int
    size: int
    etag: str
    body: bytes


def ask(url: str, encoding: str = "identity", etag: str = "", keep: bool = False) -> Answer:
    """One answer. The body is read in portions, and kept only where it is asked for."""
    headers = {"Accept-Encoding": encoding, **({"If-None-Match": etag} if etag else {})}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 (our own loopback address)
    try:
        with urllib.request.urlopen(request, timeout=LONGEST_ANSWER) as answer:  # noqa: S310
            size, parts = 0, []
            while part := answer.read(1 << 20):
                size += len(part)
                if keep:
                    parts.append(part)
            return Answer(answer.status, size, answer.headers.get("ETag") or "", b"".join(parts))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, 0, error.headers.get("ETag") or "", b"")


def floor_file(size: int) -> str:
    """Put a static file of this size where the server will find it when it starts; return its address."""
    folder = Path(KEPT / "static" / "floor")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{size}.txt").write_bytes(b"A static file of the bench.\n" * (size // 28) + b"x" * (size % 28))
    return f"/static/floor/{size}.txt"
