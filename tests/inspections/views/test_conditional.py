"""Answers that a client may have already: 304 only where nothing of what the answer depends on has changed."""

import datetime
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from django.utils.http import http_date

from inspections.models import Edition, Inspection
from inspections.models.edition import edition, move
from inspections.views import conditional as module
from inspections.views.conditional import conditional, current, etag, reading
from tests import make
from tracker.answers import key

pytestmark = pytest.mark.django_db


def ask(path: str = "/list", method: str = "get", **headers: str) -> HttpResponse:
    """Ask a view that says “told”, as often as it is really run."""

    @conditional
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("told")

    return view(getattr(RequestFactory(), method)(path, headers=headers))  # type: ignore[return-value]


def tag(path: str = "/list", **extra: Any) -> str:
    return etag(RequestFactory().get(path, **extra))


def test_who_has_it_already_is_told_so_without_a_body():
    first = ask()
    assert first.content == b"told"
    again = ask(**{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_the_tag_is_strong_and_the_same_in_the_same_edition():
    assert tag() == tag()
    assert tag().startswith('"')


def test_one_of_several_tags_is_enough_and_a_weak_one_counts_too():
    mine = tag()
    assert ask(**{"if-none-match": f'"other", {mine}'}).status_code == 304
    assert ask(**{"if-none-match": f"W/{mine}"}).status_code == 304
    assert ask(**{"if-none-match": '"other"'}).status_code == 200
    assert ask(**{"if-none-match": "nonsense, \x00"}).status_code == 200


def test_head_has_the_same_tag_and_the_same_304():
    assert ask(method="head")["ETag"] == ask()["ETag"]
    assert ask(method="head", **{"if-none-match": tag()}).status_code == 304


def test_a_change_of_the_record_makes_another_tag():
    before = tag()
    make.make_theme()
    assert tag() != before
    assert ask(**{"if-none-match": before}).status_code == 200


def test_another_day_makes_another_tag(monkeypatch):
    before = tag()
    monkeypatch.setattr(module, "today", lambda: datetime.date(2999, 1, 1))
    assert tag() != before


def test_another_release_makes_another_tag(monkeypatch):
    before = tag()
    monkeypatch.setattr(key, "release", lambda: "another")
    assert tag() != before


def test_another_address_makes_another_tag():
    assert len({tag(), tag("/other"), tag("/list?page=2"), tag("/list?page=3")}) == 4


def test_the_host_counts_only_where_addresses_begin_with_it(settings):
    settings.SITE_URL = ""
    assert tag() != tag(HTTP_HOST="localhost")
    settings.SITE_URL = "https://example.org"
    assert tag() == tag(HTTP_HOST="localhost")


def test_http_and_https_have_answers_of_their_own():
    """Headers differ: only an answer by https says that browsers shall insist on it."""
    assert tag() != tag(secure=True)


def test_a_view_is_shown_the_parameters_that_it_reads_and_no_others():
    seen = []

    @reading("q", "page")
    @conditional
    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.GET.urlencode())
        return HttpResponse("told")

    tags = {
        view(RequestFactory().get(path))["ETag"]
        for path in ("/list?q=a&page=2", "/list?utm_source=x&page=2&q=a", "/list?page=2&q=&q=a&%71%72=1")
    }
    assert set(seen) == {"page=2&q=a"}
    assert len(tags) == 1


def test_any_answer_will_do_for_a_star_if_there_is_one():
    assert ask(**{"if-none-match": "*"}).status_code == 304

    @conditional
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("nothing here", status=404)

    assert view(RequestFactory().get("/list", headers={"if-none-match": "*"})).status_code == 404


def test_answer_and_304_say_how_they_may_be_kept():
    first = ask()
    again = ask(**{"if-none-match": first["ETag"]})
    assert first["Cache-Control"] == again["Cache-Control"] == "public, no-cache"


def test_an_embargo_that_ends_makes_another_tag_though_nothing_is_written():
    make.make_inspection("soon")
    before = tag()
    # The hour passes: the edition began before the moment of publication, which is behind the clock now.
    past = timezone.now() - datetime.timedelta(minutes=1)
    Inspection.objects.filter(slug="soon").update(public_at=past)
    Edition.objects.update(moved_at=past - datetime.timedelta(minutes=1))
    assert tag() != before


def test_the_edition_of_a_request_is_asked_for_once_and_stays(django_assert_num_queries):
    request = RequestFactory().get("/list")
    make.make_theme()
    with django_assert_num_queries(1):
        first = current(request)
    move()
    with django_assert_num_queries(0):
        assert current(request) is first
    assert current(RequestFactory().get("/list")) == edition() != first


def test_an_empty_record_answers_too():
    answer = ask()
    assert answer.status_code == 200
    assert ask(**{"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("value", ["nonsense", "", "Thu, 99 Foo 2026 25:00:00 GMT"])
def test_a_time_that_makes_no_sense_is_left_out_of_account(value):
    make.make_theme()
    assert ask(**{"if-modified-since": value}).status_code == 200


def test_a_tag_counts_for_more_than_a_time():
    make.make_theme()
    later = http_date((timezone.now() + datetime.timedelta(hours=1)).timestamp())
    assert ask(**{"if-none-match": '"other"', "if-modified-since": later}).status_code == 200


# A time alone cannot say what the tag says. Each of these was seen: the client keeps what is out of date.


def since_then() -> dict[str, str]:
    return {"if-modified-since": http_date(int(edition().since.timestamp()))}


def test_a_client_that_knows_only_the_time_gets_the_page_of_the_new_day(monkeypatch):
    make.make_theme()
    known = since_then()
    monkeypatch.setattr(module, "today", lambda: datetime.date(2999, 1, 1))
    assert ask(**known).status_code == 200


def test_a_client_that_knows_only_the_time_gets_the_page_of_the_new_release(monkeypatch):
    make.make_theme()
    known = since_then()
    monkeypatch.setattr(key, "release", lambda: "another")
    assert ask(**known).status_code == 200


def test_a_client_that_knows_only_the_time_gets_a_change_of_the_same_second():
    second = timezone.now().replace(microsecond=0)
    make.make_theme()
    Edition.objects.update(moved_at=second + datetime.timedelta(microseconds=1))
    known = since_then()
    make.make_theme()
    Edition.objects.update(moved_at=second + datetime.timedelta(microseconds=2))
    assert ask(**known).status_code == 200


def test_a_client_that_knows_only_the_time_gets_a_change_that_began_earlier_and_came_later():
    make.make_theme()
    known = since_then()
    make.make_theme()
    Edition.objects.update(moved_at=timezone.now() - datetime.timedelta(minutes=1))
    assert ask(**known).status_code == 200


def test_an_error_has_no_tag():
    @conditional
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("no such day", status=400)

    assert "ETag" not in view(RequestFactory().get("/list?as_at=soon"))
