"""The staff's side of the register: one file a noun."""

from . import addressee, body, inspection, programme, recommendation, response, source, status, theme

__all__ = ["addressee", "body", "inspection", "programme", "recommendation", "response", "source", "status", "theme"]
