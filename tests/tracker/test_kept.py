"""What was typed travels sealed, without secrets, and only to where it was going."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from tracker import kept
from tracker.kept import Kept

PATH = "/admin/inspections/addressee/1/record/"
LONG = "All files were reviewed.\r\n" * 50


def posted(path=PATH, **fields):
    return RequestFactory().post(path, fields)


def test_what_was_typed_comes_back_as_it_was():
    request = posted(f"{PATH}?x=1", reason=LONG, themes=["1", "2"], empty="")
    back = kept.opened(kept.sealed(kept.typed(request)))
    assert back == Kept(f"{PATH}?x=1", [("reason", [LONG]), ("themes", ["1", "2"]), ("empty", [""])])
    assert back.pairs == [("reason", LONG), ("themes", "1"), ("themes", "2"), ("empty", "")]


def test_passwords_and_tokens_are_not_kept():
    secrets = dict.fromkeys(("password", "password1", "old_password", "csrfmiddlewaretoken", "kept"), "hush")
    assert kept.typed(posted(first_name="Sam", **secrets)).pairs == [("first_name", "Sam")]


def test_files_are_named_and_not_kept():
    request = posted(note="see file", file=SimpleUploadedFile("records.zip", b"x"))
    assert kept.typed(request) == Kept(PATH, [("note", ["see file"])], ["records.zip"])


def test_what_is_too_long_is_said_to_be():
    import random

    noise = "".join(random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=kept.LONGEST * 2))
    assert kept.sealed(Kept(PATH, [("reason", [noise])])) == ""
    assert kept.sealed(Kept(PATH, [("reason", ["All files were reviewed. " * 40_000])]))  # it is packed


@pytest.mark.parametrize("text", ["", "nonsense"])
def test_what_nobody_sealed_is_not_opened(text):
    assert kept.opened(text) is None


# Sealed in the test and not here: a seal holds the second, and names of tests must not change from process to process.
@pytest.mark.parametrize(
    ("content", "salt"),
    [
        ({"path": PATH, "fields": [], "files": []}, "for something else"),
        ({"path": "https://evil.example/", "fields": [], "files": []}, kept.SALT),
        ({"path": "//evil.example/admin/", "fields": [], "files": []}, kept.SALT),
        ({"path": "/recommendations/", "fields": [], "files": []}, kept.SALT),
        ("text", kept.SALT),
        ({}, kept.SALT),
    ],
)
def test_what_was_sealed_for_elsewhere_is_not_opened(content, salt):
    assert kept.opened(signing.dumps(content, salt=salt)) is None


def test_after_twelve_hours_it_is_gone(monkeypatch):
    sealed = kept.sealed(Kept(PATH, []))
    monkeypatch.setattr("django.core.signing.time.time", lambda: __import__("time").monotonic() + 10**10)
    assert kept.opened(sealed) is None


@pytest.mark.parametrize(
    ("path", "keepable"),
    [
        (PATH, True),
        ("/admin/tracker/user/1/password/", True),  # without the passwords
        ("/admin/", True),
        ("/admin/login/", False),
        ("/admin/logout/", False),
        ("/admin/password_change/", False),
        ("/admin/password-reset/", False),
        ("/admin/second-factor/set-up/", False),
        ("/admin/second-factor/code/", False),
        ("/admin/send-again/", False),
        ("/recommendations/", False),
    ],
)
def test_only_forms_that_somebody_works_on_are_kept(path, keepable):
    assert kept.is_keepable(posted(path, x="y")) is keepable
    assert not kept.is_keepable(RequestFactory().get(path))


@pytest.mark.django_db
def test_it_waits_until_it_arrives_where_it_was_going():
    request, elsewhere, look = posted(reason="x"), posted("/admin/tracker/user/1/change/"), RequestFactory().get(PATH)
    request.session = elsewhere.session = look.session = SessionStore()
    assert kept.waiting(request) is None
    kept.put(request, kept.typed(request))
    for other in (elsewhere, look):
        kept.drop_if_sent(other)
    assert kept.waiting(request) == Kept(PATH, [("reason", ["x"])])
    kept.drop_if_sent(request)
    assert kept.waiting(request) is None


def test_the_page_shows_words_before_marks():
    form = Kept(
        PATH, [("seen", ["0"]), ("_save", ["Save"]), ("said_on", ["2026-11"]), ("reason", [LONG]), ("ok", ["on"])]
    )
    assert form.words == [("Reason", LONG), ("Said on", "2026-11")]


@pytest.mark.parametrize(
    ("origin", "here"),
    [
        ("http://testserver", True),
        ("https://testserver", False),
        ("https://known.example", True),
        ("https://evil.example", False),
        ("null", False),
        (None, False),
    ],
)
def test_the_browser_says_which_site_a_form_came_from(settings, origin, here):
    settings.CSRF_TRUSTED_ORIGINS = ["https://known.example"]
    headers = {"Origin": origin} if origin else {}
    assert kept.is_from_here(RequestFactory().post(PATH, headers=headers)) is here
