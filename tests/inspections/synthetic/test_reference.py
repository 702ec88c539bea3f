import datetime

import pytest

from inspections.synthetic.reference import NoReference, Reference


def test_it_knows_the_bodies_by_kind():
    reference = Reference()
    assert len(reference.territorial) == 43
    assert "warwickshire-frs" in reference.kinds["fire-and-rescue-service"]
    assert reference.names["cleveland"] == "Cleveland"


@pytest.mark.parametrize(
    ("day", "body"),
    [
        (datetime.date(2012, 11, 29), None),  # the month is known, and not the day: nobody until it is over
        (datetime.date(2012, 12, 1), "west-yorkshire-pcc"),
        (datetime.date(2021, 5, 9), "west-yorkshire-pcc"),
        (datetime.date(2021, 5, 10), "mayor-west-yorkshire"),
    ],
)
def test_it_knows_who_answered_for_a_force_on_a_day(day, body):
    assert Reference().policing_body("west-yorkshire", day) == body


def test_a_body_that_nobody_answers_for_has_none():
    assert Reference().policing_body("warwickshire-frs", datetime.date(2020, 1, 1)) is None


def test_without_reference_data_it_says_so(tmp_path):
    with pytest.raises(NoReference, match=r"bodies\.csv is missing"):
        Reference(tmp_path)
