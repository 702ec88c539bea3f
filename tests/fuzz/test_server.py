"""The real server and bytes that are no request: it refuses them or hangs up, and goes on answering others."""

import random
import socket
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.hostile import TEXTS
from tests.harness.server import running_site

pytestmark = pytest.mark.once

SENT = 400
SECONDS = 5
STARTS = [b"GET / HTTP/1.1\r\n", b"GET /recommendations/?q=%FF HTTP/1.1\r\n", b"POST /admin/login/ HTTP/1.1\r\n"]
STARTS += [
    b"GET /\x00 HTTP/1.1\r\n",
    b"BREW / HTTP/1.1\r\n",
    b"GET http://example.org/ HTTP/1.1\r\n",
    b"GET /\r\n",
    b"",
]
STARTS += [
    b"GET / HTTP/9.9\r\n",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n",
    b"PRI * HTTP/2.0\r\n",
    b"\x16\x03\x01\x02",
]
HEADS = [
    b"Host: 127.0.0.1\r\n",
    b"Host: a\r\nHost: b\r\n",
    b"Content-Length: -1\r\n",
    b"Content-Length: 99999999999\r\n",
]
HEADS += [b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", b"X: " + b"y" * 9_000 + b"\r\n", b": x\r\n", b"A\r\n"]
HEADS += [
    b"Cookie: " + b"a=b; " * 2_000 + b"\r\n",
    b"Expect: 100-continue\r\n",
    b"Connection: upgrade\r\nUpgrade: h2c\r\n",
]
HEADS += [
    b"X: \xff\xfe\r\n",
    b"X: a\r\n b\r\n",
    b"Range: bytes=0-0,1-1\r\n",
    b"Accept-Encoding: " + b"gzip," * 500 + b"\r\n",
]
ENDS = [b"\r\n", b"", b"\r\n0\r\n\r\n", b"\r\n5\r\nabc", b"\r\n" + b"\x00" * 100, b"\n\n"]


def raw(luck: random.Random) -> bytes:
    start = luck.choice([*STARTS, f"GET /{luck.choice(TEXTS)} HTTP/1.1\r\n".encode()])
    heads = b"".join(luck.sample(HEADS, luck.randrange(4)))
    return start + heads + luck.choice(ENDS) + luck.randbytes(luck.choice([0, 0, 8]))


def answer(port: int, sent: bytes) -> bytes:
    """What comes back before the server hangs up or waits for more; no more than the first line is looked at."""
    with socket.create_connection(("127.0.0.1", port), SECONDS) as line:
        line.settimeout(0.3)
        try:
            line.sendall(sent)
            line.shutdown(socket.SHUT_WR)
            return line.recv(200)
        except OSError:
            return b""


def test_no_bytes_stop_the_server_or_make_it_fail(tmp_path: Path, counting: Any) -> None:
    count, luck, failed = counting("raw requests to the real server"), random.Random(7), []
    with running_site(tmp_path, "fixtures/reference") as site:
        port = int(site.url.rpartition(":")[2])
        for _ in range(SENT):
            count.one()
            sent = raw(luck)
            got = answer(port, sent)
            if got.startswith(b"HTTP/1.1 5") and not got.startswith((b"HTTP/1.1 501", b"HTTP/1.1 505")):
                failed.append((sent[:80], got[:40]))
            assert b"Traceback" not in got
        with urllib.request.urlopen(f"{site.url}/healthz", timeout=SECONDS) as still:  # noqa: S310 (our own)
            assert still.read() == b"ok"
        with urllib.request.urlopen(f"{site.url}/forces/", timeout=30) as still:  # noqa: S310 (our own)
            assert still.status == 200
    assert failed == []
