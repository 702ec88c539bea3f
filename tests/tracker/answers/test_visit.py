"""A view finds the visit of its request, and is asked to build only what is not kept."""

import pytest
from django.test import RequestFactory

from tests.tracker.answers.test_wrapper import World
from tracker.answers.visit import IN_ENVIRON, Visit, visit_of

pytestmark = pytest.mark.once


def visit(world: World, method: str = "GET") -> Visit:
    return Visit(world.keeper, {"REQUEST_METHOD": method})


def test_a_request_that_came_by_no_wrapper_has_none():
    request = RequestFactory().get("/")
    assert visit_of(request) is None
    request.META[IN_ENVIRON] = "a header of somebody's"
    assert visit_of(request) is None
    request.META[IN_ENVIRON] = found = visit(World())
    assert visit_of(request) is found


def test_the_state_is_read_once_and_kept_for_the_whole_visit():
    world = World()
    here = visit(world)
    assert here.state.name == "1"
    world.reader.name = "2"
    assert here.state.name == "1"


def test_what_is_missing_is_for_the_caller_to_build_and_what_is_kept_is_not():
    world = World()
    assert not visit(world).may_keep("/other")
    world.ask()
    here = visit(world)
    assert here.may_keep("/page")
    assert here.found.body == b"made 1"
    here.end()


def test_head_builds_nothing_and_a_very_long_address_is_not_kept():
    world = World()
    here = visit(world, "HEAD")
    assert not here.may_keep("/page")
    assert here._turn is None
    long = visit(world)
    assert not long.may_keep("/" + "x" * 3000)
    assert long.address == ""
