"""What the first page says of answers and of matters raised again, over the whole record: worked out once and kept."""

import datetime
from dataclasses import dataclass
from typing import Any

from inspections.reading import answer_counts, figures
from inspections.reading.chains import Chain, chains
from inspections.reading.duty import Duty
from inspections.reading.not_found import looked_for
from inspections.reading.successions import successions
from inspections.remembered import Remembered

LONGEST_CHAINS = 10
NOT_FOUND_SHOWN = 20


@dataclass(frozen=True)
class Kept:
    """Two figures, and the first rows of what they count."""

    not_found: list[Duty]
    not_found_figure: dict[str, Any]
    chains: list[Chain]
    more_chains: int
    chains_figure: dict[str, Any]


def _work_out(on: datetime.date) -> Kept:
    again, looked = successions().count(on), looked_for()
    return Kept(
        looked.first(on, NOT_FOUND_SHOWN),
        answer_counts.not_found(*looked.on(on)),
        chains(on, LONGEST_CHAINS),
        max(0, again - LONGEST_CHAINS),
        figures.raised_again(again, "#raised-again"),
    )


answers_and_chains = Remembered(_work_out)
