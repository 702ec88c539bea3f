import datetime
from itertools import count

from inspections.dataset.instances import Statement, make
from inspections.models import Addressee, Body, DeadlineSetBy, Inspection, Recommendation, StatusUpdate
from inspections.partial_dates import PartialDate

from .test_entries import entries_of


def made(name, row, **named):
    """The object of one new row that names these."""
    entries = entries_of(name, row)
    entries.new = [0]
    entries.related = {name: [one] for name, one in named.items()}
    make(entries, count(-9, -1))
    return entries.objects[0]


def recommendation(**cells):
    row = {"ref": "a", "inspection": "i", "number": "1", "kind": "part", "text": "Do.", "text_is": "summary"}
    return made("recommendations", row | cells, inspection=Inspection(pk=-2, slug="i"), parent=None)


def test_an_object_is_what_calling_its_model_would_make():
    one = recommendation(deadline="by-date", due_on="2019-09")
    assert isinstance(one, Recommendation)
    assert (one.pk, one.ref, one.kind, one.text, one.due_on) == (-9, "a", "part", "Do.", PartialDate(2019, 9))
    assert (one.inspection_id, one.inspection.slug, one.parent_id, one.parent) == (-2, "i", None, None)
    assert one._state.adding
    called = Recommendation(pk=-9, inspection=one.inspection, ref="a", number="1")
    assert one.__dict__.keys() == called.__dict__.keys()


def test_what_no_column_gives_has_its_default():
    one = recommendation(deadline_set_by="body")
    assert (one.deadline_set_by, one.withdrawn_on, one.number_key) == (DeadlineSetBy.BODY, None, "")


def test_a_statement_has_what_rules_ask_of_a_status_update():
    body = Body(pk=-1, slug="north")
    item = Addressee(pk=-2, recommendation=Recommendation(pk=-3), body=body)
    row = {
        "recommendation": "a",
        "body": "north",
        "sequence": "3",
        "stated_by": "north",
        "position": "planned",
        "effective_on": "2019-09",
        "recorded_on": "2020-01-02",
        "reason": "So.",
        "evidence": "assertion",
    }
    one = made("status_updates", row, addressee=item, stated_by=body, source=None, made_in=None)
    assert (one.pk, one.sequence, one.position, one.reason) == (-9, 3, "planned", "So.")
    assert (one.effective_on, one.recorded_on) == (PartialDate(2019, 9), datetime.date(2020, 1, 2))
    assert one.addressee is item
    assert (one.addressee_id, one.stated_by_id, one.source_id, one.source, one.corrects_id) == (
        -2,
        -1,
        None,
        None,
        None,
    )
    names = {name for name in dir(Statement) if not name.startswith("_")}
    assert names <= set(dir(StatusUpdate))
