"""A start that would be unsafe ends with one sentence and no traceback, however the site is started."""

import pytest

from tests.harness.starting import PASSWORD, SECRETS, real, started
from tracker.environment import Refused
from tracker.start import in_a_sentence

pytestmark = pytest.mark.once

STARTS = {
    "a command": ("manage.py", "check"),
    "a command of ours": ("manage.py", "check_record"),
    "granian": ("-m", "tracker.serve"),
    "gunicorn": ("-m", "gunicorn", "-c", "python:tracker.gunicorn", "tracker.wsgi"),
}
WRONG = {
    "SECRET_KEY": "",
    "ALLOWED_HOSTS": "*",
    "DEBUG": "1",
    "DEMO": "ture",
    "DATABASE_URL": "sqlite:////no/such/folder/register.sqlite3",
    "SITE_URL": "http://register.example.org",
    "CSRF_TRUSTED_ORIGINS": "http://register.example.org",
    "DATA_DIR": "/dev/null/data",
    "KEPT_ANSWERS_DIR": "/dev/null/answers",
    "KEPT_MEMORY_MB": "much",
    "SECURE_HSTS_SECONDS": "a year",
    "SECURE_SSL_REDIRECT": "maybe",
    "BEHIND_TLS_PROXY": "nginx",
    "SESSION_IDLE_MINUTES": "0",
    "CLIENT_PERCENT": "101",
    "EMAIL_URL": "pigeon://mail.example.org",
    "OIDC_SECOND_FACTOR": "nobody",
}


def is_one_sentence(text: str) -> bool:
    return text.count("\n") == 1 and text.endswith(".\n") and "Traceback" not in text


@pytest.mark.parametrize("name", WRONG)
def test_what_is_unsafe_stops_a_command_with_one_sentence_that_names_it(tmp_path, name):
    done = started("manage.py", "check", **{**real(tmp_path), name: WRONG[name]})
    assert done.returncode == 1
    assert is_one_sentence(done.stderr), done.stderr
    assert name in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_however_it_is_started(start):
    done = started(*start)
    assert done.returncode == 1
    assert is_one_sentence(done.stderr), done.stderr
    assert "SECRET_KEY is not set" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("start", [STARTS["granian"], STARTS["gunicorn"]], ids=["granian", "gunicorn"])
@pytest.mark.parametrize(("name", "value"), [("WORKERS", "0"), ("WORKERS", "two"), ("PORT", "65536")])
def test_a_server_is_told_where_and_with_how_many_workers(tmp_path, start, name, value):
    done = started(*start, **real(tmp_path), **{name: value})
    assert done.returncode == 1
    assert is_one_sentence(done.stderr), done.stderr
    assert done.stderr.startswith(f"{name} must be a whole number from 1 to ")


def test_another_fault_keeps_its_traceback():
    with pytest.raises(ZeroDivisionError), in_a_sentence():
        _ = 1 // 0
    with pytest.raises(SystemExit, match=r"^X is wrong\.$"), in_a_sentence():
        raise Refused("X is wrong.")


def test_the_deployment_check_has_no_warning_in_the_shape_of_production(tmp_path):
    more = {"BEHIND_TLS_PROXY": "1", "SITE_URL": "https://register.example.org"}
    done = started("manage.py", "check", "--deploy", "--fail-level", "WARNING", **real(tmp_path), **more)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


WRONG_WITH_SECRETS = [
    *((name, value) for name, value in WRONG.items()),
    ("SECRET_KEY", PASSWORD),
    ("DATABASE_URL", f"postgress://keeper:{PASSWORD}@127.0.0.1/register"),
    ("DATABASE_URL", f"postgres://keeper:{PASSWORD}/more@127.0.0.1/register"),
    ("DATABASE_URL", f"postgres://keeper:{PASSWORD}@127.0.0.1"),
    ("DATABASE_URL", PASSWORD),
    ("EMAIL_URL", f"pigeon://keeper:{PASSWORD}@mail.example.org"),
    ("EMAIL_URL", f"smtp://keeper:{PASSWORD}/more@mail.example.org"),
    ("SITE_URL", f"https://keeper:{PASSWORD}@register.example.org"),
    ("OIDC_TOKEN_ENDPOINT", f"http://keeper:{PASSWORD}@id.example.org"),
]


@pytest.mark.parametrize(("name", "value"), WRONG_WITH_SECRETS, ids=str)
def test_no_refusal_shows_a_secret(name, value):
    done = started("manage.py", "check", **{**SECRETS, name: value})
    assert done.returncode == 1
    assert is_one_sentence(done.stderr), done.stderr
    assert PASSWORD not in done.stderr + done.stdout


# Every way in which our own code could be made to talk: an error page, the log beside it, a failing database.
TALK = """
import django
django.setup()
from django.test import Client
from tracker import urls
def fail(request):
    from django.conf import settings
    secret, database = settings.SECRET_KEY, settings.DATABASES
    raise RuntimeError("the cause")
from django.urls import path
urls.urlpatterns.insert(0, path("fail/", fail))
client = Client(raise_request_exception=False, headers={"host": "register.example.org"})
for address in ("/fail/", "/", "/forces/", "/nowhere/", "/api/v1/bodies/", "/admin/login/"):
    answer = client.get(address, secure=True)
    print(address, answer.status_code, answer.headers, answer.content.decode())
"""


def test_no_page_of_an_error_and_no_line_of_the_log_shows_a_secret():
    done = started("-c", TALK, DJANGO_SETTINGS_MODULE="tracker.settings", **SECRETS)
    assert done.returncode == 0, done.stderr
    assert "/fail/ 500" in done.stdout
    assert "the cause" in done.stderr
    assert PASSWORD not in done.stdout + done.stderr
    assert "the cause" not in done.stdout


@pytest.mark.parametrize("command", [("migrate",), ("check", "--database", "default")])
def test_no_command_shows_a_secret(command):
    done = started("manage.py", *command, **SECRETS)
    assert done.stdout + done.stderr
    assert PASSWORD not in done.stdout + done.stderr
