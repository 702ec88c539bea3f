import pytest

from inspections.headline import HeadlineStatus
from inspections.parameters import STALE, STALE_DAYS, VOICES
from inspections.reading import examples

pytestmark = pytest.mark.once


def test_each_example_of_claim_and_confirmation_counts_as_the_functions_say():
    rows = {tuple(row["said"]): row for row in examples.claims()}
    assert len(rows) == len(examples.TOLD_APART)
    only = rows[("Addressed body: reported complete",)]
    assert (only["status"], [each["url"] for each in only["counted"]]) == (
        HeadlineStatus.REPORTED_COMPLETE,
        ["/recommendations/?voice=claimed-not-confirmed"],
    )
    both = rows[("Addressed body: reported complete", "Inspectorate: complete")]
    assert (both["status"], both["counted"]) == (HeadlineStatus.CONFIRMED_COMPLETE, [])
    assert {len(row["counted"]) for row in rows.values()} == {0, 1}
    assert {each["label"] for row in rows.values() for each in row["counted"]} == set(VOICES.values())


def test_each_silence_that_can_be_asked_for_has_its_days():
    assert [row["days"] for row in examples.silence()] == [STALE_DAYS[name] for name in STALE]
    assert examples.silence()[1]["last"] == "16 January 2024"
