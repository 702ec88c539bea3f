"""The list of settings is as Django makes it, with stars where a secret would stand."""

import pytest

from tests.harness.starting import PASSWORD, SECRETS, started

pytestmark = pytest.mark.once


@pytest.mark.parametrize("form", ["hash", "unified"])
def test_settings_are_listed_without_their_secrets(form):
    done = started("manage.py", "diffsettings", "--all", "--output", form, **SECRETS)
    assert done.returncode == 0, done.stderr
    for said in ("EMAIL_HOST_USER = 'keeper'", "SECRET_KEY = '****", "'HOST': '127.0.0.1'", "OIDC_RP_CLIENT_SECRET"):
        assert said in done.stdout
    assert PASSWORD not in done.stdout
