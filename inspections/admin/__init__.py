"""The staff's side of the register: one file a noun."""

from . import (
    account,
    addressee,
    body,
    inspection,
    load,
    programme,
    proposal,
    recommendation,
    response,
    source,
    status,
    theme,
    worklist,
)

__all__ = [
    "account",
    "addressee",
    "body",
    "inspection",
    "load",
    "programme",
    "proposal",
    "recommendation",
    "response",
    "source",
    "status",
    "theme",
    "worklist",
]
