import datetime
from array import array

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from inspections.models import Inspection, Source
from inspections.models.fields import PartialDateFormField, SlugField
from inspections.partial_dates import PartialDate
from tests.make import make_inspection, make_source, partial

day = datetime.date.fromisoformat


@pytest.mark.django_db
class TestStored:
    @pytest.mark.parametrize("text", ["2019", "2019-09", "2019-09-27"])
    def test_it_comes_back_as_it_was_given(self, text):
        source = make_source(published_on=partial(text))
        source.refresh_from_db()
        assert source.published_on == PartialDate.parse(text)

    def test_text_and_dates_are_taken_too(self):
        source = make_source(published_on="2019-09", captured_on=day("2020-01-02"))
        source.refresh_from_db()
        assert (source.published_on.iso, source.captured_on.iso) == ("2019-09", "2020-01-02")

    def test_not_known_is_null(self):
        make_source("unknown")
        assert Source.objects.filter(published_on=None).get().slug == "unknown"

    def test_the_database_shows_what_the_source_said(self):
        make_source(published_on=partial("2019-09"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT published_on FROM inspections_source")
            assert cursor.fetchone() == ("2019-09",)

    def test_nonsense_is_refused_before_it_is_stored(self):
        with pytest.raises(ValidationError, match="is not a date"):
            make_source(published_on="last year")

    @pytest.mark.parametrize("lookup", ["lt", "gte"])
    def test_comparisons_that_would_be_wrong_are_refused(self, lookup):
        with pytest.raises(NotImplementedError, match="use lte or gt"):
            Source.objects.filter(**{f"published_on__{lookup}": day("2019-09-01")})

    def test_a_history_is_ordered_by_first_days_where_text_would_put_the_month_first(self):
        for slug, text in (("b", "2019-09-01"), ("a", "2019-08-31"), ("c", "2019-09-02"), ("m", "2019-09")):
            make_source(slug, published_on=partial(text))
        ordered = Source.objects.order_by("published_on__first_day", "-slug").values_list("slug", flat=True)
        assert list(ordered) == ["a", "m", "b", "c"]

    @pytest.mark.parametrize(
        ("text", "on", "begun", "lasts"),
        [
            ("2019-09", "2019-08-31", False, True),
            ("2019-09", "2019-09-01", True, True),
            ("2019-09", "2019-09-30", True, True),
            ("2019-09", "2019-10-01", True, False),
            ("2019", "2018-12-31", False, True),
            ("2019", "2019-01-01", True, True),
            ("2019", "2019-12-31", True, True),
            ("2019", "2020-01-01", True, False),
            ("2019-09-27", "2019-09-26", False, True),
            ("2019-09-27", "2019-09-27", True, True),
            ("2019-09-27", "2019-09-28", True, False),
        ],
    )
    def test_the_database_compares_as_the_value_does(self, text, on, begun, lasts):
        make_inspection(published=text)
        assert Inspection.objects.filter(published_on__lte=day(on)).exists() is begun
        assert Inspection.objects.filter(published_on__gt=day(on)).exists() is not begun
        assert Inspection.objects.filter(published_on__lasts_to=day(on)).exists() is lasts
        assert (partial(text).first <= day(on), partial(text).last >= day(on)) == (begun, lasts)


class TestAgreement(TestCase):
    @settings(max_examples=60)
    @given(
        st.dates().flatmap(lambda d: st.sampled_from([d.isoformat(), d.isoformat()[:7], d.isoformat()[:4]])), st.dates()
    )
    def test_the_database_and_the_value_agree_on_any_day(self, text, on):
        source = Source.objects.create(slug="s", title="S", published_on=partial(text))
        date, same = partial(text), Source.objects.filter(pk=source.pk)
        assert same.filter(published_on__lte=on).exists() == (date.first <= on)
        assert same.filter(published_on__lasts_to=on).exists() == (date.last >= on)


class TestForm:
    def test_it_reads_what_people_type(self):
        assert PartialDateFormField().clean(" 2019-09 ") == PartialDate.parse("2019-09")

    def test_it_may_be_left_empty_where_it_need_not_be_known(self):
        assert PartialDateFormField(required=False).clean("") is None
        with pytest.raises(ValidationError, match="required"):
            PartialDateFormField().clean("")

    @pytest.mark.parametrize("text", ["27/09/2019", "2019-02-30", "soon", "2019-9", "x" * 5000])
    def test_it_says_what_it_expected(self, text):
        with pytest.raises(ValidationError, match=r"not a date|not in the calendar"):
            PartialDateFormField().clean(text)

    def test_it_shows_again_what_was_stored_or_typed(self):
        field = PartialDateFormField()
        assert field.prepare_value(PartialDate.parse("2019-09")) == "2019-09"
        assert field.prepare_value("soon") == "soon"

    def test_the_same_date_is_no_change(self):
        field = PartialDateFormField()
        assert not field.has_changed(PartialDate.parse("2019-09"), "2019-09")
        assert field.has_changed(PartialDate.parse("2019-09"), "2019")
        assert field.has_changed(None, "soon")


@pytest.mark.parametrize("good", ["cleveland", "west-midlands", "gbcse-2023-2", "999"])
def test_a_slug_is_lower_case_letters_digits_and_hyphens(good):
    SlugField().run_validators(good)


@pytest.mark.parametrize("bad", ["Cleveland", "a_b", "-a", "a-", "a--b", "a b", "é", "a\n"])
def test_anything_else_is_not_a_slug(bad):
    with pytest.raises(ValidationError, match="lower-case"):
        SlugField().run_validators(bad)


@pytest.mark.django_db
def test_keys_are_found_among_very_many():
    sources = [make_source(f"source-{number}").pk for number in range(3)]
    keys = array("q", [*sources[1:], *range(10**9, 10**9 + 40_000)])
    assert set(Source.objects.filter(pk__among=keys).values_list("pk", flat=True)) == set(sources[1:])
    assert not Source.objects.filter(pk__among=array("q")).exists()
