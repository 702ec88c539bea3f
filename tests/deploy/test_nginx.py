"""nginx takes the example of deploy/, and with it passes on what the site needs, and nothing that readers made up."""

import contextlib
import datetime
import http.client
import http.server
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.harness.server import ROOT, free_port

pytestmark = pytest.mark.once

HOST = "recommendations.example.org"
EXAMPLE = ROOT / "deploy" / "nginx.conf"
# What Debian's package has in nginx.conf, and what lets it run here without touching the machine's own.
AROUND = """
daemon off;
pid {folder}/pid;
error_log stderr warn;
{user}
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/tracker.conf;
}}
"""


class Site(http.server.BaseHTTPRequestHandler):
    """Answers what it was asked, in the place of the site."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        read = len(self.rfile.read(length))
        said = json.dumps(
            {"port": self.client_address[1], "read": read, **{k.lower(): v for k, v in self.headers.items()}}
        )
        known = self.headers.get("If-None-Match") == '"abc-br"'
        self.send_response(304 if known else 200)
        self.send_header("ETag", '"abc-br"')
        self.send_header("Cache-Control", "public, no-cache")
        self.send_header("X-Request-ID", self.headers.get("X-Request-ID", ""))
        self.send_header("Content-Length", "0" if known else str(len(said)))
        self.end_headers()
        if not known:
            self.wfile.write(said.encode())

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_arguments: Any) -> None:
        """Nothing."""


def certificate(folder: Path) -> None:
    """Write a certificate for the host of the example, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


class Proxy:
    """nginx with the example, on ports of this machine."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        if program is None:
            pytest.skip("nginx was not found. On Debian: apt-get install nginx-light")
        self.site, self.plain, self.tls = free_port(), free_port(), free_port()
        self.folder = folder
        certificate(folder)
        text = EXAMPLE.read_text()
        for old, new in (
            ("127.0.0.1:8000", f"127.0.0.1:{self.site}"),
            ("listen 80;", f"listen 127.0.0.1:{self.plain};"),
            ("listen 443 ssl", f"listen 127.0.0.1:{self.tls} ssl"),
            (f"/etc/letsencrypt/live/{HOST}", str(folder)),
            ("/var/log/nginx", str(folder)),
        ):
            assert old in text
            text = text.replace(old, new)
        text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)  # a machine may have no IPv6
        (folder / "tracker.conf").write_text(text)
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
        self.command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]

    def ask(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> tuple[int, Any, bytes]:
        trusted = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        connection = http.client.HTTPSConnection(HOST, self.tls, timeout=60, context=trusted)
        connection._create_connection = lambda *_args, **_more: _connected(self.tls)  # type: ignore[attr-defined]
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body or None, named)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()


def _connected(port: int) -> Any:

    return socket.create_connection(("127.0.0.1", port), 60)


@contextlib.contextmanager
def running(proxy: Proxy) -> Iterator[None]:
    process = subprocess.Popen(proxy.command, stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError):
                _connected(proxy.tls).close()
                break
            assert process.poll() is None, process.stderr.read()
            assert time.monotonic() < until
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.communicate(timeout=60)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    made = Proxy(tmp_path_factory.mktemp("nginx"))
    with running(made):
        yield made


@pytest.fixture
def site(proxy: Proxy) -> Iterator[http.server.ThreadingHTTPServer]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", proxy.site), Site) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_nginx_finds_nothing_wrong_with_the_example(proxy):
    done = subprocess.run([*proxy.command, "-t"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


def test_the_site_hears_who_asked_how_and_under_which_number(proxy, site):
    status, headers, body = proxy.ask("/", X_Request_ID="made-up-by-a-reader", X_Forwarded_For="10.9.8.7")
    said = json.loads(body)
    assert status == 200
    assert (said["host"], said["x-forwarded-proto"]) == (HOST, "https")
    assert said["x-forwarded-for"] == "10.9.8.7, 127.0.0.1"  # the last one is nginx's word
    assert re.fullmatch(r"[0-9a-f]{32}", said["x-request-id"])
    assert headers["X-Request-ID"] == said["x-request-id"]


def test_connections_to_the_site_are_kept(proxy, site):
    assert len({json.loads(proxy.ask("/")[2])["port"] for _each in range(6)}) < 6


def test_etags_go_through_as_they_are_both_ways(proxy, site):
    status, headers, _body = proxy.ask("/", Accept_Encoding="br, gzip")
    assert (status, headers["ETag"], headers["Cache-Control"]) == (200, '"abc-br"', "public, no-cache")
    assert headers["Content-Encoding"] is None
    status, headers, body = proxy.ask("/", If_None_Match='"abc-br"')
    assert (status, headers["ETag"], body) == (304, '"abc-br"', b"")


def test_only_where_staff_load_files_may_a_body_be_large(proxy, site):
    large = b"x" * (20 * 2**20)
    assert proxy.ask("/admin/", "POST", large)[0] == 413
    status, _headers, body = proxy.ask("/admin/inspections/upload/", "POST", large)
    assert (status, json.loads(body)["read"]) == (200, len(large))


def test_while_nobody_is_behind_it_says_when_to_come_again(tmp_path):
    alone = Proxy(tmp_path)
    with running(alone):
        status, headers, body = alone.ask("/")
    assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "10", "no-store")
    assert b"Try again in a minute" in body


def test_who_knocks_at_the_door_without_end_is_told_429(proxy, site):
    statuses = [proxy.ask("/admin/login/")[0] for _each in range(20)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert proxy.ask("/")[0] == 200


def test_plain_http_is_sent_to_https(proxy):
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=60)
    connection.request("GET", "/forces/?q=x", headers={"Host": HOST})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/forces/?q=x")
    connection.close()


def test_its_log_has_no_address_and_no_query(proxy, site):
    proxy.ask("/forces/?q=my+brother", User_Agent="Browser of Jo")
    until = time.monotonic() + 60
    log = proxy.folder / "tracker.log"
    while "/forces/" not in log.read_text():
        assert time.monotonic() < until
        time.sleep(0.05)
    assert [each for each in ("brother", "127.0.0.1", "Browser") if each in log.read_text()] == []
