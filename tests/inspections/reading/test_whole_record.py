"""What the first page says of answers and chains is what the functions that it is made of say."""

import datetime

import pytest

from inspections.days import today
from inspections.reading.chains import chains
from inspections.reading.whole_record import NOT_FOUND_SHOWN, answers_and_chains
from tests import make

pytestmark = pytest.mark.django_db


def test_it_holds_the_figures_and_the_first_rows():
    force = make.make_force()
    pcc = make.make_policing_body(force)
    for number in range(NOT_FOUND_SHOWN + 2):
        item = make.make_item(body=force, inspection=make.make_inspection(published=f"2020-01-{number + 1:02}"))
        looked = datetime.date(2021, 1, 1)
        make.make_response(item.recommendation.inspection, pcc, published=None, not_found_as_of=looked)
    earlier, later = make.make_recommendation(), make.make_recommendation()
    make.make_succession(earlier, later)
    kept = answers_and_chains(today())
    assert len(kept.not_found) == NOT_FOUND_SHOWN
    assert kept.not_found_figure["figure"] == f"{NOT_FOUND_SHOWN + 2} of {NOT_FOUND_SHOWN + 2}"
    assert [chain.steps for chain in kept.chains] == [chain.steps for chain in chains(today())]
    assert (kept.more_chains, kept.chains_figure["figure"]) == (0, "1")


def test_a_response_that_is_found_after_all_changes_it():
    force = make.make_force()
    pcc, item = make.make_policing_body(force), make.make_item(body=force)
    response = make.make_response(
        item.recommendation.inspection, pcc, published=None, not_found_as_of=datetime.date(2021, 1, 1)
    )
    assert len(answers_and_chains(today()).not_found) == 1
    response.delete()
    assert answers_and_chains(today()).not_found == []
