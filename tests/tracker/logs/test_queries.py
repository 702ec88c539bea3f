"""What a request asks of the database is counted, for that request alone."""

import pytest

from tracker.logs.current import CURRENT, Request
from tracker.logs.queries import counted

pytestmark = pytest.mark.once


def ask(sql: str, params: object, many: bool, context: object) -> str:
    if sql == "wrong":
        raise ValueError(sql)
    return sql


def test_queries_are_counted_those_that_fail_too():
    request = Request({}, believe_proxy=False)
    token = CURRENT.set(request)
    try:
        assert counted(ask, "SELECT 1", (), False, {}) == "SELECT 1"
        with pytest.raises(ValueError, match="wrong"):
            counted(ask, "wrong", (), False, {})
    finally:
        CURRENT.reset(token)
    assert request.queries == 2
    assert request.query_seconds > 0


def test_outside_of_a_request_nothing_is_counted():
    token = CURRENT.set(None)
    try:
        assert counted(ask, "SELECT 1", (), False, {}) == "SELECT 1"
    finally:
        CURRENT.reset(token)
