"""Past a limit there is a refusal in words, in the form that was asked for; at the limit there is an answer."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory

from inspections.models import Upload
from tests.answers import content_of
from tests.editions import stand_still
from tests.make import make_staff
from tests.tracker.conftest import words_of
from tracker import limits
from tracker.answers.keeper import Keeper
from tracker.answers.wrapper import KeptAnswers
from tracker.budget import AT_ONCE, Budget
from tracker.limits import LARGEST_BODY, LARGEST_FORM, LONGEST_PATH, LONGEST_QUERY, MOST_OF_ONE, MOST_VALUES

pytestmark = pytest.mark.django_db

FORMS = [
    ("/recommendations/", "text/html; charset=utf-8"),
    ("/", "text/html; charset=utf-8"),
    ("/api/", "text/html; charset=utf-8"),
    ("/recommendations.csv", "text/plain; charset=utf-8"),
    ("/recommendations.atom", "text/plain; charset=utf-8"),
    ("/recommendations.json", "application/problem+json"),
    ("/api/v1/items/", "application/problem+json"),
    ("/api/v1/openapi.json", "application/problem+json"),
]


def query_of(length):
    return "q=" + "x" * (length - 2)


def repeated(*counts):
    return "&".join(f"{name}=x" for name, count in zip("abcd", counts, strict=False) for _number in range(count))


@pytest.mark.parametrize(("path", "form"), FORMS)
def test_an_address_that_is_too_long_is_refused_in_the_form_that_was_asked_for(client, path, form, record):
    assert client.get(f"{path}?{query_of(LONGEST_QUERY)}").status_code in (200, 400)  # a word is judged by its reader
    answer = client.get(f"{path}?{query_of(LONGEST_QUERY + 1)}")
    assert (answer.status_code, answer["Content-Type"]) == (414, form)
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    sentence = "What stands after the “?” may have at most 8000 characters. Choose or write less."
    text = answer.content.decode()
    if form.startswith("application"):
        problem = json.loads(text)
        assert (problem["status"], problem["title"], problem["detail"]) == (414, "This address is too long", sentence)
    else:
        assert sentence in text
    if form.startswith("text/html"):
        assert ">This address is too long</h1>" in text
        assert "x" * 100 not in text
    else:
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_path_has_a_limit_too(client):
    longest = "/forces/" + "x" * (LONGEST_PATH - 9) + "/"
    assert client.get(longest).status_code == 404
    answer = client.get(longest + "x")
    assert answer.status_code == 414
    assert "No page here has an address of more than 1000 characters." in words_of(answer)


def test_an_address_chooses_so_many_values_and_so_many_of_one_kind(client, record):
    for query, status in (
        (repeated(MOST_OF_ONE, MOST_OF_ONE), 200),
        (repeated(MOST_OF_ONE + 1), 400),
        (repeated(MOST_OF_ONE, MOST_OF_ONE, 1), 400),
        ("&" * (MOST_VALUES - 1), 200),
        ("&" * MOST_VALUES, 400),
        (repeated(1, MOST_OF_ONE + 1, 1), 400),
    ):
        answer = client.get(f"/recommendations/?{query}")
        assert answer.status_code == status, query
        assert ("An address may choose at most 300 values, and 150 of one kind." in words_of(answer)) is (status == 400)


@pytest.mark.parametrize("path", ["/about/", "/api/v1/items/", "/recommendations.csv"])
def test_nothing_public_takes_a_body_and_a_large_one_is_not_even_looked_at(path, record):
    client = Client(enforce_csrf_checks=True)
    for length, status in ((LARGEST_BODY, 405), (LARGEST_BODY + 1, 413)):
        answer = client.generic("POST", path, b"x" * length, "application/x-www-form-urlencoded")
        assert answer.status_code == status, length
    assert "At most 10 kB can be sent to this address. Nothing was saved." in content_of(answer).decode()


def test_a_large_form_is_refused_to_whoever_is_not_signed_in_before_it_is_read():
    client = Client(enforce_csrf_checks=True)
    for length, status in ((str(LARGEST_FORM), 403), (str(LARGEST_FORM + 1), 413), ("x", 403)):
        answer = client.generic(
            "POST", "/admin/login/", b"username=x", "application/x-www-form-urlencoded", CONTENT_LENGTH=length
        )
        assert answer.status_code == status, length


def test_the_page_that_takes_files_takes_larger_ones(settings):
    settings.ZEAL_ALLOWLIST = [{"model": "sessions.Session", "field": "get()"}]
    client = Client()
    client.force_login(make_staff("keeper", superuser=True))
    content = b"slug,name\n" + b"x" * (LARGEST_FORM + 1)
    file = SimpleUploadedFile("themes.csv", content)
    answer = client.post("/admin/inspections/upload/", {"file": file})
    assert (answer.status_code, Upload.objects.count()) == (302, 1)
    assert client.generic("POST", "/admin/inspections/theme/add/", content, "text/plain").status_code == 413


# One client ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def spent(monkeypatch):
    """A client that has had more done than its share; the clock stands still."""
    budget = Budget(25, lambda: 1000.0)
    monkeypatch.setattr(limits, "BUDGET", budget)
    budget.spend("127.0.0.1", AT_ONCE + 1.0)
    return budget


@pytest.mark.parametrize(("path", "form"), FORMS)
def test_a_client_that_had_too_much_done_waits_and_is_told_for_how_long(client, spent, path, form, record):
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"], answer["Retry-After"]) == (429, form, "4")
    assert answer["Cache-Control"] == "no-store"
    assert not answer.has_header("ETag")
    assert "Try again in 4 seconds." in answer.content.decode()
    assert client.get(path, REMOTE_ADDR="192.0.2.7").status_code == 200
    if form.startswith("text/html"):
        assert ">Too much at once</h1>" in answer.content.decode()
        assert 'href="/data/"' in answer.content.decode()


def test_what_a_client_has_already_is_never_refused(client, spent, record):
    tag = client.get("/about/", REMOTE_ADDR="192.0.2.7")["ETag"]
    assert client.get("/about/", headers={"if-none-match": tag}).status_code == 304
    assert client.get("/about/").status_code == 429


def test_neither_signs_of_life_nor_refusals_nor_staff_pages_cost_anything(client, spent, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "sessions.Session", "field": "get()"}]
    for path, status in (("/healthz", 200), ("/robots.txt", 200), ("/about", 301), ("/admin/login/", 200)):
        assert client.get(path).status_code == status, path
    client.force_login(make_staff("keeper", superuser=True))
    assert client.get("/admin/").status_code == 200


@pytest.fixture
def keeper(kept_open) -> Iterator[Keeper]:
    """What keeps answers, with a connection of its own to read the edition by."""
    made = Keeper.of_settings()
    yield made
    reader: Any = made.reader
    reader.close()


def asking(keeper):
    """Return a function that asks the whole site as the server runs it: status and body."""
    site = limits.Counted(KeptAnswers(WSGIHandler(), keeper))

    def ask(path, client="127.0.0.1"):
        said = []
        environ = RequestFactory().get(path, REMOTE_ADDR=client, headers={"host": "testserver"}).environ
        body = b"".join(site(environ, lambda status, headers: said.append(status)))
        return said[0][:3], body

    return ask


def test_the_time_of_an_answer_that_was_made_is_counted_and_of_no_other(keeper, monkeypatch, record):
    stand_still(monkeypatch)
    budget = Budget(25, lambda: 1000.0)
    monkeypatch.setattr(limits, "BUDGET", budget)
    monkeypatch.setattr(limits, "time", Ticking())
    ask = asking(keeper)
    for path in ("/healthz", "/about", "/admin/login/", f"/?{query_of(LONGEST_QUERY + 1)}"):
        ask(path)
    assert len(budget) == 0
    for _again in range(3):
        assert ask("/about/")[0] == "200"
    assert budget.wait("127.0.0.1") == 0  # made once, in five seconds as that clock goes, and kept
    for path, status in (
        ("/privacy/", "200"),
        ("/accessibility/", "200"),
        ("/methodology/", "429"),
        ("/about/", "200"),
    ):
        assert ask(path)[0] == status
    assert budget.wait("127.0.0.1") == 20


class Ticking:
    """A clock on which five seconds pass between two looks."""

    def __init__(self):
        self.now = 0.0

    def monotonic(self):
        self.now += 5.0
        return self.now


def test_passwords_cannot_be_tried_without_end_by_thinking_of_new_names(spent):
    for path, sent in (
        ("/admin/login/", {"username": "somebody", "password": "x"}),
        ("/admin/password-reset/", {"email": "somebody@example.org"}),
    ):
        answer = Client().post(path, sent)
        assert (answer.status_code, answer["Retry-After"]) == (429, "4"), path
        assert Client().get(path).status_code == 200, path


def test_switched_off_nobody_is_refused(client, monkeypatch, record):
    budget = Budget(0)
    budget.spend("127.0.0.1", 1_000.0)
    monkeypatch.setattr(limits, "BUDGET", budget)
    assert client.get("/about/").status_code == 200


def test_what_is_kept_is_given_to_everybody_and_no_refusal_is_kept(keeper, spent, monkeypatch, record):
    stand_still(monkeypatch)
    ask = asking(keeper)
    refusals = ["/about/", f"/about/?{query_of(LONGEST_QUERY + 1)}", f"/about/?{repeated(MOST_OF_ONE + 1)}"]
    for _again in range(2):
        assert [ask(path)[0] for path in refusals] == ["429", "414", "400"]
    assert (len(keeper.addresses), len(keeper.memory)) == (0, 0)
    made = ask("/about/", "192.0.2.7")
    assert made[0] == "200"
    assert ask("/about/") == made  # kept now, so that it costs nothing
    assert [ask(path)[0] for path in refusals[1:]] == ["414", "400"]
    assert len(keeper.memory) == 1
