import pytest
from django.http import HttpResponse

from tracker.keep_day import keep_day


def kept(html):
    return keep_day("2019-06-30")(HttpResponse(html)).content.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="/forces/">', '<a href="/forces/?as_at=2019-06-30">'),
        ('<a class="x" href="/a/?q=b">', '<a class="x" href="/a/?q=b&amp;as_at=2019-06-30">'),
        ('<a href="?page=2">', '<a href="?page=2&amp;as_at=2019-06-30">'),
        ('<a href="/a/#entry-1">', '<a href="/a/?as_at=2019-06-30#entry-1">'),
        ('<form method="get">', '<form method="get"><input type="hidden" name="as_at" value="2019-06-30">'),
    ],
)  # fmt: skip
def test_links_and_searches_within_the_site_keep_the_day(before, after):
    assert kept(before) == after


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.org/">',
        '<a href="#main">',
        '<a href="/static/x.css">',
        '<a href="/admin/">',
        '<a data-day="today" href="/forces/">',
        '<a href="/forces/?as_at=2018-01-01">',
        '<form method="post" action="/a/">',
        '<form method="get" data-day="chosen">',
        '<link href="/forces/">',
        "<p>Café – £5</p>",
    ],
)
def test_everything_else_is_left_as_it_is(html):
    assert kept(html) == html
