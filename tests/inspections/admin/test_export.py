"""Lists taken out by staff: the rows of the list, all pages, in columns that can be read again."""

import csv
import datetime
import errno
import io
from urllib.parse import urlsplit

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspections.admin import export
from inspections.dataset.reader import read_upload
from inspections.days import today
from inspections.models import Source
from tests.make import make_account, make_force, make_inspection, make_item, make_source, make_update
from tests.packages import emptied

pytestmark = pytest.mark.django_db

SOURCES = "/admin/inspections/source/"
ITEMS = "/admin/inspections/addressee/"
VIEW_ALL = ("see_all", "view_source", "view_addressee")


def content(answer):
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def table(answer):
    text = content(answer).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def book(answer):
    assert answer["Content-Type"] == export.XLSX
    return openpyxl.load_workbook(io.BytesIO(content(answer)))


def test_the_list_links_to_its_files_with_its_filters_and_without_its_page(boss):
    make_source("bare")
    page = boss.get(f"{SOURCES}?address=missing&q=bare").content.decode()
    for form in ("csv", "xlsx"):
        assert f'href="{SOURCES}export/{form}/?address=missing&amp;q=bare"' in page
    assert "1 row" in page
    assert "Download this list:" in boss.get(ITEMS).content.decode()


def test_a_list_to_choose_from_has_no_files(boss):
    assert "Download this list:" not in boss.get(f"{SOURCES}?_popup=1").content.decode()


def test_the_file_has_all_pages_of_what_the_filters_leave_in_the_order_of_the_list(boss):
    for number in range(60):
        make_source(f"bare-{number:02}")
    make_source("kept", archive_url="https://example.org/kept")
    answer = boss.get(f"{SOURCES}export/csv/?address=missing&o=-1")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="sources-{today().isoformat()}.csv"'
    assert [row["slug"] for row in table(answer)] == [f"bare-{number:02}" for number in reversed(range(60))]
    assert [row["slug"] for row in table(boss.get(f"{SOURCES}export/csv/?q=kept"))] == ["kept"]


def test_a_list_that_is_taken_out_can_be_loaded_again(boss):
    with emptied():
        make_source("a", title="=1+1", note="- one\n- two", published_on=None)
        given = [boss.get(f"{SOURCES}export/{form}/") for form in ("csv", "xlsx")]
        files = [(answer["Content-Disposition"].split('"')[1], content(answer)) for answer in given]
    for name, written in files:
        package = read_upload(name, io.BytesIO(written))
        assert not package.problems
        [row] = package.tables["sources"]
        assert (row.cells["slug"], row.cells["title"], row.cells["note"]) == ("a", "=1+1", "- one\n- two")


def test_the_spreadsheet_says_what_was_chosen_and_that_it_is_for_staff(boss):
    make_source("bare")
    opened = book(boss.get(f"{SOURCES}export/xlsx/?address=missing&q=bare"))
    assert opened["sources"]["A2"].value == "bare"
    said = {row[0].value: row[1].value for row in opened["about"] if row and row[0].value}
    assert "address: No address and no archived copy" in said["Selection"]
    assert "search: bare" in said["Selection"]
    assert "not public yet" in said["Note"]
    assert urlsplit(said["Address"]).path == SOURCES


def test_items_have_columns_of_their_own(boss):
    item = make_item("late", make_force("north"), due_on="2021-06-30")
    make_update(item, "says-complete", on="2021-03")
    make_update(make_item("done"), "complete")
    [row] = table(boss.get(f"{ITEMS}export/csv/"))
    assert (row["recommendation"], row["body"], row["overdue"]) == ("late", "north", "yes")
    assert (row["status"], row["claimed_not_confirmed"]) == ("reported-complete", "yes")
    assert len(table(boss.get(f"{ITEMS}export/csv/?status=all"))) == 2
    sheet = book(boss.get(f"{ITEMS}export/xlsx/"))["items"]
    days = {cell.value: sheet.cell(2, number).value for number, cell in enumerate(sheet[1], 1)}
    assert days["due_on"] == datetime.datetime(2021, 6, 30)  # noqa: DTZ001
    assert days["days_overdue"] == (today() - datetime.date(2021, 6, 30)).days


@pytest.mark.parametrize(
    ("permissions", "status"), [((), 403), (("view_addressee",), 403), (("view_source",), 200), (VIEW_ALL, 200)]
)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_only_who_may_see_the_list_takes_it_out(sign_in, form, permissions, status):
    assert sign_in(*permissions).get(f"{SOURCES}export/{form}/").status_code == status


def test_a_contributor_takes_out_the_items_of_their_list_and_no_others():
    force = make_force("north")
    make_item("own", force)
    make_item("own-in-draft", force, inspection=make_inspection(draft=True))
    make_item("of-others")
    client = Client()
    client.force_login(make_account("contributor", force))
    for form, found in (
        ("csv", table),
        ("xlsx", lambda answer: [{"recommendation": book(answer)["items"]["A2"].value}]),
    ):
        rows = found(client.get(f"{ITEMS}export/{form}/?status=all"))
        assert [row["recommendation"] for row in rows] == ["own"]
    assert client.get(f"{SOURCES}export/csv/").status_code == 403


def test_the_public_is_asked_to_sign_in():
    assert Client().get(f"{SOURCES}export/csv/").status_code == 302


def test_it_is_only_read(boss):
    assert boss.post(f"{SOURCES}export/csv/").status_code == 405
    assert boss.head(f"{SOURCES}export/csv/").status_code == 200


def test_another_form_is_not_there(boss):
    assert boss.get(f"{SOURCES}export/pdf/").status_code in (302, 404)


def test_a_filter_that_is_not_understood_leads_back_with_a_sentence(boss):
    answer = boss.get(f"{SOURCES}export/csv/?id__exact=banana", follow=True)
    assert answer.redirect_chain
    assert "a filter in the address was not understood" in answer.content.decode()


def test_a_list_that_is_too_long_for_a_spreadsheet_says_what_to_do(boss, monkeypatch):
    monkeypatch.setattr(export, "MOST_IN_A_SPREADSHEET", 1)
    make_source("a")
    make_source("b")
    answer = boss.get(f"{SOURCES}export/xlsx/?address=missing", follow=True)
    assert answer.redirect_chain == [(f"{SOURCES}?address=missing", 302)]
    assert "These are 2 rows; a spreadsheet is made of at most 1." in answer.content.decode()
    assert len(table(boss.get(f"{SOURCES}export/csv/"))) == 2


def test_a_large_spreadsheet_is_sent_from_disk(boss, monkeypatch):
    monkeypatch.setattr(export, "HELD_IN_MEMORY", 1)
    make_source("a")
    answer = boss.get(f"{SOURCES}export/xlsx/")
    assert answer.streaming
    assert answer["Content-Disposition"] == f'attachment; filename="sources-{today().isoformat()}.xlsx"'
    assert book(answer)["sources"]["A2"].value == "a"
    answer.close()


def test_nothing_is_a_file_with_a_header(boss):
    assert table(boss.get(f"{SOURCES}export/csv/")) == []
    assert book(boss.get(f"{SOURCES}export/xlsx/"))["sources"].max_row == 1


def test_the_number_of_queries_does_not_grow_with_the_rows(boss):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            table(boss.get(f"{ITEMS}export/csv/?status=all"))
        return len(captured)

    inspection = make_inspection()
    make_item(inspection=inspection)
    few = queries()
    for _number in range(30):
        make_item(inspection=inspection)
    assert queries() == few
    assert not Source.objects.exists()


def test_where_a_spreadsheet_cannot_be_written_one_is_asked_to_come_again(boss, monkeypatch):
    def full():
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(export.tempfile, "TemporaryFile", full)
    answer = boss.get(f"{SOURCES}export/xlsx/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "no room" in answer.content.decode()
