"""The small record of the tests of roles."""

import pytest

from tests.harness.standing import copied, written_once
from tests.roles.world import World

world_stands = written_once(World)


@pytest.fixture
def world(world_stands: World, db: None) -> World:
    return copied(world_stands)
