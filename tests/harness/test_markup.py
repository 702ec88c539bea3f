"""The HTML checker finds what is wrong, and lets through what is right."""

import pytest

from tests.harness.markup import html_errors

pytestmark = pytest.mark.once

PAGE = '<!DOCTYPE html>\n<html lang="en-GB"><head><title>A page</title></head><body>{}</body></html>\n'


def test_errors_are_told_by_page_and_rule():
    errors = html_errors(
        {
            "/right/": PAGE.format("<main><h1>Right</h1></main>"),
            "/nested/": PAGE.format("<p><div>A block in a paragraph</div></p>"),
            "/styled/": PAGE.format('<p style="color: red">Styled in place</p>'),
            "/twice/": PAGE.format('<p id="one">One</p><p id="one">One again</p>'),
        }
    )
    assert set(errors) == {"/nested/", "/styled/", "/twice/"}
    assert "(no-inline-style)" in errors["/styled/"][0]
    assert "(no-dup-id)" in errors["/twice/"][0]


def test_no_pages_have_no_errors():
    assert html_errors({}) == {}
