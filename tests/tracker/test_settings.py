"""Settings come from the environment, and a start that would be unsafe is refused with a sentence."""

import json
import os
import subprocess
import sys

import pytest

from tests.harness.server import ROOT

pytestmark = pytest.mark.once

NAMES = ("DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "DEMO")
SHOW = f"import json, tracker.settings as s; print(json.dumps({{n: getattr(s, n, None) for n in {NAMES}}}))"


def start(**env: str) -> "subprocess.CompletedProcess[str]":
    """Import the real settings in a process of their own, with nothing in the environment but what is given."""
    env = {"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite://:memory:", **env}
    return subprocess.run([sys.executable, "-c", SHOW], cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def settings(**env: str) -> dict[str, object]:
    done = start(**env)
    assert done.returncode == 0, done.stderr
    loaded: dict[str, object] = json.loads(done.stdout)
    return loaded


def test_without_a_secret_key_the_site_does_not_start_and_says_what_to_set():
    done = start()
    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr


def test_an_empty_secret_key_is_none():
    assert "SECRET_KEY is not set" in start(SECRET_KEY="").stderr


def test_a_real_site_keeps_its_cookies_to_https():
    assert settings(SECRET_KEY="long and random") == {
        "DEBUG": False,
        "DEMO": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
    }


def test_a_demonstration_starts_without_a_secret_and_over_plain_http():
    loaded = settings(DEMO="1")
    assert loaded["DEMO"] is True
    assert loaded["DEBUG"] is False
    assert not loaded["SESSION_COOKIE_SECURE"]
    assert not loaded["SECURE_SSL_REDIRECT"]


def test_a_database_of_another_make_is_refused_with_a_sentence():
    done = start(DEMO="1", DATABASE_URL="mysql://somebody@127.0.0.1/register")
    assert done.returncode != 0
    assert "DATABASE_URL must begin with sqlite:/// or postgres://" in done.stderr


def test_the_deployment_check_has_no_warning():
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATABASE_URL": "sqlite://:memory:",
            "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "ALLOWED_HOSTS": "register.example.org",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
