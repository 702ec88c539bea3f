"""Reading a page's form as a browser would send it."""

import pytest

from tests.harness.forms import boxes

PAGE = """
<form id="other"><input name="not_ours" value="1"></form>
<form id="ours" method="post">
  <input type="hidden" name="seen" value="0:abc"><input type="text" name="title" value="A &amp; B">
  <textarea name="text">
First line
second</textarea>
  <select name="kind"><option value="a">A</option><option value="b" selected>B</option></select>
  <select name="themes" multiple><option value="1" selected>1</option><option value="2" selected>2</option></select>
  <input type="checkbox" name="draft" checked><input type="checkbox" name="closed">
  <input type="radio" name="voice" value="x"><input type="radio" name="voice" value="y" checked>
  <input type="submit" name="_save" value="Save"><input name="rows-__prefix__-text" value="">
</form>
"""


def test_every_box_that_would_be_sent_is_there():
    assert boxes(PAGE, "ours") == {
        "seen": ["0:abc"],
        "title": ["A & B"],
        "text": ["First line\nsecond"],
        "kind": ["b"],
        "themes": ["1", "2"],
        "draft": ["on"],
        "voice": ["y"],
    }


def test_a_page_without_the_form_says_so():
    with pytest.raises(AssertionError, match="no form mine"):
        boxes(PAGE, "mine")
