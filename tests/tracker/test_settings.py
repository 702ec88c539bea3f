"""Settings come from the environment: a demonstration needs none, and production is strict."""

import re

import pytest

from tests.harness.server import ROOT
from tests.harness.starting import SECRET, loaded, real

pytestmark = pytest.mark.once


def test_production_keeps_its_secret_and_its_database(tmp_path):
    found = loaded("SECRET_KEY", "DATABASES", "DEBUG", "DEMO", "ALLOW_OWN_PROPOSALS", **real(tmp_path))
    assert found["SECRET_KEY"] == SECRET
    assert found["DATABASES"]["default"]["NAME"] == str(tmp_path / "register.sqlite3")
    assert (found["DEBUG"], found["DEMO"], found["ALLOW_OWN_PROPOSALS"]) == (False, False, False)


def test_a_demonstration_starts_with_nothing_set_but_its_name():
    found = loaded("DEMO", "DEBUG", "ALLOWED_HOSTS", "SECURE_SSL_REDIRECT", DEMO="1")
    assert found == {
        "DEMO": True,
        "DEBUG": False,
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
        "SECURE_SSL_REDIRECT": None,
    }


def test_the_pages_for_operators_name_every_variable_that_is_read_and_no_other():
    read = re.compile(r'(?<![.\w])(?:text|boolean|number|names|one_of)\(\s*"([A-Z_]+)"|environ\.get\("(KEPT_[A-Z_]+)"')
    sources = "\n".join(path.read_text() for path in (ROOT / "tracker").glob("*.py"))
    known = {name for pair in read.findall(sources) for name in pair if name}
    pages = "\n".join((ROOT / "docs" / name).read_text() for name in ("operations.md", "accounts.md"))
    rows = [line for line in pages.splitlines() if re.match(r"\| `[A-Z_…]+`", line)]
    named = {name for row in rows for name in re.findall(r"`([A-Z]+(?:_[A-Z]+)*)`", row)} - {"HTTP", "ERROR"}
    assert len(known) > 30
    assert known - named == set()
    assert named - known == set()
