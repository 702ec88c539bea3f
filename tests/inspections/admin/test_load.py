"""Loading in the browser: nothing is taken before it was checked and somebody said yes, and then once."""

import datetime
import io
import zipfile

import pytest
from django.contrib.admin.models import LogEntry

from inspections.admin import load
from inspections.dataset.package import MEGABYTE, Limits
from inspections.days import today
from inspections.models import Body, StatusUpdate, Theme, Upload
from tests.harness.markup import html_errors
from tests.make import make_theme
from tests.packages import small
from tests.uploads import PAGE, THEMES, checked, confirm, packed, send, words
from tests.workbooks import workbook

pytestmark = pytest.mark.django_db


def test_a_package_is_checked_then_loaded_then_gone(boss):
    upload, page = checked(boss, "north.zip", packed(small()))
    assert not Body.objects.exists()
    said = words(page)
    assert "Nothing of it is in the register yet" in said
    assert "status_updates.csv 5 0 0" in said
    assert "Load all 30 new rows" in said
    done = confirm(boss, upload)
    assert "“north.zip” was loaded. Added: 4 rows in bodies.csv, 1 row in oversight.csv" in done.content.decode()
    assert StatusUpdate.objects.count() == 5
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("themes.csv", THEMES),
        ("themes-2026-11-22.csv", THEMES),
        ("themes.xlsx", workbook({"Sheet1": [("slug", "name"), ("custody", "Custody")]}).getvalue()),
        ("data.XLSX", workbook({"themes": [("slug", "name"), ("custody", "Custody")]}).getvalue()),
    ],
    ids=["csv", "csv with a day", "xlsx", "xlsx of sheets"],
)
def test_a_single_table_is_taken_as_well(boss, name, content):
    upload, _page = checked(boss, name, content)
    confirm(boss, upload)
    assert Theme.objects.get().slug == "custody"


def test_the_check_says_what_is_public_at_once_and_what_is_not(boss):
    tables = small()
    day = today() + datetime.timedelta(days=40)
    tables["inspections"][1] |= {"published_on": day.isoformat(), "title": "The report to come"}
    tables["status_updates"] = tables["status_updates"][:3]
    _upload, page = checked(boss, "north.zip", packed(tables))
    said = words(page)
    at_once, later = said.split("Inspections that appear by themselves when their day begins:")
    assert "Inspections that are public at once: North 2019, 27 September 2019" in at_once
    assert "The report to come" in later
    assert "4 rows are not public before their inspections are." in at_once
    assert "1 source is public as soon as something public quotes it." in later
    assert "Nothing that is loaded is a draft." in later


def test_what_is_recorded_already_is_counted_and_needs_no_load(boss):
    make_theme("custody", name="Custody")
    upload, page = checked(boss, "themes.csv", THEMES)
    assert "There is nothing to load" in words(page)
    assert "themes.csv 0 1 0" in words(page)
    assert f"{upload.pk}/load/" not in page.content.decode()


def test_the_load_is_noted_with_who_did_it(boss):
    upload, _page = checked(boss, "themes.csv", THEMES)
    confirm(boss, upload)
    entry = LogEntry.objects.get()
    assert (entry.user.username, entry.object_repr) == ("boss", "themes.csv")
    assert "1 row in themes.csv" in entry.get_change_message()


def test_a_long_file_is_announced_as_such(boss, monkeypatch):
    monkeypatch.setattr(load, "MANY_ROWS", 1)
    _upload, page = checked(boss, "themes.csv", THEMES + "demand,Demand\n")
    assert "may take half a minute" in words(page)
    assert "may take half a minute" not in words(checked(boss, "themes.csv", THEMES)[1])


def test_a_file_can_be_thrown_away(boss):
    upload, _page = checked(boss, "themes.csv", THEMES)
    answer = boss.post(f"{PAGE}{upload.pk}/discard/", follow=True)
    assert "“themes.csv” was discarded. Nothing of it was loaded." in answer.content.decode()
    assert not Upload.objects.exists()
    assert not Theme.objects.exists()


def test_the_page_explains_every_file_and_column_and_lists_what_waits(boss):
    checked(boss, "themes.csv", THEMES)
    said = words(boss.get(PAGE))
    assert "themes.csv sent" in said
    assert "status_updates.csv The ledger: who said what" in said
    assert "evidence needed What the statement rests on. inspection , document , assertion" in said
    assert "At most 30,000 rows" in said


def ours(answer):
    """A page without the frame that is Django's."""
    inner = answer.content.decode().split('<div id="content-main"', 1)[1].split('<br class="clear">', 1)[0]
    head = '<!DOCTYPE html>\n<html lang="en-GB"><head><title>Loading</title></head>'
    return f'{head}<body><main><h1>Loading</h1><div id="content-main"{inner}</main></body></html>\n'


@pytest.mark.once
def test_the_pages_are_sound_html(boss):
    pages = {
        "page": boss.get(PAGE),
        "good": checked(boss, "north.zip", packed(small()))[1],
        "bad": checked(boss, "themes.csv", "slug,name\na,\n")[1],
        "refused": send(boss, "a.txt", "x"),
    }
    assert html_errors({name: ours(page) for name, page in pages.items()}) == {}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("themes.csv", "", "The file is empty."),
        ("themes.txt", THEMES, "“themes.txt” is not of a kind that is taken. Expected a file that ends in .zip"),
        ("themes.xlsm", THEMES, "is not of a kind that is taken"),
        (f"{'x' * 220}.csv", THEMES, "The name has 224 characters"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_once(boss, name, content, sentence):
    answer = send(boss, name, content)
    assert answer.status_code == 200
    assert sentence in words(answer)
    assert "Error:" in answer.content.decode().split("</title>")[0]
    assert not Upload.objects.exists()


def test_no_file_is_an_error_beside_the_box(boss):
    assert "Choose a file first." in words(boss.post(PAGE))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("themes.zip", THEMES, "neither a folder, nor a zip"),
        ("themes.xlsx", THEMES, "named .xlsx, but it is not a spreadsheet"),
        ("themes.csv", packed({"themes": [{"slug": "a", "name": "A"}]}), "named .csv, but it is a zip"),
        ("data.zip", workbook({"themes": [("slug",)]}).getvalue(), "This is a spreadsheet. Give it the ending .xlsx"),
        ("data.zip", packed(small())[:-30], "This zip ends too early: not all of it arrived."),
        ("themes.csv", THEMES.encode("utf-16"), "not UTF-8 text, but probably UTF-16"),
        ("people.csv", THEMES, "This is not a file of the format."),
        ("themes.xlsx", workbook({"themes": [("slug", "name"), ("a", "=1+1")]}).getvalue(), "found a formula"),
        ("themes.xlsx", workbook({"themes": [("slug", "name"), ("a", "#REF!")]}).getvalue(), "found an error"),
        ("themes.csv", "slug,name\na,\n", "Expected a value: this column is never empty."),
    ],
    ids=lambda value: "bytes" if isinstance(value, bytes) else None,
)
def test_what_is_wrong_in_a_file_is_on_its_check_and_nothing_can_be_loaded(boss, name, content, sentence):
    upload, page = checked(boss, name, content)
    assert sentence in words(page)
    assert "There is 1 problem, so nothing of the file can be loaded" in words(page)
    assert f"{upload.pk}/load/" not in page.content.decode()
    answer = confirm(boss, upload)
    assert answer.status_code == 409
    assert not Theme.objects.exists()
    assert Upload.objects.get() == upload


def test_nested_folders_and_bombs_are_refused(boss):
    for name, content, sentence in (
        ("data/themes.csv", THEMES, "The zip holds folders."),
        ("themes.csv", "\n" * 4 * MEGABYTE, "packed so tightly"),
    ):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        assert sentence in words(checked(boss, "data.zip", stream.getvalue())[1])


def test_errors_say_file_row_column_value_and_what_was_expected_and_none_is_hidden_in_silence(boss):
    make_theme("custody", name="Cells")
    rows = "".join(f"Not A Slug {number},x\n" for number in range(119))
    _upload, page = checked(boss, "themes.csv", THEMES + rows)
    said = words(page)
    assert "There are 120 problems" in said
    assert "The first 100 are listed here." in said
    assert "Row 3, slug themes.csv Not A Slug 0 Use lower-case letters" in said
    assert "… and 20 more problems, which are not shown." in said
    _upload, page = checked(boss, "themes.csv", THEMES)
    assert "Row 2, name themes.csv Custody Conflict: the record has “Cells” here" in words(page)
    assert "themes.csv 0 0 1" in words(page)


def test_what_stands_in_a_file_is_text_on_the_page(boss):
    _upload, page = checked(boss, "themes.csv", "slug,name\n<script>alert(1)</script>,x\n")
    assert "<script>alert" not in page.content.decode()


def test_more_rows_than_fit_the_time_are_sent_to_the_command(boss, monkeypatch):
    monkeypatch.setattr(load, "LIMITS", Limits(most_rows=1))
    _upload, page = checked(boss, "themes.csv", THEMES + "demand,Demand\n")
    assert "more than 1 rows" in words(page)
    assert "manage.py load_dataset" in words(page)
