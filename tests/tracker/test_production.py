"""What a public site must be told and may never be told: each mistake is refused with one sentence."""

import os

import pytest

from tests.harness.starting import SECRET
from tracker import production
from tracker.environment import Refused

pytestmark = pytest.mark.once
KEY_OF_50 = SECRET[:50]


@pytest.fixture(autouse=True)
def public(monkeypatch):
    for name in ("DEMO", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def at_home(monkeypatch):
    monkeypatch.setenv("DEMO", "1")


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("", "SECRET_KEY is not set"),
        (KEY_OF_50[:49], "SECRET_KEY is too short"),
        ("abcd" * 20, "too simple"),
        (f"django-insecure-{SECRET}", "everybody knows"),
        (production.SECRET_OF_DEMONSTRATION, "everybody knows"),
    ],
)
def test_a_secret_that_is_none_is_refused_and_not_repeated(monkeypatch, key, sentence):
    monkeypatch.setenv("SECRET_KEY", key)
    with pytest.raises(Refused, match=sentence) as refusal:
        production.secret_key()
    assert not key or key not in str(refusal.value)


def test_a_secret_of_fifty_characters_is_one(
    monkeypatch,
):
    monkeypatch.setenv("SECRET_KEY", KEY_OF_50)
    assert production.secret_key() == KEY_OF_50


def test_a_demonstration_has_a_secret_that_everybody_knows(at_home):
    assert production.secret_key() == production.SECRET_OF_DEMONSTRATION


@pytest.mark.parametrize(
    ("hosts", "sentence"),
    [
        ("", "ALLOWED_HOSTS is not set"),
        ("register.example.org,*", "may not hold “\\*”"),
        (".example.org", "may not hold “.example.org”"),
        ("*.example.org", "may not hold"),
        ("https://register.example.org", "names of hosts alone"),
        ("register.example.org:443", "names of hosts alone"),
        ("register example", "names of hosts alone"),
    ],
)
def test_a_host_is_named_in_full(monkeypatch, hosts, sentence):
    monkeypatch.setenv("ALLOWED_HOSTS", hosts)
    with pytest.raises(Refused, match=sentence):
        production.hosts()


def test_hosts_that_are_named_are_taken(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "register.example.org, www.example.org,192.0.2.1,[2001:db8::1]")
    assert production.hosts() == ["register.example.org", "www.example.org", "192.0.2.1", "[2001:db8::1]"]


@pytest.mark.parametrize("mode", ["DEMO", "DEBUG"])
@pytest.mark.parametrize("host", ["register.example.org", "8.8.8.8", "[2606:4700::1111]"])
def test_neither_a_demonstration_nor_debug_may_have_a_public_host(monkeypatch, mode, host):
    monkeypatch.setenv(mode, "1")
    monkeypatch.setenv("ALLOWED_HOSTS", f"localhost,{host}")
    with pytest.raises(Refused, match="DEMO and DEBUG are for this machine alone"):
        production.hosts()


@pytest.mark.parametrize("host", ["localhost", "app.localhost", "127.0.0.1", "10.0.0.7", "192.168.1.2", "[::1]", "web"])
def test_at_home_there_are_hosts_that_only_those_nearby_can_reach(monkeypatch, at_home, host):
    monkeypatch.setenv("ALLOWED_HOSTS", host)
    assert production.hosts() == [host]


def test_without_a_name_a_demonstration_answers_to_this_machine_s(at_home):
    assert production.hosts() == ["localhost", "127.0.0.1", "[::1]"]


@pytest.mark.parametrize(
    "address",
    [
        "example.org",
        "http://example.org",
        "ftp://example.org",
        "https://",
        "https://example.org/register/",
        "https://example.org?x=1",
        "https://user:word@example.org",
        "https://*.example.org",
        "https://example.org:port",
        "https://[::1",
    ],
)
def test_the_site_s_address_is_https_and_a_host(address):
    with pytest.raises(Refused, match="SITE_URL must be https:// and a host alone"):
        production.origin("SITE_URL", address)


def test_an_address_is_taken_without_its_last_stroke():
    assert production.origin("SITE_URL", "https://example.org/") == "https://example.org"
    assert production.origin("SITE_URL", "https://example.org:8443") == "https://example.org:8443"


def test_plain_http_is_for_home(at_home):
    assert production.origin("SITE_URL", "http://localhost:8000") == "http://localhost:8000"
    assert production.over_https("OIDC_TOKEN_ENDPOINT", "http://localhost:1/token") == "http://localhost:1/token"


def test_secrets_are_sent_over_https_alone():
    with pytest.raises(Refused, match="OIDC_TOKEN_ENDPOINT must begin with https://"):
        production.over_https("OIDC_TOKEN_ENDPOINT", "http://id.example.org/token")
    assert production.over_https("OIDC_TOKEN_ENDPOINT", "https://id.example.org/token")
    assert production.over_https("OIDC_TOKEN_ENDPOINT", "") == ""


def test_a_folder_is_there_or_can_be_made(tmp_path):
    assert production.folder("DATA_DIR", str(tmp_path / "to" / "make")) == str(tmp_path / "to" / "make")


def test_a_folder_that_cannot_be_written_is_refused(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(Refused, match=r"DATA_DIR is .*file/data, which cannot be written"):
        production.folder("DATA_DIR", str(file / "data"))
    # Root may write anywhere but on a disk that is read-only, so the system's answer is put in its mouth.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(Refused, match=r"DATA_DIR is .*data, which cannot be written"):
        production.folder("DATA_DIR", str(tmp_path / "data"))
