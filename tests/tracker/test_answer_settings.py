"""How much is kept, from the environment: whole numbers and nothing else."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from tracker.answer_settings import megabytes

pytestmark = pytest.mark.once


@pytest.mark.parametrize(("text", "found"), [("0", 0), (" 64 ", 64), ("100000", 100_000)])
def test_a_whole_number_is_taken(monkeypatch, text, found):
    monkeypatch.setenv("KEPT_MEMORY_MB", text)
    assert megabytes("KEPT_MEMORY_MB", 32) == found


def test_without_one_it_is_the_usual(monkeypatch):
    monkeypatch.delenv("KEPT_MEMORY_MB", raising=False)
    assert megabytes("KEPT_MEMORY_MB", 32) == 32


@pytest.mark.parametrize("text", ["", "-1", "1.5", "32MB", "٣", "100001", "1e3"])
def test_anything_else_stops_the_start_with_a_sentence(monkeypatch, text):
    monkeypatch.setenv("KEPT_MEMORY_MB", text)
    with pytest.raises(ImproperlyConfigured, match="KEPT_MEMORY_MB must be a whole number of megabytes"):
        megabytes("KEPT_MEMORY_MB", 32)
