"""The bar as a picture: a PNG that other programs read, in the colours of the pages."""

import re
import struct
import zlib

import pytest

from inspections.headline import HeadlineStatus
from inspections.reading.charts.status_bar import status_bar
from inspections.reading.paper.picture import BLACK, FILLS, HATCHINGS, HIGH, WIDE, png
from tests.harness.server import ROOT

pytestmark = pytest.mark.once


def pixels(counts: dict[str, int]) -> list[bytes]:
    """The rows of the picture, three bytes a pixel, as the format says that they are read."""
    file = png(status_bar("x", counts, "items", lambda status: "")["segments"])
    assert file.startswith(b"\x89PNG\r\n\x1a\n")
    place, data = 8, {}
    while place < len(file):
        (length,) = struct.unpack(">I", file[place : place + 4])
        kind, body = file[place + 4 : place + 8], file[place + 8 : place + 8 + length]
        assert struct.unpack(">I", file[place + 8 + length : place + 12 + length])[0] == zlib.crc32(kind + body)
        data[kind], place = body, place + 12 + length
    assert struct.unpack(">II", data[b"IHDR"][:8]) == (WIDE, HIGH)
    raw, wide = zlib.decompress(data[b"IDAT"]), 3 * WIDE + 1
    assert len(raw) == HIGH * wide
    return [raw[row * wide + 1 : (row + 1) * wide] for row in range(HIGH)]


def test_each_part_is_as_wide_as_its_share():
    rows = pixels({"under-way": 1, "confirmed-complete": 3})
    middle = rows[HIGH // 2]
    colours = [middle[3 * x : 3 * x + 3].hex() for x in range(WIDE)]
    under_way, confirmed = colours.count(FILLS["under-way"]), colours.count(FILLS["confirmed-complete"])
    assert under_way == pytest.approx(WIDE / 4, abs=10)
    assert confirmed == pytest.approx(3 * WIDE / 4, abs=10)
    assert colours.index(FILLS["under-way"]) < colours.index(FILLS["confirmed-complete"])
    assert tuple(bytes.fromhex(colours[0])) == tuple(bytes.fromhex(colours[-1])) == BLACK


def test_every_status_has_the_fill_of_the_style_sheet():
    sheet = (ROOT / "tracker" / "styles" / "_settings.scss").read_text(encoding="utf-8")
    fills = dict(re.findall(r'"([a-z-]+)": \(ink: #[0-9a-f]{6}, fill: #([0-9a-f]{6})\)', sheet))
    assert {status.value: fill for status, fill in FILLS.items()} == fills
    assert set(FILLS) == set(HeadlineStatus)


def test_hatchings_are_those_of_the_pages_and_tell_all_that_is_open_apart_without_colour():
    patterns = (ROOT / "templates" / "components" / "status_patterns.jinja").read_text(encoding="utf-8")
    assert {str(status) for status in HATCHINGS} == set(re.findall(r'slug == "([a-z-]+)"', patterns))
    drawn = {tuple(hatching(x, y) for x in range(48) for y in range(48)) for hatching in HATCHINGS.values()}
    assert len(drawn) == len(HATCHINGS)


def test_a_bar_of_every_status_can_be_drawn():
    assert len(pixels({status.value: 1 for status in HeadlineStatus})) == HIGH
