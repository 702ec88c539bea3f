import random
from collections import Counter

import pytest

from inspections.dataset.schema import FILES
from inspections.models.recommendation import Deadline, RecommendationKind
from inspections.models.status import Evidence, Position
from inspections.synthetic import measured
from inspections.synthetic.measured import Weights, between, drawn, number
from inspections.synthetic.reference import REFERENCE


def test_a_word_is_drawn_as_often_as_its_weight_says():
    found = Counter(drawn(luck, Weights("custody 3, - 1")) for luck in [random.Random(1)] for _time in range(4_000))
    assert set(found) == {"custody", ""}
    assert 2_850 < found["custody"] < 3_150


def test_a_word_may_have_spaces_and_a_number_is_a_number():
    assert drawn(random.Random(1), Weights("no further action needed 4")) == "no further action needed"
    assert number(random.Random(1), Weights("43 1")) == 43


def test_a_scale_gives_its_ends_and_what_is_between():
    luck = random.Random(1)
    found = [between(luck, (0, 10, 110)) for _time in range(2_000)]
    assert (min(found), max(found)) == (0, 110)
    assert 900 < sum(value <= 10 for value in found) < 1_100  # the middle of the scale


@pytest.mark.parametrize(
    ("weights", "vocabulary"),
    [
        (measured.KINDS, RecommendationKind.values),
        (measured.DEADLINES, ["", *Deadline.values]),
        (measured.BODY_EVIDENCE, Evidence.values),
        (measured.INSPECTORATE_EVIDENCE, Evidence.values),
        (measured.FOLLOW_UPS, ["", *FILES["inspections"].by_name["follow_up_kind"].words]),
    ],
)
def test_words_are_those_of_the_format(weights, vocabulary):
    assert [word for word in weights.words if word not in vocabulary] == []


def test_from_every_position_that_can_be_reached_there_is_a_next():
    reached = {word for weights in measured.NEXT_POSITION.values() for word in weights.words}
    assert reached == set(Position.values)
    assert set(measured.NEXT_POSITION) == reached | {""}


@pytest.mark.parametrize("name", ["programmes", "themes"])
def test_programmes_and_themes_are_those_of_the_reference_data(name):
    slugs = {line.split(",")[0] for line in (REFERENCE / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]}
    assert [word for word in getattr(measured, name.upper()).words if word not in slugs] == []
