"""The rules by themselves; what a package is told about each is in test_checker.py."""

import datetime

import pytest
from django.db.models import Model

from inspections.dataset import rules
from inspections.dataset.schema import FILES
from inspections.models import Body, Inspection, Recommendation, Succession
from inspections.partial_dates import PartialDate


def said_of(name, row):
    return {column: sentence for _row, column, sentence in rules.of_rows(FILES[name], {0: row})}


def test_an_end_may_be_on_the_day_of_its_start_and_not_before():
    def oversight(start, end):
        return FILES["oversight"].model(start=PartialDate.parse(start), end=PartialDate.parse(end))

    assert said_of("oversight", oversight("2019-09-27", "2019-09-27")) == {}
    assert said_of("oversight", oversight("2019-09-27", "2019-09")) == {}
    assert list(said_of("oversight", oversight("2019-09-27", "2019-09-26"))) == ["end"]


def test_a_constraint_is_reported_at_the_last_of_its_columns_in_its_own_words():
    row = Succession(earlier_id=-1, later_id=-1, kind="repeated-in")
    assert said_of("successions", row) == {"later": "A recommendation does not succeed itself."}


def test_a_withdrawal_is_a_day_and_a_reason_and_comes_after_the_report():
    def withdrawn(on, note="It was wrong."):
        report = Inspection(published_on=PartialDate.parse("2019-09-27"))
        row = Recommendation(inspection=report, withdrawn_on=on, withdrawal_note=note)
        return list(said_of("recommendations", row))

    assert withdrawn(datetime.date(2019, 9, 27)) == []
    assert withdrawn(None, "") == []
    assert withdrawn(datetime.date(2019, 9, 26)) == ["withdrawn_on"]
    assert withdrawn(datetime.date(2019, 9, 27), "") == ["withdrawal_note"]
    assert withdrawn(None) == ["withdrawn_on"]


@pytest.mark.parametrize(("kind", "may"), [("inspectorate", True), ("police-force", False)])
def test_only_inspectorates_inspect(kind, may):
    assert rules.of_relation(Inspection._meta.get_field("inspectorates"), Body(kind=kind)) is may


def test_any_body_may_be_inspected():
    assert rules.of_relation(Inspection._meta.get_field("bodies"), Body(kind="local-partner"))


def test_a_rule_about_a_field_is_shown_at_its_column():
    assert rules.column_of(FILES["response_items"], "addressee") == "body"
    assert rules.column_of(FILES["response_items"], "response") == "responder"
    assert rules.column_of(FILES["recommendations"], "parent") == "parent"
    assert rules.column_of(FILES["addressees"], "__all__") == "body"


def test_every_model_that_has_rules_of_its_own_is_applied_or_has_a_reason():
    """A new clean() has to be put into CLEAN, or covered by another rule of the load."""
    covered = {
        "Programme": "addresses only: a load follows them",
        "Body": "addresses only",
        "Theme": "addresses only",
        "Source": "addresses only",
        "Succession": "rules.succession",
        "StatusUpdate": "rules.statements",
    }
    models = [file.model for file in FILES.values()]
    with_rules = {model.__name__ for model in models if model.clean is not Model.clean}
    applied = {model.__name__ for model in rules.CLEAN}
    assert applied <= with_rules
    assert with_rules - applied <= set(covered)


def test_a_circle_is_found_whoever_begins():
    one, two, three = (Recommendation(pk=-number) for number in (1, 2, 3))
    one.parent, two.parent, three.parent = two, one, one
    assert list(rules.circles({2: one, 3: two, 4: three}, "parent")) == [2, 3]
