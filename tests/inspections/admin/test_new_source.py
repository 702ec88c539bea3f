"""Naming a source, or putting a new one on record in place."""

import pytest

from inspections.admin.new_source import SourceForm, free_slug, suggestions
from inspections.models import Source
from tests.make import make_inspection, make_item, make_source, make_update

pytestmark = pytest.mark.django_db


def read(**data):
    form = SourceForm(data)
    return form, form.is_valid()


@pytest.mark.parametrize(
    "words", ["the-letter", " the-letter ", "The Letter", "the letter", "https://example.org/letter"]
)
def test_a_source_is_found_by_slug_title_or_address(words):
    source = make_source("the-letter", title="The Letter", url="https://example.org/letter")
    form, valid = read(source=words)
    assert valid
    assert form.cleaned_data["source"] == source


def test_a_title_that_two_sources_have_is_not_guessed():
    make_source("one", title="A letter")
    make_source("two", title="A letter")
    form, valid = read(source="A letter")
    assert not valid
    assert "Several sources" in str(form.errors["source"])
    assert read(source="two")[0].cleaned_data["source"].slug == "two"


def test_no_source_at_all_is_left_to_the_rules_of_the_ledger():
    form, valid = read()
    assert valid
    assert form.cleaned_data["source"] is None


def test_a_new_source_is_prepared_and_not_saved():
    form, valid = read(new_title="A letter", new_url="https://example.org/a", new_published_on="2019-09")
    assert valid
    source = form.cleaned_data["source"]
    assert (source.pk, source.slug, source.published_on.iso) == (None, "a-letter", "2019-09")
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"source": "known", "new_title": "Another"}, "source"),
        ({"new_url": "https://example.org/x"}, "new_title"),
        ({"new_title": "Again", "new_url": "https://example.org/known"}, "new_url"),
        ({"new_title": "A", "new_url": "javascript:alert(1)"}, "new_url"),
        ({"new_title": "A", "new_published_on": "yesterday"}, "new_published_on"),
        ({"source": "unknown"}, "source"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_box(data, field):
    make_source("known", url="https://example.org/known")
    form, valid = read(**data)
    assert not valid
    assert list(form.errors) == [field]


def test_a_slug_is_free_and_well_formed():
    make_source("a-letter")
    make_source("a-letter-2")
    assert free_slug("A letter!") == "a-letter-3"
    assert free_slug("…") == "source"
    assert free_slug("under_score -- twice") == "under-score-twice"
    Source(slug=free_slug("Letter " * 60), title="x").full_clean()


def test_suggestions_begin_with_what_is_near():
    near, own = make_source("near"), make_source("own")
    for number in range(3):
        make_source(f"newer-{number}")
    item = make_item(inspection=make_inspection())
    item.recommendation.inspection.sources.add(near)
    make_update(item, "under-way", source=own)
    found = suggestions(Source.objects.all(), [item.recommendation.inspection_id], [item.pk])
    offered = [slug for slug, _title in found]
    assert set(offered[:2]) == {"near", "own"}
    assert set(offered[2:]) == {"newer-0", "newer-1", "newer-2"}
