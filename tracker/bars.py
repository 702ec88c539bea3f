"""The arithmetic of a stacked bar: shares that add up, small ones still to be seen, words for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

LEAST = 1.4  # percent of the bar: about 4 px on a phone 320 px wide, enough to be seen and told apart
ROOMY = 8.5  # percent of the bar from which a shape of 20 px fits into a segment on such a phone


@dataclass(frozen=True)
class Segment:
    """One part of a bar, ready for status_bar.jinja. Places are texts such as "12.50%", safe in any language."""

    status: Any
    count: int
    percent: str
    x: str
    width: str
    middle: str
    roomy: bool
    url: str


def share_in_words(count: int, total: int) -> str:
    """Return a count's share of a total as people say it: "52%", "less than 1%", "more than 99%"."""
    if not total:
        return ""
    share = 100 * count / total
    if 0 < share < 1:
        return gettext("less than 1%")
    if 99 < share < 100:
        return gettext("more than 99%")
    return gettext("%(share)d%%") % {"share": int(share + 0.5)}


def widths(counts: Sequence[int], least: float = LEAST) -> list[float]:
    """Return the width of each count in percent of the bar; together they are 100, or nothing if all are zero.

    A count above zero gets at least `least`; what that takes is taken from the wide ones in proportion.
    """
    total = sum(counts)
    if not total:
        return [0.0 for _ in counts]
    narrow: set[int] = set()
    while True:
        rest = total - sum(counts[i] for i in narrow)
        room = 100 - least * len(narrow)
        found = {
            i for i, count in enumerate(counts) if count and i not in narrow and room * count < least * rest - 1e-9
        }
        if not found:
            break
        narrow |= found
    return [0.0 if not n else least if i in narrow else room * n / rest for i, n in enumerate(counts)]


def stacked_bar(name: str, noun_label: str, rows: Iterable[tuple[Any, int, str]]) -> dict[str, Any]:
    """Return the `bar` that status_bar.jinja and status_bar_small.jinja draw.

    `name` is unique on the page (it begins the ids of the patterns); `noun_label` says what is counted ("303 items");
    each row is a status (with .value and .label), its count and the address of what it counts. Rows keep their order;
    a row that counts nothing is left out.
    """
    shown = [row for row in rows if row[1] > 0]
    counts = [count for _, count, _ in shown]
    total = sum(counts)
    segments = []
    x = 0.0
    for (status, count, url), width in zip(shown, widths(counts), strict=True):
        segments.append(
            Segment(
                status=status,
                count=count,
                percent=share_in_words(count, total),
                x=f"{x:.2f}%",
                width=f"{width:.2f}%",
                middle=f"{x + width / 2:.2f}%",
                roomy=width >= ROOMY,
                url=url,
            )
        )
        x += width
    return {"id": name, "total": total, "noun_label": noun_label, "segments": segments, "wide_counts": total > 999}
