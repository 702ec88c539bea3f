import pytest
from django.core.management import CommandError

from inspections.models import Inspection, Seal
from tests import make
from tests.packages import run
from tests.tampering import alter_reason, take_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    item = make.make_item("one", make.make_force("north"))
    for position in ("planned", "under-way", "says-complete"):
        make.make_update(item, position, reason=f"Said as {position}.")
    return item


def test_it_says_the_head_and_how_many(item):
    head = Seal.objects.last()
    assert run("verify_ledger") == f"3 rows, head {head.sha256}, sealed at {head.sealed_at}: all as sealed.\n"


def test_nothing_sealed_is_no_fault():
    assert run("verify_ledger") == "No row is sealed yet.\n"


def test_it_names_the_row_of_which_one_character_was_altered(item):
    alter_reason(2)
    with pytest.raises(CommandError, match="recommendation one, body north, sequence 2: altered"):
        run("verify_ledger")


def test_what_waits_is_counted(item):
    hushed = make.make_inspection(draft=True)
    make.make_update(make.make_item(inspection=hushed), "planned")
    Inspection.objects.filter(pk=hushed.pk).update(draft=False, public_from="2999-01-01")
    assert "wait" not in run("verify_ledger")
    Inspection.objects.filter(pk=hushed.pk).update(public_from=Seal.objects.last().day)
    assert "1 published row waits for its seal." in run("verify_ledger")


def test_a_head_that_was_kept_is_found_again(item):
    kept = Seal.objects.get(position=2).sha256
    assert "stands at position 2." in run("verify_ledger", "--head", kept)
    assert "stands at position 2." in run("verify_ledger", "--head", kept, "--position", 2)
    with pytest.raises(CommandError, match="should stand at position 3, and stands at 2"):
        run("verify_ledger", "--head", kept, "--position", 3)


def test_only_a_kept_head_shows_that_the_end_was_cut_off(item):
    kept = Seal.objects.last()
    take_out(kept.update_id)
    assert "2 rows, head" in run("verify_ledger")
    with pytest.raises(CommandError, match="is not in it: the chain was made anew"):
        run("verify_ledger", "--head", kept.sha256)


@pytest.mark.parametrize("wrong", [["--head", "abc"], ["--position", "2"]])
def test_a_wrong_question_is_refused_with_a_sentence(wrong):
    with pytest.raises(CommandError, match=r"64 hexadecimal digits|Give the head"):
        run("verify_ledger", *wrong)
