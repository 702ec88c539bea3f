"""Every role, every model, every row: what may be done, tried at the addresses themselves, posts included.

`make test` prints the table that was walked.
"""

import pytest
from django.contrib import admin

from tests.roles.table import ADD, CHANGE, DELETE, LIST, ROLES, TABLE, VIEW, may
from tests.roles.world import World

# Those whose only act stands among the acts of the table.
NOT_IN_THE_TABLE = {"upload", "auditentry"}


def tried(world: World, who: str, row: str, act: str) -> bool:
    """Whether an act was allowed, tried as a browser would: 200 or a redirect within the admin, against 403 or 404."""
    client = world.clients[who]
    if act == LIST:
        return client.get(world.address(row, "changelist")).status_code == 200
    if act == VIEW:
        # Django leads away from what is not there for an account.
        return client.get(world.address(row, "change")).status_code == 200
    if act == ADD:
        return client.get(world.address(row, "add")).status_code == 200
    if act == CHANGE:
        address, data = world.unchanged_form(row)
        answer = client.post(address, data)
        assert answer.status_code != 200, f"{who}: {row}: {answer.context['errors']}"
        return answer.status_code == 302 and answer["Location"] == world.address(row, "changelist")
    model, key = type(world.rows[row]), world.rows[row].pk
    client.post(world.address(row, "delete"), {"post": "yes"})
    return not model._default_manager.filter(pk=key).exists()


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("row", TABLE)
def test_each_role_does_with_each_model_what_it_may_and_nothing_else(world, who, row, record_property):
    found = {act: tried(world, who, row, act) for act in (LIST, VIEW, ADD, CHANGE, DELETE)}
    for act, allowed in found.items():
        record_property("walked", (f"{row}: {act}", who, allowed))
    assert found == {act: may(who, initials) for act, initials in TABLE[row].items()}


@pytest.mark.once
def test_the_table_names_every_model_of_the_admin():
    """A new page of the admin has no rules until somebody writes them down in the table."""
    named = {row.split(",")[0] for row in TABLE} | NOT_IN_THE_TABLE
    assert {str(model._meta.model_name) for model in admin.site._registry} == named
