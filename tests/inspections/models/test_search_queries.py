"""What a reader types, and what comes first: the same on both engines, on the reference and demonstration records."""

import pytest

from inspections.dataset.loader import load
from inspections.dataset.reader import read
from inspections.models import Recommendation
from inspections.models.search import best, leads, newest
from tests.harness.server import ROOT

# What is typed, how many are found, the first by date, the first by match.
QUERIES = [
    ("missing children", 9, "cleveland-ncpi-2025-missing", "cleveland-ncpi-2025-missing"),
    ("missing child", 9, "cleveland-ncpi-2025-missing", "cleveland-ncpi-2025-missing"),
    ("children missing from home", 9, "cleveland-ncpi-2025-missing", "met-ncpi-2016-missing"),
    ("mispers", 9, "cleveland-ncpi-2025-missing", "cleveland-ncpi-2025-missing"),
    ("DA", 3, "cleveland-cdi-2018-recording", "cleveland-cdi-2018-recording"),
    ("domestic abuse", 3, "cleveland-cdi-2018-recording", "cleveland-cdi-2018-recording"),
    ("CSE", 11, "cleveland-ncpi-2025-online", "gbcse-2023-1"),
    ("group-based exploitation", 11, "cleveland-ncpi-2025-online", "gbcse-2023-2"),
    ("county lines", 1, "met-exploitation-2024-investigation", "met-exploitation-2024-investigation"),
    ("stop and search", 2, "cleveland-custody-2021-force", "cleveland-custody-2021-force"),
    ("stop-and-search", 2, "cleveland-custody-2021-force", "cleveland-custody-2021-force"),
    ("ASB", 11, "cleveland-peel-2021-22-prevention", "cleveland-peel-2018-19-prevention"),
    ("antisocial behaviour", 11, "cleveland-peel-2021-22-prevention", "cleveland-peel-2021-22-prevention"),
    ("anti-social behavior", 11, "cleveland-peel-2021-22-prevention", "cleveland-peel-2021-22-prevention"),
    ("NCPI", 36, "cleveland-ncpi-2025-missing", "cleveland-ncpi-2025-missing"),
    ("PEEL", 31, "cleveland-peel-2023-25-flags", "cleveland-peel-2023-25-flags"),
    ("VAWG", 0, "", ""),
    ("vetting", 9, "met-exploitation-2024-third", "met-exploitation-2024-third"),
    ("organised network", 1, "gbcse-2023-1", "gbcse-2023-1"),
    ("organized network", 1, "gbcse-2023-1", "gbcse-2023-1"),
    ("cleveland-peel-2018-19-ethics", 6, "cleveland-peel-2018-19-ethics", "cleveland-peel-2018-19-ethics"),
    ("Cleveland peel 2018 19 ETHICS", 6, "cleveland-peel-2018-19-ethics", "cleveland-peel-2018-19-ethics"),
    ("cleveland-peel-2018-19", 16, "cleveland-peel-2018-19-prevention", "cleveland-peel-2018-19-prevention"),
    ("Cleveland PEEL 2018/19", 16, "cleveland-peel-2018-19-prevention", "cleveland-peel-2018-19-prevention"),
    ("Cleveland PEEL 2018/19 E1a", 1, "cleveland-peel-2018-19-ethics-code", "cleveland-peel-2018-19-ethics-code"),
    ("2018/19", 16, "cleveland-peel-2018-19-prevention", "cleveland-peel-2018-19-prevention"),
    ("living in fear", 1, "harassment-stalking-2017-notices", "harassment-stalking-2017-notices"),
    (
        "victim's first account",
        3,
        "cleveland-cdi-2018-recording-first-account",
        "cleveland-cdi-2018-recording-first-account-believed",
    ),
    (
        "victims’ first account",
        3,
        "cleveland-cdi-2018-recording-first-account",
        "cleveland-cdi-2018-recording-first-account-believed",
    ),
    ("Camfanteisio’n", 9, "cleveland-ncpi-2025-online", "cleveland-ncpi-2025-online"),
    (
        "ymgysylltu a'r cyhoedd",
        2,
        "cleveland-peel-2018-19-prevention-communities",
        "cleveland-peel-2018-19-prevention-communities",
    ),
    ("custody", 11, "gbcse-2023-5", "gbcse-2023-5"),
    ("police custody", 11, "gbcse-2023-5", "cleveland-custody-2021-safety"),
    ("superv*", 6, "cleveland-cdi-2018-recording", "cleveland-cdi-2018-recording"),
    ("supervisi*", 6, "cleveland-cdi-2018-recording", "cleveland-cdi-2018-recording"),
    ("firearms license", 1, "firearms-licensing-2015-control-room", "firearms-licensing-2015-control-room"),
    ("firearms licence", 1, "firearms-licensing-2015-control-room", "firearms-licensing-2015-control-room"),
    ("“code of ethics”", 9, "met-exploitation-2024-third", "cleveland-peel-2018-19-ethics-code"),
    ("fire risk information", 28, "warwickshire-frs-2023-protection", "warwickshire-frs-2023-protection-information"),
    ("Stockton-on-Tees", 3, "stockton-jtai-2017-staffing", "stockton-jtai-2017-staffing"),
    ("gbcse-2023-3", 1, "gbcse-2023-3", "gbcse-2023-3"),
    ("80%", 1, "cleveland-peel-2023-25-attendance", "cleveland-peel-2023-25-attendance"),
    ("lines of inquiry", 8, "cleveland-ncpi-2025-online", "cleveland-ncpi-2025-online"),
    ("demand", 9, "cleveland-peel-2021-22-prevention-practice", "cleveland-peel-2021-22-planning"),
    ("crime recording", 12, "cleveland-cdi-2018-recording", "cleveland-cdi-2018-recording"),
]


@pytest.mark.django_db
def test_what_comes_first_is_the_same_on_both_engines():
    # One test for all: the record is loaded once, and the table below it shows every query that went otherwise.
    assert load(read(ROOT / "fixtures" / "reference", ROOT / "fixtures" / "demo")).loaded
    refs = dict(Recommendation.objects.values_list("pk", "ref"))
    found = []
    for words, *_expected in QUERIES:
        by_date, by_match = list(newest(words)), list(best(words))
        assert sorted(by_date) == sorted(by_match) == sorted({*by_date}), words
        matching = set(Recommendation.objects.matching(words).values_list("pk", flat=True))
        assert matching | set(leads(words)) == set(by_date), words
        first = [refs[keys[0]] if keys else "" for keys in (by_date, by_match)]
        found.append((words, len(by_date), *first))
    assert found == QUERIES
    assert len(QUERIES) >= 40
