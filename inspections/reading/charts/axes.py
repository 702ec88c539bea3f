"""The arithmetic of axes: round numbers up the side, years along the foot."""

import datetime
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Pixels: the least width of a picture on a wide screen or on paper, where it stands alone and where two stand side by
# side, and its width on a phone of 320 px; a character of a label, and the gap between two.
ALONE, BESIDE, PHONE = 600, 470, 240
CHARACTER, GAP = 8, 12

Heights = Sequence[float] | NDArray[np.float64]


def percent(share: float) -> str:
    """A place in a picture as a text that is safe in any language: 0.125 is "12.5%"."""
    return f"{100 * share:.4g}%"


def ticks(most: float, wanted: int = 4) -> list[int]:
    """Whole round numbers from 0, evenly apart, of which the last is `most` or just above it."""
    rough = max(most, 1) / wanted
    size = 10 ** max(0, math.floor(math.log10(rough)))
    step = next(each * size for each in (1, 2, 5, 10) if each * size >= rough)
    return list(range(0, step * math.ceil(max(most, 1) / step) + 1, step))


def scale(marks: Sequence[float], height: int, words: str = "{:,}") -> list[dict[str, Any]]:
    """Marks up the side of a picture: each with its label and its place from the top, in pixels."""
    return [{"label": words.format(mark), "y": round(height * (1 - mark / marks[-1]))} for mark in marks]


def years_along(days: Sequence[datetime.date]) -> list[dict[str, Any]]:
    """Labels of the years under a picture with one column for each of these days, which are ends of months.

    `x` is the left edge of January. `wide` marks those that are left out on a phone.
    """
    januaries = [(index, day.year) for index, day in enumerate(days) if day.month == 1]
    return [
        label | {"wide": label["wide"] or label["share"] > 1 - (4 * CHARACTER + 4) / PHONE}
        for label in thinned([(index / len(days), str(year)) for index, year in januaries], 4, ALONE)
        if label["share"] <= 1 - (4 * CHARACTER + 4) / ALONE  # it begins at its place and would run over the edge
    ]


def thinned(places: Sequence[tuple[float, str]], characters: int, width: int) -> list[dict[str, Any]]:
    """Labels at these places, evenly apart, as many as fit where each may be so many characters long.

    `width` is that of the picture in pixels where it is not on a phone; `wide` marks what a phone has no room for.
    """
    space = characters * CHARACTER + GAP
    kept = places[:: math.ceil(len(places) * space / width) or 1]
    narrow = math.ceil(len(kept) * space / PHONE) or 1
    return [
        {"x": percent(x), "share": x, "label": label, "wide": index % narrow > 0}
        for index, (x, label) in enumerate(kept)
    ]


class Edge:
    """The upper edge of columns of equal width in a square of 1000, drawn to and fro; a height of 1 is the full one."""

    def __init__(self, heights: Heights) -> None:
        columns = np.asarray(heights, float)
        # Columns of one height that stand beside each other are drawn at once: from where and up to where.
        starts = np.append(0, np.flatnonzero(np.diff(columns)) + 1).tolist()
        levels = _units(1 - columns[starts])
        along = _along(len(columns))
        ends = [along[place] for place in (*starts[1:], len(columns))]
        self.forth = "".join([f"V{level}H{end}" for level, end in zip(levels, ends, strict=True)])
        back = [f"V{level}H{along[start]}" for level, start in zip(levels, starts, strict=True)]
        self.back = "".join(reversed(back))

    @property
    def outline(self) -> str:
        """The edge as the d of a path."""
        return f"M0 {self.forth[1:]}"


def band(top: Edge, bottom: Edge) -> str:
    """The area between two edges, as the d of a closed path."""
    return f"{top.outline}{bottom.back}z"


@lru_cache(500)
def _along(columns: int) -> list[str]:
    """Where so many columns begin, and where the last one ends."""
    return _units(np.arange(columns + 1) / columns)


def _units(shares: Heights) -> list[str]:
    """Places in the square, as short as they can be: 0.25 is "250", and a third is "333.3"."""
    numbers = (1000 * np.asarray(shares)).tolist()
    # All at once: to format number by number takes several times as long.
    return (("%.1f " * len(numbers)) % tuple(numbers)).replace(".0 ", " ").split()
