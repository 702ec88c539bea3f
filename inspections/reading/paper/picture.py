"""The bar of how items stand as a PNG: Word shows no SVG that older versions and other programs could read.

The format is simple enough to be written by hand: https://www.w3.org/TR/png-3/.
"""

import struct
import zlib
from collections.abc import Callable, Iterable

from inspections.headline import HeadlineStatus
from tracker.bars import Segment

WIDE, HIGH = 1200, 68  # pixels
EDGE = 3
Colour = tuple[int, int, int]
BLACK: Colour = (11, 12, 12)

# The fills of tracker/styles/_settings.scss; a test holds them to each other.
FILLS = {
    HeadlineStatus.NO_PROGRESS: "e3e6e8",
    HeadlineStatus.NOT_STARTED: "ffffff",
    HeadlineStatus.PLANNED: "a9cbea",
    HeadlineStatus.UNDER_WAY: "f5b335",
    HeadlineStatus.REPORTED_COMPLETE: "d3ecf5",
    HeadlineStatus.NOT_ACCEPTED: "d9534a",
    HeadlineStatus.REOPENED: "f0b3d2",
    HeadlineStatus.CONFIRMED_COMPLETE: "0f7a52",
    HeadlineStatus.CLOSED: "5b646b",
    HeadlineStatus.SUPERSEDED: "7c5aa6",
}
# Hatchings, so that the parts are told apart without colour: solid is what inspectors decided, as on the pages.
HATCHINGS: dict[str, Callable[[int, int], bool]] = {
    HeadlineStatus.NOT_STARTED: lambda x, y: y % 16 < 3,
    HeadlineStatus.PLANNED: lambda x, y: x % 16 < 5 and y % 16 < 5,
    HeadlineStatus.REPORTED_COMPLETE: lambda x, y: (x + y) % 16 < 4,
    HeadlineStatus.NOT_ACCEPTED: lambda x, y: (x + y) % 18 < 3 or (x - y) % 18 < 3,
    HeadlineStatus.REOPENED: lambda x, y: x % 14 < 3,
    HeadlineStatus.SUPERSEDED: lambda x, y: (x - y) % 22 < 4,
}


def png(segments: Iterable[Segment]) -> bytes:
    """The picture of a bar, in the order of its segments."""
    segments, rows = list(segments), [bytearray() for _ in range(HIGH)]
    edges = [int(float(segment.x.rstrip("%")) * WIDE / 100 + 0.5) for segment in segments] + [WIDE]
    statuses = [segment.status for segment in segments]
    for y, row in enumerate(rows):
        for status, left, right in zip(statuses, edges[:-1], edges[1:], strict=True):
            for x in range(left, right):
                row += bytes(_colour(status, x, y, left, right))
    return _file(rows)


def _colour(status: HeadlineStatus, x: int, y: int, left: int, right: int) -> Colour:
    at_edge = min(x - left, y) < EDGE or max(x - right, y - HIGH) >= -EDGE
    hatching = HATCHINGS.get(status)
    if at_edge or (hatching and hatching(x, y)):
        return BLACK
    fill = bytes.fromhex(FILLS[status])
    return fill[0], fill[1], fill[2]


def _file(rows: Iterable[bytes | bytearray]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", WIDE, HIGH, 8, 2, 0, 0, 0)  # eight bits of red, green and blue
    pixels = b"".join(b"\0" + row for row in rows)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels, 9)) + chunk(b"IEND", b"")
