"""How many questions a request asks of the database, and how long they take: for the line about a slow one."""

import time
from collections.abc import Callable
from typing import Any

from django.db.backends.signals import connection_created

from tracker.logs.current import CURRENT


def count_all() -> None:
    """Count from now on, in this process, on every connection that is opened. Twice is as good as once."""
    connection_created.connect(_opened, dispatch_uid="tracker.logs.queries")


def _opened(connection: Any, **_kwargs: Any) -> None:
    if counted not in connection.execute_wrappers:
        connection.execute_wrappers.append(counted)


def counted(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Ask, and add to what the request has asked. SQLite finds most of its rows only when they are fetched."""
    request = CURRENT.get()
    if request is None:
        return execute(sql, params, many, context)
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        request.queries += 1
        request.query_seconds += time.perf_counter() - began
