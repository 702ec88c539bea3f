"""What watches the site is set from the environment, and a value that means nothing stops the start."""

import json

import pytest

from tests.harness.starting import real, started

pytestmark = pytest.mark.once


@pytest.mark.parametrize("value", ["much", "-1", "1.5", "200MB"])
def test_a_limit_that_is_no_number_is_refused_with_a_sentence(value):
    done = started("manage.py", "check", DEMO="1", LEAST_FREE_MB=value)
    assert done.returncode == 1
    assert f"LEAST_FREE_MB must be a whole number of megabytes from 0 to 100000000, not “{value}”." in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("LOG_FORMAT", "xml", "LOG_FORMAT must be “json” or “plain”, not “xml”."),
        ("LOG_REQUESTS", "yes", "LOG_REQUESTS must be “made” or “all” or “slow”, not “yes”."),
        ("SLOW_REQUEST_MS", "1s", "SLOW_REQUEST_MS must be a whole number of milliseconds from 1 to 60000, not “1s”."),
        ("SLOW_REQUEST_MS", "0", "SLOW_REQUEST_MS must be a whole number of milliseconds from 1 to 60000, not “0”."),
    ],
)
def test_a_word_that_is_not_known_is_refused_with_a_sentence(name, value, sentence):
    done = started("manage.py", "check", **{"DEMO": "1", name: value})
    assert done.returncode == 1
    assert sentence in done.stderr


# What libraries say of people: Django of a request that failed, axes of who signs in, the development server of all.
SAY = """
import django, logging
django.setup()
from django.test import RequestFactory
request = RequestFactory().get("/x", {"q": "my brother"}, headers={"user-agent": "Browser of Jo"})
try:
    raise ValueError("no such thing: my brother")
except ValueError:
    logging.getLogger("django.request").exception("Internal Server Error: %s", "/x", extra={"request": request})
logging.getLogger("django.server").info('"GET /x?q=my+brother HTTP/1.1" 200 5')
logging.getLogger("axes.handlers").warning("AXES: New login failure by {username: 'jo', ip_address: '192.0.2.1'}")
logging.getLogger("mozilla_django_oidc.auth").warning("failed to get or create user: jo@example.org")
"""


def said(**env: str) -> list[str]:
    done = started("-c", SAY, DJANGO_SETTINGS_MODULE="tracker.settings", **env)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    found = [each for each in ("brother", "Browser", "jo", "192.0.2.1", "AXES") if each in done.stderr]
    assert found == []
    return done.stderr.splitlines()


def test_in_production_each_line_is_an_object_of_json_and_says_nothing_of_people(tmp_path):
    lines = [json.loads(line) for line in said(**real(tmp_path))]
    assert [line["logger"] for line in lines] == ["django.request", "django.server", "mozilla_django_oidc.auth"]
    assert "ValueError: no such thing: …" in lines[0]["traceback"]


@pytest.mark.parametrize("env", [{"DEMO": "1"}, {"DEBUG": "1"}, {"DEMO": "1", "LOG_FORMAT": "plain"}])
def test_for_people_lines_are_plain_and_each_is_there_once(env):
    lines = said(**env)
    assert sum(" django.request Internal Server Error: /x" in line for line in lines) == 1
    assert sum(" django.server " in line for line in lines) == 1
