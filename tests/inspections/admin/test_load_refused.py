"""Who may load, how much, and how often: what the page that loads refuses."""

import datetime
import io

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.files.uploadhandler import FileUploadHandler
from django.db.models import BinaryField, FileField
from django.test import Client
from django.utils import timezone

from inspections.admin import load
from inspections.dataset.package import MEGABYTE
from inspections.models import Inspection, Theme, Upload
from inspections.roles import ROLES
from tests.make import make_staff, make_theme
from tests.packages import recommendation, small
from tests.uploads import PAGE, THEMES, checked, confirm, packed, send, words

pytestmark = pytest.mark.django_db


class Trap(FileUploadHandler):
    """A handler that must never be reached."""

    def handle_raw_input(self, *_arguments, **_options):
        pytest.fail("The body was taken apart.")


class Endless(io.RawIOBase):
    """A body that takes no room: zeros, counted as they are read."""

    def __init__(self):
        self.taken = 0

    def read(self, size=-1):
        assert 0 < size <= MEGABYTE, "It must be read in small pieces."
        self.taken += size
        return bytes(size)


@pytest.mark.parametrize(("sent", "taken"), [(200, 200), (5000, 256)])
def test_a_body_that_is_too_large_is_thrown_away_as_it_comes(boss, settings, sent, taken):
    settings.FILE_UPLOAD_HANDLERS = [f"{__name__}.Trap"]
    boss.handler.enforce_csrf_checks = True  # looking for the token would take the body apart
    body = Endless()
    kind = "multipart/form-data; boundary=x"
    answer = boss.generic("POST", PAGE, b"x", kind, CONTENT_LENGTH=str(sent * MEGABYTE), **{"wsgi.input": body})
    assert answer.status_code == 413
    assert "at most 20 MB are taken here" in words(answer)
    assert body.taken == taken * MEGABYTE
    assert not Upload.objects.exists()


def test_a_file_just_over_the_limit_is_refused_with_the_same_sentence(boss, monkeypatch):
    monkeypatch.setattr(load, "MOST_BYTES", 100)
    assert send(boss, "themes.csv", "x" * 100).status_code == 302
    answer = send(boss, "themes.csv", "x" * 101)
    assert answer.status_code == 413
    assert "The file is too large" in words(answer)


def test_without_a_length_nothing_is_read(boss):
    answer = boss.generic("POST", PAGE, b"", "multipart/form-data; boundary=x", CONTENT_LENGTH="a lot")
    assert answer.status_code in (200, 400)
    assert not Upload.objects.exists()


def test_a_form_without_its_token_is_refused(boss):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_staff(superuser=True))
    assert send(client, "themes.csv", THEMES).status_code == 403
    assert not Upload.objects.exists()


def of_role(name):
    staff = make_staff()
    staff.groups.add(Group.objects.get(name=name))
    client = Client()
    client.force_login(staff)
    return client, staff


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_only_a_publisher_loads(role):
    client, staff = of_role(role)
    upload = Upload.objects.create(name="themes.csv", content=THEMES.encode(), sha256="x", uploaded_by=staff)
    expected = role == "publisher"
    assert client.get(PAGE).status_code == (200 if expected else 403)
    assert send(client, "themes.csv", THEMES).status_code == (302 if expected else 403)
    assert client.get(f"{PAGE}{upload.pk}/change/").status_code == (200 if expected else 403)
    assert client.post(f"{PAGE}{upload.pk}/load/", {"sha256": "x"}).status_code == (409 if expected else 403)
    assert client.post(f"{PAGE}{upload.pk}/discard/").status_code == (302 if expected else 403)
    assert client.get(f"{PAGE}{upload.pk}/load/").status_code == (302 if expected else 403)
    assert not Theme.objects.exists()


def test_the_public_is_asked_to_sign_in():
    for address in (PAGE, f"{PAGE}1/change/", f"{PAGE}1/load/", f"{PAGE}1/discard/"):
        assert Client().get(address).status_code == 302
    assert not Upload.objects.exists()


def test_nobody_sees_loads_or_discards_the_file_of_another(boss):
    upload, _page = checked(boss, "themes.csv", THEMES)
    other, _staff = of_role("publisher")
    assert "themes.csv sent" not in words(other.get(PAGE))
    for answer in (
        other.get(f"{PAGE}{upload.pk}/change/"),
        other.post(f"{PAGE}{upload.pk}/load/", {"sha256": upload.sha256}),
        other.post(f"{PAGE}{upload.pk}/discard/"),
    ):
        assert answer.status_code == 404
        assert "There is no such file of yours any more" in words(answer)
        assert "themes.csv sent" not in words(answer)
    assert Upload.objects.get() == upload
    assert not Theme.objects.exists()


def test_looking_at_the_address_that_loads_loads_nothing(boss):
    upload, _page = checked(boss, "themes.csv", THEMES)
    for act in ("load", "discard"):
        assert boss.get(f"{PAGE}{upload.pk}/{act}/")["Location"] == f"{PAGE}{upload.pk}/change/"
    assert Upload.objects.exists()
    assert not Theme.objects.exists()


@pytest.mark.parametrize("sha256", ["", "0" * 64])
def test_what_was_not_checked_is_not_loaded(boss, sha256):
    upload, _page = checked(boss, "themes.csv", THEMES)
    answer = confirm(boss, upload, sha256=sha256)
    assert answer.status_code == 409
    assert "This is not the file that was checked." in words(answer)
    assert not Theme.objects.exists()


def test_a_file_that_was_changed_in_the_database_is_not_loaded(boss):
    upload, _page = checked(boss, "themes.csv", THEMES)
    Upload.objects.update(content=THEMES.replace("Custody", "Cells").encode())
    assert confirm(boss, upload).status_code == 409
    assert not Theme.objects.exists()


def test_a_second_yes_loads_nothing_and_says_that_it_was_done(boss):
    upload, _page = checked(boss, "themes.csv", THEMES)
    confirm(boss, upload)
    Theme.objects.all().delete()
    for answer in (confirm(boss, upload), boss.get(f"{PAGE}{upload.pk}/change/", follow=True)):
        assert "“themes.csv” was loaded already, on " in answer.content.decode()
    assert not Theme.objects.exists()
    assert LogEntry.objects.count() == 1


def test_what_no_longer_fits_the_record_is_not_loaded(boss):
    upload, _page = checked(boss, "themes.csv", THEMES + "demand,Demand\n")
    make_theme("custody", name="Cells")
    answer = confirm(boss, upload)
    assert answer.status_code == 409
    assert "The record has changed since the check" in words(answer)
    assert "Conflict: the record has “Cells” here" in words(answer)
    assert [theme.slug for theme in Theme.objects.all()] == ["custody"]
    assert not LogEntry.objects.exists()


def test_a_file_is_kept_for_a_day(boss):
    upload, _page = checked(boss, "themes.csv", THEMES)
    Upload.objects.update(uploaded_at=timezone.now() - datetime.timedelta(days=1, minutes=1))
    assert confirm(boss, upload).status_code == 404
    assert Upload.objects.exists()
    boss.get(PAGE)
    assert not Upload.objects.exists()
    assert not Theme.objects.exists()


def test_all_or_nothing(boss):
    tables = small()
    tables["recommendations"].append(recommendation("north-2019-x", "X", inspection="nowhere"))
    upload, page = checked(boss, "north.zip", packed(tables))
    assert "is in neither" in words(page)
    confirm(boss, upload)
    assert not Inspection.objects.exists()


def test_nothing_of_the_file_is_given_back_as_it_came(boss):
    upload, _page = checked(boss, "themes.csv", THEMES)
    for address in (PAGE, f"{PAGE}{upload.pk}/change/"):
        answer = boss.get(address)
        assert answer["Content-Type"].startswith("text/html")
        assert "Content-Disposition" not in answer


def test_no_other_form_or_row_takes_a_file_and_no_address_gives_one_out(settings):
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    assert [str(field) for field in fields if isinstance(field, FileField)] == []
    binary = [f"{field.model.__name__}.{field.name}" for field in fields if isinstance(field, BinaryField)]
    assert binary == ["Upload.content"]
    assert settings.MEDIA_ROOT == ""  # Django's default: nothing is kept there


def test_the_same_file_again_is_the_one_that_waits(boss):
    first, _page = checked(boss, "themes.csv", THEMES)
    assert checked(boss, "themes.csv", THEMES)[0] == first
    assert checked(boss, "themes.csv", THEMES + "\n")[0] != first
    assert Upload.objects.count() == 2


def test_pages_cost_few_queries_however_many_files_wait(boss, django_assert_max_num_queries):
    for number in range(5):
        checked(boss, "themes.csv", THEMES + "\n" * number)
    with django_assert_max_num_queries(8):
        boss.get(PAGE)
