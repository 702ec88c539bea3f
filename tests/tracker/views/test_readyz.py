"""/readyz says in plain words whether the process can do its work, and nothing that helps to attack it."""

import json

import pytest
from django.conf import settings

from tracker import readiness
from tracker.readiness import Finding

pytestmark = pytest.mark.django_db

CHECKS = ["database", "migrations", "writing", "space"]


def test_a_site_that_is_well_says_so_line_by_line(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    lines = response.content.decode().splitlines()
    assert lines[0] == "ready"
    assert [line.partition(": ")[0] for line in lines[1:]] == CHECKS
    assert all(": ok, " in line for line in lines[1:])
    assert not response.has_header("Retry-After")


def test_who_asks_for_json_gets_json(client):
    response = client.get("/readyz", headers={"accept": "application/json"})
    assert response["Content-Type"] == "application/json"
    said = json.loads(response.content)
    assert said["ready"] is True
    assert list(said["checks"]) == CHECKS
    assert client.get("/readyz", headers={"accept": "text/html, */*;q=0.8"})["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("accept", ["text/plain", "application/json"])
def test_one_check_that_fails_is_a_503_that_names_it(client, monkeypatch, accept):
    found = [Finding("database", True, "it answers"), Finding("space", False, "too little is free for: the database")]
    monkeypatch.setattr("tracker.views.readyz.findings", lambda: found)
    response = client.get("/readyz", headers={"accept": accept})
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert "too little is free for: the database" in response.content.decode()
    if accept == "text/plain":
        assert response.content.decode().splitlines()[0] == "not ready"
        assert "space: failed, too little" in response.content.decode()
    else:
        assert json.loads(response.content)["ready"] is False


def test_it_is_kept_by_nobody_sets_no_cookie_and_reads_only(client):
    for path in ("/readyz", "/readyz?x=1"):
        response = client.get(path)
        assert response["Cache-Control"] == "no-store"
        assert not response.has_header("ETag")
        assert not response.cookies
    assert client.head("/readyz").status_code == 200
    assert client.post("/readyz").status_code == 405


def test_no_path_host_or_version_is_told(client, monkeypatch):
    monkeypatch.setattr(settings, "LEAST_FREE_MB", 100_000_000)
    monkeypatch.setattr(readiness, "wanted", lambda: frozenset({("tracker", "9999_not_there")}))
    for accept in ("text/plain", "application/json"):
        response = client.get("/readyz", headers={"accept": accept})
        assert response.status_code == 503
        said = response.content.decode()
        told = [settings.DATA_DIR, str(settings.DATABASES["default"]["NAME"]), "9999", "sqlite", "postgres", "django"]
        assert [each for each in told if each.lower() in said.lower()] == []
