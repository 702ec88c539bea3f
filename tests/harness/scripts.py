"""Pieces of code in processes of their own, and a database of PostgreSQL that they have to themselves."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from tests.harness.server import ROOT

LONGEST_SECONDS = 120


@pytest.fixture
def own_database() -> Iterator[str]:
    """The address of an empty database on the server of TEST_DATABASE_URL, dropped afterwards."""
    base = os.environ["TEST_DATABASE_URL"].rpartition("/")[0]
    name = f"own_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{base}/{name}"
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def script(code: str, env: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    """Start some code that has Django at hand."""
    start = "import django; django.setup()\n"
    return subprocess.Popen(
        [sys.executable, "-c", start + code, *arguments],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: "subprocess.Popen[str]") -> str:
    """Wait for such code, and return what it printed. Raises AssertionError with its errors if it failed."""
    out, error = process.communicate(timeout=LONGEST_SECONDS)
    assert process.returncode == 0, error
    return out
