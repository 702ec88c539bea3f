"""How much is kept and where, from the environment."""

import pytest

from tests.harness.starting import loaded, real

pytestmark = pytest.mark.once


def test_answers_lie_beside_the_package_unless_they_are_to_lie_nowhere(tmp_path):
    names = ("DATA_DIR", "KEPT_ANSWERS_DIR", "KEPT_MEMORY_MB", "KEPT_ANSWERS_DIR_MB")
    data = str(tmp_path / "data")
    assert list(loaded(*names, **real(tmp_path)).values()) == [data, f"{data}/answers", 16, 256]
    more = {"KEPT_ANSWERS_DIR": "", "KEPT_MEMORY_MB": "0", "KEPT_ANSWERS_DIR_MB": "100000"}
    assert list(loaded(*names, **real(tmp_path), **more).values()) == [data, "", 0, 100_000]
