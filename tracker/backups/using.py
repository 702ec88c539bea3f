"""Turning to another database for a while: everything that asks the default database asks that one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import ConnectionHandler

Settings = dict[str, Any]


@contextmanager
def using(settings: Settings) -> Iterator[Any]:
    """Give a connection to the database of these settings, which is the default one of this thread inside."""
    before = connections[DEFAULT_DB_ALIAS]
    # The handler fills in what Django's settings leave out.
    other = ConnectionHandler({DEFAULT_DB_ALIAS: dict(settings)}).create_connection(DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = other
    ContentType.objects.clear_cache()  # its keys are another database's
    try:
        yield other
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = before
        ContentType.objects.clear_cache()


def current() -> Settings:
    """The settings of the default database."""
    return dict(connections[DEFAULT_DB_ALIAS].settings_dict)
