"""One update, then reads from all workers: for the tests, with few rounds, and for the bench, with a thousand."""

import http.client
import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from tests.harness.server import ROOT

READS = 6  # by fresh connections after each update: with two workers, one of them is missed once in 32 rounds

# Renames a body for each line that it is given, and says so once that is on record.
EDITOR = """
import sys
import django
django.setup()
from inspections.models import Body
body = Body.objects.get(slug=sys.argv[1])
print("ready", flush=True)
for line in sys.stdin:
    body.name = line.strip()
    body.save()
    print("done", flush=True)
"""


def ask(url: str, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by lower case, and body of an answer, by a connection of its own."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def stale_answers(url: str, env: Mapping[str, str], rounds: int, slug: str) -> tuple[int, int]:
    """Rename a body so many times, and read it after each: how many answers were read, and how many were stale.

    env: what a management command of the site needs. slug: of the body.
    """
    path, read, stale = f"/api/v1/bodies/{slug}/", 0, 0
    command = [sys.executable, "-c", EDITOR, slug]
    with subprocess.Popen(
        command, cwd=ROOT, env=dict(env), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as editor:
        assert editor.stdin
        assert editor.stdout
        _told(editor, "ready")
        for number in range(rounds):
            editor.stdin.write(f"Round {number}\n")
            editor.stdin.flush()
            _told(editor, "done")
            for _each in range(READS):
                status, _headers, body = ask(url, path)
                read += 1
                stale += status != 200 or json.loads(body)["name"] != f"Round {number}"
        editor.stdin.close()
    return read, stale


def _told(editor: Any, word: str) -> None:
    said = editor.stdout.readline().strip()
    assert said == word, f"The editor said “{said}” in place of “{word}”."
