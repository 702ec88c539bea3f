"""The record that most tests of the public site read: small, with something of every kind.

It is written once for all tests of a module, where one of them names the fixture `record`: the others see it too.
"""

import datetime
from typing import Any

import pytest

from inspections.models import Grade, MonitoringPhase, ResponseItem
from tests import make
from tests.harness.standing import copied, written_once


def told() -> dict[str, Any]:
    """A small public record with something of every kind, by the names that the addresses need."""
    force = make.make_force("northshire", name="Northshire Police")
    other = make.make_force("southshire", name="Southshire Police")
    policing_body = make.make_policing_body(force, "northshire-pcc", start="2012-11")
    programme = make.make_programme("child-protection", name="Child protection", description="Children first.")
    theme = make.make_theme("missing-children", name="Missing children", synonyms="absent children; mispers")
    first = make.make_inspection("northshire-2017", "2017-09", [force], programme=programme, summary="It fell short.")
    later = make.make_inspection("northshire-2018", "2018-11-28", [force], follows_up=[first], programme=programme)
    concern = make.make_recommendation("missing", [force], first, "cause-of-concern", themes=[theme])
    national = make.make_recommendation("records", [force, other], later, themes=[theme], due_on="2019-01")
    make.make_part(national, ref="records-a")
    make.make_succession(concern, national)
    make.make_update(concern.addressees.get(), "being-progressed", made_in=later, on="2018-11-28", batch="review-2018")
    make.make_update(concern.addressees.get(), "partly-assured", on="2019-03")
    make.make_observation(first)
    Grade.objects.create(inspection=first, body=force, framework="ncpi-2014", topic="Investigation", grade="good")
    MonitoringPhase.objects.create(body=force, phase="engage", start=make.partial("2019"), source=make.make_source())
    first.sources.add(make.make_source("told", title="A told source"))
    response = make.make_response(later, policing_body, "2018-12-01", summary="It agreed.")
    ResponseItem.objects.create(response=response, addressee=national.addressees.get(body=force), decision="accepted")
    make.make_response(first, policing_body, None, not_found_as_of=datetime.date(2026, 11, 21))
    return {"force": force, "programme": programme, "theme": theme, "inspection": first, "concern": concern}


told_stands = written_once(told)


@pytest.fixture
def record(told_stands: dict[str, Any], db: None) -> dict[str, Any]:
    """What is told, by the names that the addresses need."""
    return copied(told_stands)
