"""The first page of the admin says what needs doing, finds an item, and then lists what is kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.days import today
from tests.harness.markup import html_errors
from tests.inspections.staff import browser_of, days_ago
from tests.make import make_account, make_force, make_inspection, make_item, make_staff, make_update

FIRST = "/admin/"


def text(browser):
    answer = browser.get(FIRST)
    assert answer.status_code == 200
    return answer.content.decode()


def late_items(number, force=None):
    for _each in range(number):
        item = make_item(body=force or make_force(), inspection=make_inspection(), due_on=days_ago(1))
        make_update(item, "under-way", days_ago(1), recorded_on=today())


def test_each_task_is_a_figure_and_a_title_in_one_link_and_a_sentence(boss):
    late_items(2)
    page = text(boss)
    start = page.index('<li id="task-overdue">')
    task = page[start : page.index("</li>", start)]
    assert 'href="/admin/inspections/addressee/?status=open&amp;due=overdue&amp;public=yes"' in task
    assert task.index("<a ") < task.index(">2<") < task.index("Items past their date") < task.index("</a>")
    assert "the day by which it was asked for has passed" in task


def test_tasks_without_rows_stand_in_one_line(boss):
    page = text(boss)
    assert "task-overdue" not in page
    line = next(line for line in page.splitlines() if "Nothing to do for:" in line)
    assert "Items past their date" in line
    assert "Sources whose address is missing" in line


def test_the_tasks_come_before_the_search_and_what_is_kept(boss):
    late_items(1)
    page = text(boss)
    places = [page.index(words) for words in ("What needs doing", "task-overdue", "Find an item", "What is kept here")]
    assert places == sorted(places)
    assert page.index("What is kept here") < page.index("model-inspection")


def test_an_item_is_found_from_here(boss):
    make_item("cleveland-2018-1")
    page = text(boss)
    assert '<form class="find-item" method="get" action="/admin/inspections/addressee/"' in page
    found = boss.get("/admin/inspections/addressee/?q=cleveland-2018").context["cl"].result_list
    assert [item.recommendation.ref for item in found] == ["cleveland-2018-1"]


def test_a_contributor_is_counted_only_the_items_of_the_body(db):
    force = make_force()
    late_items(2, force)
    late_items(3)
    page = text(browser_of(make_account("contributor", force)))
    assert '<span class="task-count">2</span> <span class="task-title">Items past their date' in page
    assert "Sources whose address is missing" not in page


@pytest.mark.parametrize(
    ("role", "words", "may_find"),
    [
        ("", "Your account has no role yet", False),
        ("contributor", "speaks for no body yet", True),
        ("administrator", "None of your roles", False),
    ],
)
def test_who_has_no_tasks_reads_why_and_whom_to_ask(db, role, words, may_find):
    late_items(1)
    page = text(browser_of(make_account(role) if role else make_staff()))
    assert words in page
    assert "Ask an administrator" in page or "ask an administrator" in page
    assert "Nothing to do for" not in page
    assert ("Find an item" in page) is may_find


def test_large_figures_have_their_comma(boss, monkeypatch):
    monkeypatch.setattr("inspections.worklist.Entry.count", 12345)
    assert '<span class="task-count">12,345</span>' in text(boss)


def test_the_page_has_a_budget_of_queries_whatever_the_number_of_rows(boss):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            text(boss)
        return len(caught)

    late_items(1)
    few = queries()
    late_items(20)
    assert queries() == few
    assert few <= 25


@pytest.mark.parametrize("role", ["contributor", "publisher"])
def test_a_role_keeps_within_the_budget_too(db, role, django_assert_max_num_queries):
    force = make_force()
    late_items(3, force)
    browser = browser_of(make_account(role, force))
    with django_assert_max_num_queries(25):
        text(browser)


def test_the_page_is_not_for_those_who_are_not_signed_in(client, db):
    assert client.get(FIRST).status_code == 302


def test_our_part_of_the_page_is_valid_html(boss):
    """From the first task to the end of the search; Django's own lists of what is kept are not ours to judge."""
    late_items(1)
    page = text(boss)
    ours = page[page.index('<ul class="tasks">') : page.index('<section class="kept-here"')]
    frame = '<!DOCTYPE html>\n<html lang="en-GB"><head><title>Tasks</title></head><body>{}</body></html>\n'
    assert html_errors({FIRST: frame.format(ours)}) == {}
