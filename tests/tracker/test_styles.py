"""The built style sheet: ours alone, with every shape and pattern that the templates name."""

import os
import re
from pathlib import Path

import pytest

from inspections.headline import HeadlineStatus
from tests.harness.server import ROOT
from tests.parts import part

pytestmark = pytest.mark.once

SHEET = ROOT / "tracker" / "static" / "tracker" / "site.css"
SOURCES = ROOT / "tracker" / "styles"
MARKS_ONLY = {"status-bar", "timeline"}  # names that only mark a place in the page
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3, text of ordinary size


@pytest.fixture(scope="module")
def sheet() -> str:
    if not SHEET.exists():
        if os.environ.get("CI"):
            pytest.fail("The style sheet is not built, and in CI nothing is skipped. Run make styles first.")
        pytest.skip("The style sheet is not built. Run make styles first.")
    return SHEET.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "word", ["transport", "crown", "crest", "gov.uk", "@font-face", "sourcemapping", "url(", "@import"]
)
def test_the_sheet_has_nothing_of_gov_uk_and_fetches_nothing(sheet, word):
    assert word not in sheet.lower()


def test_the_sheet_stays_small(sheet):
    assert len(sheet.encode()) < 106_000


def test_the_sheet_is_set_in_the_reader_s_own_typeface(sheet):
    assert "-apple-system" in sheet
    assert "sans-serif" in sheet


def classes(text: str) -> set[str]:
    return set(re.findall(r"\.(-?[_a-zA-Z][\w-]*)", text))


def test_every_class_of_ours_that_a_template_names_is_in_the_sheet(sheet):
    """Guards against a part renamed in one place only. Names built from a status or a voice are tested below."""
    ours = re.compile(r"^(?:app|site|day|status|key|voices?|entry|timeline|chain|cards?|filters?)(?:-|__|$)")
    known = classes(sheet) | MARKS_ONLY
    missing = {
        f"{path.name}: {name}"
        for path in (ROOT / "templates").rglob("*.jinja")
        for value in re.findall(r'class="([^"]*)"', COMMENT.sub("", path.read_text(encoding="utf-8")))
        if "{{" not in value
        for name in re.sub(r"{%.*?%}", " ", value).split()
        if ours.match(name) and name not in known
    }
    assert missing == set()


@pytest.mark.parametrize("status", list(HeadlineStatus))
def test_each_status_has_its_colours(sheet, status):
    assert {f"status--{status.value}", f"status-fill--{status.value}", f"status-rule--{status.value}"} <= classes(sheet)


def test_each_status_has_a_shape_of_its_own():
    shapes = {status: part("status_icon", slug=status.value) for status in HeadlineStatus}
    assert len(set(shapes.values())) == len(HeadlineStatus)
    unknown = part("status_icon", slug="no such status")
    assert unknown not in shapes.values()


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_the_standard_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_each_status_can_be_read_on_white_and_on_the_pale_surface():
    text = Path(SOURCES / "_settings.scss").read_text(encoding="utf-8")
    surface = re.search(r"^\$surface: (#\w{6});", text, re.MULTILINE)
    inks = dict(re.findall(r'"([\w-]+)": \(ink: (#\w{6}), fill: #\w{6}\)', text))
    assert surface
    assert set(inks) == {status.value for status in HeadlineStatus}
    weak = {
        (slug, ground)
        for slug, ink in inks.items()
        for ground in ("#ffffff", surface[1])
        if contrast(ink, ground) < LEAST_CONTRAST
    }
    assert weak == set()
