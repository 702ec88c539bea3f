"""Accounts are strict unless this is a demonstration, and a start that cannot work is refused with a sentence."""

import pytest

from tests.harness import starting
from tests.harness.starting import SECRET, started

pytestmark = pytest.mark.once
NAMES = (
    "REQUIRE_SECOND_FACTOR",
    "PROXY_COUNT",
    "SESSION_COOKIE_AGE",
    "SITE_URL",
    "PASSWORD_RESET_BY_EMAIL",
    "EMAIL_BACKEND",
    "EMAIL_HOST",
    "EMAIL_USE_TLS",
    "AUTHENTICATION_BACKENDS",
)
REAL = {"SECRET_KEY": SECRET, "ALLOWED_HOSTS": "register.example.org", "DATABASE_URL": "postgres://127.0.0.1/register"}


def loaded(**env: str) -> dict[str, object]:
    return starting.loaded(*NAMES, **env)


def test_a_real_site_requires_a_second_factor_believes_no_header_and_sends_no_secret_into_the_log():
    real = loaded(**REAL)
    assert real["REQUIRE_SECOND_FACTOR"] is True
    assert real["PROXY_COUNT"] == 0
    assert real["SESSION_COOKIE_AGE"] == 3600
    assert real["SITE_URL"] == ""
    assert real["PASSWORD_RESET_BY_EMAIL"] is False
    assert len(real["AUTHENTICATION_BACKENDS"]) == 2  # type: ignore[arg-type]
    for printed in ("", "consolemail://"):
        mail = loaded(**REAL, SITE_URL="https://example.org", EMAIL_URL=printed)
        assert mail["PASSWORD_RESET_BY_EMAIL"] is False


def test_a_demonstration_does_not_unless_it_is_told_to():
    assert loaded(DEMO="1")["REQUIRE_SECOND_FACTOR"] is False
    assert loaded(DEMO="1", REQUIRE_SECOND_FACTOR="1")["REQUIRE_SECOND_FACTOR"] is True
    assert loaded(**REAL, REQUIRE_SECOND_FACTOR="0")["REQUIRE_SECOND_FACTOR"] is False
    assert loaded(DEMO="1")["SITE_URL"] == "http://localhost:8000"
    assert loaded(DEMO="1")["PASSWORD_RESET_BY_EMAIL"] is True


def test_behind_a_proxy_the_last_address_counts():
    assert loaded(**REAL, BEHIND_TLS_PROXY="1")["PROXY_COUNT"] == 1
    assert loaded(**REAL, BEHIND_TLS_PROXY="1", PROXY_COUNT="2")["PROXY_COUNT"] == 2
    assert loaded(**REAL, PROXY_COUNT="2")["PROXY_COUNT"] == 0


def test_e_mail_leaves_by_the_server_that_is_named():
    mail = loaded(**REAL, EMAIL_URL="smtp+tls://user:word@mail.example.org:587", SITE_URL="https://example.org/")
    assert (mail["EMAIL_BACKEND"], mail["EMAIL_HOST"]) == (
        "django.core.mail.backends.smtp.EmailBackend",
        "mail.example.org",
    )
    assert mail["EMAIL_USE_TLS"] is True
    assert mail["SITE_URL"] == "https://example.org"
    assert mail["PASSWORD_RESET_BY_EMAIL"] is True
    assert str(loaded(**REAL)["EMAIL_BACKEND"]).endswith("console.EmailBackend")


@pytest.mark.parametrize("env", [{}, {"OIDC_TOKEN_ENDPOINT": "https://example.org"}])
def test_a_provider_without_a_place_stops_the_start_with_a_sentence(env):
    done = started("manage.py", "check", **REAL, OIDC_CLIENT_ID="x", **env)
    assert done.returncode == 1
    assert done.stderr.startswith("OIDC_CLIENT_ID is set, and not where the provider is: ")


def test_the_organisation_s_sign_in_is_on_when_it_is_named():
    on = loaded(**REAL, OIDC_CLIENT_ID="x", OIDC_DISCOVERY="https://id.example.org/.well-known/openid-configuration")
    assert "tracker.single_sign_on.OrganisationBackend" in on["AUTHENTICATION_BACKENDS"]  # type: ignore[operator]
