import datetime

import pytest
from django.core.exceptions import ValidationError

from inspections.models import Body, BodyKind, MonitoringPhase, Oversight
from tests.make import make_body, make_force, partial

pytestmark = pytest.mark.django_db

day = datetime.date.fromisoformat


@pytest.mark.parametrize(
    ("established", "abolished", "on", "exists"),
    [
        (None, None, "2020-01-01", True),
        ("2012-11", None, "2012-10-31", False),
        ("2012-11", None, "2012-11-01", True),
        (None, "2021-05-05", "2021-05-05", True),
        (None, "2021-05-05", "2021-05-06", False),
        (None, "2017", "2017-12-31", True),
        (None, "2017", "2018-01-01", False),
    ],
)
def test_existing_says_the_same_in_the_database_and_of_one_body(established, abolished, on, exists):
    body = make_body(established_on=partial(established), abolished_on=partial(abolished))
    assert Body.objects.existing(day(on)).filter(pk=body.pk).exists() is exists
    assert body.existed(day(on)) is exists


def test_territorial_forces_are_the_police_forces_with_an_area_code():
    territorial = make_force("cleveland", ons_code="E23000013")
    make_force("btp")
    make_body(kind=BodyKind.LOCAL_POLICING_BODY, ons_code="E23000013")
    assert list(Body.objects.territorial_forces()) == [territorial]


def test_lists_use_the_short_name_where_there_is_one():
    assert make_body(name="Cleveland Police", short_name="Cleveland").label == "Cleveland"
    assert make_body(name="Surrey Police").label == "Surrey Police"


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValidationError):
        Body(slug="x", name="X", kind="club").full_clean()


def test_every_kind_has_a_plural():
    assert len({kind.plural for kind in BodyKind}) == len(BodyKind)


def test_nothing_ends_before_it_begins():
    force, pcc = make_force(), make_body(kind=BodyKind.LOCAL_POLICING_BODY)
    backwards = {"start": partial("2020-02"), "end": partial("2020-01-31")}
    for row, field in (
        (
            Body(slug="x", name="X", kind="police-force", established_on=partial("2020"), abolished_on=partial("2019")),
            "abolished_on",
        ),
        (Oversight(force=force, policing_body=pcc, **backwards), "end"),
        (MonitoringPhase(body=force, phase="engage", **backwards), "end"),
    ):
        with pytest.raises(ValidationError) as caught:
            row.full_clean()
        assert set(caught.value.message_dict) == {field}
    Oversight(force=force, policing_body=pcc, start=partial("2020-02"), end=partial("2020")).full_clean()


@pytest.mark.parametrize(
    ("start", "end", "first", "last", "covers"),
    [
        ("2012-11", "2021-05-05", "2021-05-05", "2021-05-05", True),
        ("2012-11", "2021-05-05", "2021-05-06", "2021-05-06", False),
        ("2012-11", "2021-05-05", "2021-05-01", "2021-05-31", True),
        ("2012-11", None, "2012-10-31", "2012-10-31", False),
        ("2012-11", None, "2026-01-01", "2026-01-01", True),
        (None, None, "1990-01-01", "1990-01-01", True),
    ],
)
def test_oversight_covers_a_day_if_the_duty_was_in_force_on_some_day_of_it(start, end, first, last, covers):
    oversight = Oversight(start=partial(start), end=partial(end))
    assert oversight.covers(day(first), day(last)) is covers


def test_the_same_oversight_stands_once_dated_or_not():
    force, body = make_force(), make_body(kind=BodyKind.LOCAL_POLICING_BODY)
    Oversight.objects.create(force=force, policing_body=body)
    with pytest.raises(ValidationError):
        Oversight(force=force, policing_body=body).full_clean()
    Oversight(force=force, policing_body=body, start=partial("2012-11")).full_clean()
