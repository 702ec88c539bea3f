import datetime

import pytest

from inspections.bitmaps.shelf import Shelf
from inspections.models import Addressee, Recommendation
from inspections.reading.cards import cards
from inspections.reading.listed import listed
from tests import make

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 11, 22)


def test_a_listed_card_is_the_card_that_querysets_make(django_assert_max_num_queries):
    kent = make.make_force("kent", short_name="Kent")
    make.make_recommendation("national", [kent, make.make_force()], due_on="2021-01-01")
    whole = make.make_recommendation("whole", [kent], make.make_inspection(published="2021-05"))
    part = make.make_part(whole, ref="part")
    make.make_part(whole, ref="done")
    for ref in ("whole", "done"):
        make.make_update(Addressee.objects.get(recommendation__ref=ref), "complete", on="2022-03")
    make.make_item("now", kent, deadline="immediately", inspection=make.make_inspection(published=None))
    ours = Addressee.objects.public(ON).standing(ON)
    for items, shelf in (
        (ours, Shelf.public(ON, None)),
        (ours.filter(body=kent), Shelf.public(ON, None).of("force", kent.pk)),
    ):
        shelf.names  # noqa: B018  (are read once for an edition)
        ends = shelf.newest()
        keys = [shelf.record.places.recommendations[end] for end in ends]
        found = Recommendation.objects.select_related("inspection").in_bulk(keys)
        made = listed(shelf, ends)
        assert [one.pop("key") for one in made] == keys
        assert made == cards([found[key] for key in keys], items, ON)
    assert part.pk in keys
    assert {card["doubt"] for card in listed(shelf, ends)} == {"", "1 of 2 parts are not confirmed complete"}


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    for _ in range(5):
        make.make_update(make.make_item(), "planned")
    from inspections.models.edition import edition

    shelf = Shelf.public(ON, edition())
    shelf.names  # noqa: B018
    with django_assert_num_queries(2):
        assert len(listed(shelf, shelf.newest())) == 5
