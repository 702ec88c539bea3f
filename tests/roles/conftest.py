"""The small record of the tests of roles."""

import pytest

from tests.roles.world import World


@pytest.fixture
def world(db: None) -> World:
    return World()
