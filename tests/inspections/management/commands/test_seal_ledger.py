import pytest

from inspections.days import today
from inspections.models import Inspection, Seal
from inspections.models.edition import edition
from tests import make
from tests.packages import run

pytestmark = pytest.mark.django_db


def test_it_seals_what_came_out_by_itself_and_says_to_how_many():
    hushed = make.make_inspection(draft=True)
    make.make_update(make.make_item(inspection=hushed), "planned")
    before = edition()
    assert run("seal_ledger") == "Nothing waits for a seal.\n"
    assert edition() == before
    Inspection.objects.filter(pk=hushed.pk).update(draft=False, public_from=today())
    assert run("seal_ledger") == "1 row was sealed.\n"
    assert Seal.objects.count() == 1
    assert edition() != before
    assert "1 row, head" in run("verify_ledger")
