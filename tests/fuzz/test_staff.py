"""Every address of the admin with made-up boxes, sent by somebody who may do everything: all of it or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import strategies as st
from zeal import zeal_ignore

from inspections.bitmaps import kept, names
from inspections.record_check import RecordCheck
from tests.answers import content_of
from tests.fuzz.count import Count
from tests.fuzz.hostile import MARK, texts
from tests.fuzz.limits import fuzzing
from tests.harness.forms import all_boxes
from tests.roles.test_addresses import addresses
from tests.roles.world import World

pytestmark = pytest.mark.django_db

EXAMPLES = 8  # for each address of the admin that takes a POST
# What a browser sends with a button; and names of boxes that stand on no page that is only read.
BUTTONS = ["_save", "_continue", "_addanother", "_saveasnew", "record", "post", "propose", "preview", "check", "_popup"]
OTHERS = [
    "act",
    "action",
    "_selected_action",
    "items",
    "proposals",
    "comment",
    "note",
    "batch",
    "seen",
    "sha256",
    "next",
]
OTHERS += ["position", "effective_on", "reason", "evidence", "source", "stated_by", "corrects", "target_on", "file"]
OTHERS += ["username", "password", "email", "token", "version", "index", "select_across", "q", "o", "_to_field"]
ACTS = ["accept", "return", "withdraw", "delete_selected", "1", "yes", "on", ""]
# They leave through another door: a sign-out ends the session that the next example needs.
LEFT_OUT = {"logout", "jsi18n", "password_change"}
# Kept about people and their sessions, or for an hour: not the record.
NOT_THE_RECORD = {"upload", "version", "revision"}


def rows() -> dict[str, int]:
    """How many rows each table of the record has."""
    models = apps.get_app_config("inspections").get_models()
    return {m.__name__: m._default_manager.count() for m in models if m._meta.model_name not in NOT_THE_RECORD}


@contextmanager
def taken_back() -> Iterator[None]:
    """Undo what is written inside, so that each example meets the same record."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    kept.KEPT.forget()
    names.forget()


def changes(found: dict[str, list[str]]) -> st.SearchStrategy[dict[str, Any]]:
    """The boxes of a page with some of them filled in otherwise, left out or sent twice; and boxes that it has not."""
    known = sorted(set(found) - {"csrfmiddlewaretoken"}) or OTHERS
    value = st.one_of(texts(), st.sampled_from(ACTS), st.sampled_from(["1", "2", "3", "99999"]))
    change = st.one_of(
        st.tuples(st.sampled_from(known), st.lists(value, max_size=2)),
        st.tuples(st.sampled_from(known), st.lists(value, max_size=2)),
        st.tuples(st.sampled_from(OTHERS), st.lists(value, min_size=1, max_size=2)),
    )
    some = st.lists(change, min_size=1, max_size=4).map(dict)
    button = st.sampled_from(BUTTONS)
    file = st.one_of(st.none(), st.tuples(texts(), st.binary(max_size=60)))
    return st.tuples(some, button, file).map(lambda drawn: _sent(found, *drawn))


def _sent(found: dict[str, list[str]], some: dict[str, list[str]], button: str, file: Any) -> dict[str, Any]:
    data: dict[str, Any] = {**found, **some, button: ["1"]}
    if file and "file" in {*found, *some}:
        data["file"] = [SimpleUploadedFile((file[0][:80].strip() or "x") + ".csv", file[1])]
    return data


def post(client: Client, address: str, data: dict[str, Any]) -> None:
    """Send a form. What is not done with a redirect has changed nothing; what is done leaves a record that agrees."""
    before = rows()
    with zeal_ignore():  # how many queries a form takes is told elsewhere
        answer = client.post(address, data)
    assert answer.status_code in {200, 302, 400, 403, 404, 405, 413}, (address, answer.status_code)
    if "html" in answer.get("Content-Type", ""):
        assert MARK.encode() not in content_of(answer), address
    after = rows()
    is_done = answer.status_code == 302 or b"data-popup-response" in content_of(answer)
    if not is_done:
        assert after == before, address
    elif after != before:
        assert [str(each) for each in RecordCheck().disagreements()] == [], address


@pytest.fixture
def world(db: None) -> World:
    return World()


def test_no_form_of_the_admin_is_broken_or_half_done(world: World, counting: Any) -> None:
    client, count = world.clients["superuser"], counting("forms sent to the admin")
    walked = {name: address for name, address in addresses(world).items() if name not in LEFT_OUT}
    assert len(walked) > 60
    for address in walked.values():
        page = client.get(address)
        html = page.content.decode() if page.status_code == 200 and "html" in page.get("Content-Type", "") else ""
        found = all_boxes(html)

        send = fuzzing(EXAMPLES, changes(found))(partial(_send, client, count, address))
        send()


def _send(client: Client, count: Count, address: str, data: dict[str, Any]) -> None:
    count.one()
    with taken_back():
        post(client, address, data)


def test_no_parameter_breaks_a_list_of_the_admin(world: World, counting: Any) -> None:
    client, count = world.clients["superuser"], counting("requests to lists of the admin")
    names = st.sampled_from(
        ["q", "o", "p", "all", "e", "_popup", "_to_field", "status__exact", "id__in", "body", "act"]
    )
    pairs = st.lists(st.tuples(st.one_of(names, texts()), texts()), max_size=4)
    for name, address in addresses(world).items():
        if name in LEFT_OUT:
            continue
        ask = fuzzing(EXAMPLES // 2, pairs)(partial(_ask, client, count, address))
        ask()


def _ask(client: Client, count: Count, address: str, found: list[tuple[str, str]]) -> None:
    count.one()
    answer = client.get(address, found)
    assert answer.status_code in {200, 302, 400, 403, 404, 405}, (address, found, answer.status_code)
    if "html" in answer.get("Content-Type", ""):
        assert MARK.encode() not in content_of(answer), (address, found)


def test_nothing_that_is_typed_at_the_door_breaks_it(client: Client, counting: Any, db: None) -> None:
    count = counting("forms sent to the door of the staff")
    for address in ("/admin/login/", "/admin/password-reset/", "/admin/organisation/", "/admin/organisation/back/"):
        found = all_boxes(client.get(address).content.decode())
        send = fuzzing(3 * EXAMPLES, changes(found))(partial(_knock, client, count, address))
        send()


def _knock(client: Client, count: Count, address: str, data: dict[str, Any]) -> None:
    count.one()
    with taken_back():
        answer = client.post(address, data)
    assert answer.status_code in {200, 302, 400, 403, 404, 405, 429}, (address, answer.status_code)
    assert "_auth_user_id" not in client.session, address
