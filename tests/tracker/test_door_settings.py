"""What the door tells a browser: cookies of staff for this host and https alone, nothing from elsewhere."""

import pytest

from tests.harness.starting import loaded, real

pytestmark = pytest.mark.once

COOKIES = [
    f"{kind}_COOKIE_{part}" for kind in ("SESSION", "CSRF") for part in ("NAME", "SECURE", "HTTPONLY", "SAMESITE")
]


def test_cookies_of_staff_are_for_this_host_and_https_alone_and_no_script_reads_them(tmp_path):
    assert loaded(*COOKIES, **real(tmp_path)) == {
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
    }


def test_a_demonstration_is_served_over_plain_http_so_its_cookies_have_other_names():
    found = loaded(*COOKIES, "SECURE_HSTS_SECONDS", DEMO="1")
    assert found == {
        "SESSION_COOKIE_NAME": None,
        "SESSION_COOKIE_SECURE": None,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": None,
        "CSRF_COOKIE_SECURE": None,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "SECURE_HSTS_SECONDS": None,
    }


def test_https_is_demanded_for_a_year_unless_it_is_said_otherwise(tmp_path):
    names = ["SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD"]
    assert list(loaded(*names, **real(tmp_path)).values()) == [True, 31_536_000, True, True]
    said = dict.fromkeys(names, "0")
    assert list(loaded(*names, **real(tmp_path), **said).values()) == [False, 0, False, False]


def test_the_header_of_a_proxy_is_believed_only_where_there_is_one(tmp_path):
    assert loaded("SECURE_PROXY_SSL_HEADER", **real(tmp_path))["SECURE_PROXY_SSL_HEADER"] is None
    behind = loaded("SECURE_PROXY_SSL_HEADER", BEHIND_TLS_PROXY="1", **real(tmp_path))
    assert behind["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_one_client_may_take_a_quarter_of_a_worker_and_at_home_all_of_it(tmp_path):
    assert loaded("CLIENT_PERCENT", **real(tmp_path)) == {"CLIENT_PERCENT": 25}
    assert loaded("CLIENT_PERCENT", DEMO="1") == {"CLIENT_PERCENT": 0}
    assert loaded("CLIENT_PERCENT", **real(tmp_path), CLIENT_PERCENT="0") == {"CLIENT_PERCENT": 0}
