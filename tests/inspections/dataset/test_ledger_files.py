from inspections.dataset.ledger_files import LEDGER
from inspections.dataset.schema import FILES
from inspections.models import Seal, StatusUpdate
from inspections.seals import FORM


def test_the_ledger_comes_with_its_seals_which_name_its_rows_by_their_key():
    updates, seals = LEDGER
    assert (updates.model, seals.model) == (StatusUpdate, Seal)
    assert updates.key == seals.key
    assert list(FILES).index("status_updates") + 1 == list(FILES).index("seals")


def test_the_columns_of_the_ledger_begin_with_those_that_are_sealed():
    assert tuple(LEDGER[0].by_name)[: len(FORM)] == FORM
