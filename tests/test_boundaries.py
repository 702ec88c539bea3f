"""What a parameter may ask for, on both sides of each boundary: an answer, and then a sentence or a refusal."""

import datetime

import pytest

from inspections.api.endpoint import MOST
from inspections.days import EARLIEST, today
from inspections.parameters import LONGEST_SEARCH
from inspections.words import MOST_WORDS

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def words(count):
    return "+".join(f"w{number}" for number in range(count))


def cases():
    """Addresses that are answered, each with the one just beyond, its status and what is said there."""
    letters = f"Only the first {LONGEST_SEARCH} characters were looked for."
    several = f"Only the first {MOST_WORDS} words were looked for."
    for path, status in (
        ("/recommendations/", 200),
        ("/recommendations.csv", 400),
        ("/recommendations.json", 400),
        ("/recommendations.atom", 400),
        ("/api/v1/items/", 400),
    ):
        yield f"{path}?q={'x' * LONGEST_SEARCH}", f"{path}?q={'x' * (LONGEST_SEARCH + 1)}", status, letters
        yield f"{path}?q={words(MOST_WORDS)}", f"{path}?q={words(MOST_WORDS + 1)}", status, several
    for path in ("/forces/", "/inspections/"):
        yield f"{path}?q={'x' * LONGEST_SEARCH}", f"{path}?q={'x' * (LONGEST_SEARCH + 1)}", 200, letters
    for path, status in (("/", 200), ("/recommendations.csv", 400), ("/api/v1/items/", 400), ("/changes.atom", 400)):
        yield f"{path}?as_at={EARLIEST}", f"{path}?as_at={EARLIEST - DAY}", status, "is before anything on record"
        yield f"{path}?as_at={today()}", f"{path}?as_at={today() + DAY}", status, "has not come yet"
    for path in ("/api/v1/items/", "/api/v1/bodies/", "/api/v1/changes/"):
        yield f"{path}?limit={MOST}", f"{path}?limit={MOST + 1}", 400, f"is a whole number from 1 to {MOST}"
        yield f"{path}?limit=1", f"{path}?limit=0", 400, f"is a whole number from 1 to {MOST}"
    for path in ("/recommendations/", "/inspections/"):
        yield f"{path}?page=1", f"{path}?page=2", 404, "There is no page at this address."


def test_at_the_boundary_there_is_an_answer_and_past_it_a_sentence(client, record):
    checked = 0
    for within, beyond, status, sentence in cases():
        answer = client.get(within)
        assert answer.status_code == 200, within
        text = b"".join(answer).decode() if answer.streaming else answer.content.decode()
        assert sentence not in text, within
        refused = client.get(beyond)
        assert refused.status_code == status, beyond
        assert sentence in refused.content.decode(), beyond
        checked += 1
    assert checked > 25
