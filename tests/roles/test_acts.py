"""Every role and the acts of its work: recording, proposing, deciding, publishing, loading."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from inspections.models import Inspection, ProposalState, StatusUpdate
from tests import make
from tests.roles.table import ACTS, ROLES, may
from tests.roles.world import World


def _statement(world: World, item: Any, **changed: Any) -> dict[str, Any]:
    return {
        "seen": item.updates.count(),
        "stated_by": item.body.pk,
        "position": "says-complete",
        "effective_on": "2021-06",
        "reason": "It was done.",
        "evidence": "assertion",
        "source": "",
        "record": "1",
    } | changed


def _recorded(world: World, client: Client, item: Any) -> str:
    """Send the record form about an item: which of the two came of it, if any."""
    before = (item.updates.count(), item.proposals.count())
    client.post(reverse("admin:inspections_addressee_record", args=[item.pk]), _statement(world, item))
    after = (item.updates.count(), item.proposals.count())
    return {(1, 0): "record", (0, 1): "propose"}.get((after[0] - before[0], after[1] - before[1]), "")


def _recorded_together(world: World, who: str) -> str:
    items = [world.item] if who == "contributor" else [world.item, world.other_item]
    speaker = str(world.force.pk) if who == "contributor" else "itself"
    data = _statement(world, world.item, items=",".join(str(i.pk) for i in items), batch="many", stated_by=speaker)
    data["seen"] = str(StatusUpdate.objects.filter(addressee__in=items).count())
    before = [(i.updates.count(), i.proposals.count()) for i in items]
    world.clients[who].post(reverse("admin:inspections_addressee_together"), data)
    after = [(i.updates.count(), i.proposals.count()) for i in items]
    moved = {(a[0] - b[0], a[1] - b[1]) for a, b in zip(after, before, strict=True)}
    return {frozenset({(1, 0)}): "record", frozenset({(0, 1)}): "propose"}.get(frozenset(moved), "")


def _decided(world: World, who: str, act: str, proposal: Any) -> bool:
    data = {"proposals": str(proposal.pk), "act": act, "comment": "Say which files."}
    world.clients[who].post(reverse("admin:inspections_proposal_decide"), data)
    proposal.refresh_from_db()
    return proposal.state != ProposalState.WAITING


def own_proposal(world: World, who: str) -> Any:
    return make.make_proposal(world.item, "not-started", by=world.accounts[who])


def _published(world: World, who: str) -> bool:
    address, data = world.unchanged_form("inspection, draft")
    data.pop("draft")
    world.clients[who].post(address, data)
    return not Inspection.objects.get(pk=world.rows["inspection, draft"].pk).draft


def _withdrew(world: World, who: str) -> bool:
    inspection = world.rows["inspection, public"]
    address = reverse("admin:inspections_inspection_withdraw", args=[inspection.pk])
    world.clients[who].post(address, {"note": "It was entered twice."})
    inspection.refresh_from_db()
    return inspection.withdrawn_on is not None


def _gave_role(world: World, who: str) -> bool:
    address, data = world.unchanged_form("user, any")
    data["groups"] = [str(Group.objects.get(name="viewer").pk)]
    world.clients[who].post(address, data)
    return world.rows["user, any"].groups.filter(name="viewer").exists()


def _opens(name: str, *args: Any) -> Callable[[World, str], bool]:
    return lambda world, who: world.clients[who].get(reverse(name, args=[a(world) for a in args])).status_code == 200


DOING: dict[str, Callable[[World, str], bool]] = {
    "record an update": lambda world, who: _recorded(world, world.clients[who], world.item) == "record",
    "propose an update": lambda world, who: _recorded(world, world.clients[who], world.item) == "propose",
    "record for another body": lambda world, who: _recorded(world, world.clients[who], world.other_item) == "record",
    "propose for another body": lambda world, who: _recorded(world, world.clients[who], world.other_item) == "propose",
    "record for many": lambda world, who: _recorded_together(world, who) == "record",
    "propose for many": lambda world, who: _recorded_together(world, who) == "propose",
    "accept a proposal": lambda world, who: _decided(world, who, "accept", world.rows["proposal, own"]),
    "return a proposal": lambda world, who: _decided(world, who, "return", world.rows["proposal, own"]),
    "withdraw one’s own proposal": lambda world, who: _decided(world, who, "withdraw", own_proposal(world, who)),
    "publish an inspection": _published,
    "withdraw what is public": _withdrew,
    "preview a draft": _opens("admin:inspections_inspection_preview", lambda w: w.rows["inspection, draft"].pk),
    "load a data package": _opens("admin:inspections_upload_changelist"),
    "download the list of items": _opens("admin:inspections_addressee_export_csv"),
    "read the list of sign-ins": _opens("admin:tracker_auditentry_changelist"),
    "give a role": _gave_role,
}


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("act", ACTS)
def test_each_role_does_the_acts_of_its_work_and_no_other(world, who, act, record_property):
    done = DOING[act](world, who)
    record_property("walked", (act, who, done))
    assert done == may(who, ACTS[act])
