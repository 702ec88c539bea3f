"""The page numbers that a list of pages shows."""

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from tracker.templatetags.furniture import elided_pages

pytestmark = pytest.mark.once


def page(number: int, pages: int = 18):
    return Paginator(range(pages * 10), 10).page(number)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, "1 2 … 18"),
        (7, "1 … 6 7 8 … 18"),
        (18, "1 … 17 18"),
    ],
)
def test_pages_around_the_present_one_are_shown_and_the_ends(number, shown):
    assert " ".join(str(item) for item in elided_pages(page(number))) == shown


def render(address: str, number: int, pages: int = 18) -> str:
    return render_to_string(
        "components/pagination.html", {"page_obj": page(number, pages)}, RequestFactory().get(address)
    )


def test_links_keep_the_filters():
    html = render("/list/?status=planned&status=closed&page=7", 7)
    assert 'href="?status=planned&amp;status=closed&amp;page=8"' in html
    assert html.count('aria-current="page"') == 1
    assert 'aria-label="Page 7 of 18"' in html


def test_the_ends_have_no_way_beyond_them():
    assert 'rel="prev"' not in render("/list/", 1)
    assert 'rel="next"' not in render("/list/", 18)


def test_one_page_needs_no_numbers():
    assert render("/list/", 1, pages=1).strip() == ""
