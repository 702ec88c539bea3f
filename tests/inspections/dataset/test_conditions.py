import pytest
from django.db.models import CheckConstraint, F, Q

from inspections.dataset.conditions import fields_of, holds
from inspections.dataset.schema import FILES
from inspections.models import Body, Recommendation, Response, Succession


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        (Q(kind="part"), True),
        (~Q(kind="part"), False),
        (Q(kind="recommendation"), False),
        (Q(kind__in=["part", "other"]), True),
        (Q(due_on__isnull=True), True),
        (Q(due_on=None), True),
        (Q(inspection__isnull=False), True),
        (Q(kind="part", number="2"), False),
        (Q(kind="part") | Q(number="2"), True),
        (~Q(kind="part", number="2"), True),
        (~(Q(kind="part") & ~Q(number="2")), False),
        (Q(id__gte=-3), True),
        (Q(id__gte=-2), False),
        (Q(ref=F("number")), False),
    ],
)
def test_a_condition_is_read_as_the_database_would(condition, met):
    row = Recommendation(pk=-3, ref="a", number="1", kind="part", inspection_id=-1)
    assert holds(condition, row) is met


def test_a_lookup_that_is_not_known_is_an_error_and_not_a_yes():
    with pytest.raises(KeyError):
        holds(Q(name__regex="x"), Body(name="x"))


def condition_of(model, name):
    [found] = [c for c in model._meta.constraints if isinstance(c, CheckConstraint) and c.name == name]
    assert isinstance(found.condition, Q)
    return found.condition


def test_every_check_constraint_of_the_record_can_be_read():
    loaded = {file.model for file in FILES.values()}
    for model in loaded:
        for constraint in model._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                condition = condition_of(model, constraint.name)
                assert holds(condition, model()) in (True, False)
                assert set(fields_of(condition))


def test_constraints_are_read_on_both_sides():
    itself = condition_of(Succession, "succession_not_itself")
    assert not holds(itself, Succession(earlier_id=1, later_id=1))
    assert holds(itself, Succession(earlier_id=1, later_id=2))
    found = condition_of(Response, "response_found_or_not")
    assert not holds(found, Response())
    assert holds(found, Response(url="https://example.org"))
