"""Which roles a claim names, and where the provider is. views/test_single_sign_on.py tests the sign-in itself."""

import pytest

from tests.make import make_staff
from tests.tracker.provider import running_provider
from tracker import single_sign_on
from tracker.single_sign_on import OrganisationBackend, claimed_roles

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "prefix", "claims", "roles"),
    [
        ("roles", "", {"roles": ["viewer", "editor"]}, ["editor", "viewer"]),
        ("roles", "", {"roles": "viewer, editor"}, ["editor", "viewer"]),
        ("roles", "", {"roles": ["Editor", "viewer "]}, []),
        ("roles", "", {}, []),
        ("roles", "", {"roles": [["editor"], None, 3]}, []),
        ("groups", "", {"roles": ["viewer"], "groups": ["editor"]}, ["editor"]),
        ("realm_access.roles", "", {"realm_access": {"roles": ["editor"]}}, ["editor"]),
        ("realm_access.roles", "", {"realm_access": ["editor"]}, []),
        ("roles", "tracker-", {"roles": ["tracker-editor", "viewer", "tracker-"]}, ["editor"]),
    ],
)
def test_the_roles_that_are_claimed(settings, path, prefix, claims, roles):
    settings.OIDC_ROLES_CLAIM, settings.OIDC_ROLE_PREFIX = path, prefix
    assert [role.name for role in claimed_roles(claims)] == roles


def test_a_backend_is_made_without_asking_anybody(settings):
    """Django makes one for each question about a permission."""
    settings.OIDC_DISCOVERY = "http://127.0.0.1:9/nothing"
    backend = OrganisationBackend()
    assert backend.get_user(make_staff("here").pk).username == "here"
    assert backend.get_user(make_staff("closed", is_active=False).pk) is None
    assert backend.get_user(0) is None
    assert backend.authenticate(None, username="here", password="x") is None


def test_what_the_environment_names_goes_before_what_the_provider_says(settings, monkeypatch):
    monkeypatch.setattr(single_sign_on, "_discovered", {})
    with running_provider() as provider:
        settings.OIDC_DISCOVERY = f"{provider.url}/.well-known/openid-configuration"
        settings.OIDC_OP_TOKEN_ENDPOINT = "https://example.org/token"
        assert single_sign_on.setting("OIDC_OP_TOKEN_ENDPOINT") == "https://example.org/token"
        assert single_sign_on.setting("OIDC_OP_JWKS_ENDPOINT") == f"{provider.url}/keys"
        assert single_sign_on.setting("OIDC_ISSUER") == provider.url
        assert len(provider.asked) == 1  # and then believed for an hour
    settings.OIDC_DISCOVERY = ""
    assert single_sign_on.setting("OIDC_OP_JWKS_ENDPOINT") == ""
