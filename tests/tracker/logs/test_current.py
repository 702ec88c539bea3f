"""Each request has an id: its own, or the one that a proxy of ours gave it."""

import pytest

from tracker.logs.current import IN_ENVIRON, Request, request_id

pytestmark = pytest.mark.once


def test_ids_differ():
    assert len({Request({}, believe_proxy=False).id for _each in range(1000)}) == 1000


def test_the_id_of_a_proxy_is_taken_only_where_a_proxy_is_ours():
    environ = {"HTTP_X_REQUEST_ID": "0af7651916cd43dd8448eb211c80319c"}
    assert Request(environ, believe_proxy=True).id == environ["HTTP_X_REQUEST_ID"]
    assert Request(environ, believe_proxy=False).id != environ["HTTP_X_REQUEST_ID"]


@pytest.mark.parametrize(
    "text",
    ["", "short", "x" * 65, "with space", "<b>bold</b>", "line\nbreak00", "a@example.org", "10.20.30.40", "ünïcödé"],
)
def test_what_is_no_plain_token_is_not_taken(text):
    assert Request({"HTTP_X_REQUEST_ID": text}, believe_proxy=True).id != text


def test_a_page_finds_the_id_and_nothing_where_there_is_no_log():
    request = Request({}, believe_proxy=False)
    assert request_id({IN_ENVIRON: request.id}) == request.id
    assert request_id({}) == ""
