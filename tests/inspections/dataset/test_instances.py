import datetime

from inspections.dataset.instances import Maker
from inspections.dataset.schema import FILES
from inspections.models import Addressee, Body, DeadlineSetBy, Inspection, Recommendation, StatusUpdate
from inspections.partial_dates import PartialDate


def cells_of(name, **given):
    return {column.name: given.get(column.name, "") for column in FILES[name].columns}


def test_an_object_is_what_calling_its_model_would_make():
    body = Body(pk=-1, slug="north")
    item = Addressee(pk=-2, recommendation=Recommendation(pk=-3), body=body)
    cells = cells_of(
        "status_updates",
        sequence="3",
        position="planned",
        effective_on="2019-09",
        recorded_on="2020-01-02",
        reason="So.",
        evidence="assertion",
    )
    made = Maker(FILES["status_updates"]).make(-9, cells, {"addressee": item, "stated_by": body})
    assert isinstance(made, StatusUpdate)
    assert (made.pk, made.sequence, made.position, made.reason) == (-9, 3, "planned", "So.")
    assert (made.effective_on, made.recorded_on) == (PartialDate(2019, 9), datetime.date(2020, 1, 2))
    assert made.addressee is item
    assert (made.addressee_id, made.stated_by_id, made.source_id, made.source) == (-2, -1, None, None)
    assert made.recorded_at
    assert made._state.adding


def test_what_no_column_gives_has_its_default():
    cells = cells_of(
        "recommendations", ref="a", number="1", kind="part", text="Do.", text_is="summary", deadline_set_by="body"
    )
    made = Maker(FILES["recommendations"]).make(-1, cells, {"inspection": Inspection(pk=-2)})
    assert (made.deadline_set_by, made.withdrawn_on, made.parent) == (DeadlineSetBy.BODY, None, None)
