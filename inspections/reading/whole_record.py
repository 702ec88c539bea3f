"""What the first page says of answers and of matters raised again, over the whole record: worked out once and kept."""

import datetime
from dataclasses import dataclass
from typing import Any

from inspections.models import Inspection, Response
from inspections.reading import answer_counts, figures
from inspections.reading.answers import in_order
from inspections.reading.chains import Chain, chains
from inspections.reading.duties import duties
from inspections.reading.duty import AnswerState, Duty
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
    again = successions().count(on)
    answers = duties(Inspection.objects.filter(pk__in=Response.objects.values("inspection")), on)
    not_found = [duty for duty in in_order(answers) if duty.state == AnswerState.NOT_FOUND]
    return Kept(
        not_found[:NOT_FOUND_SHOWN],
        answer_counts.not_found(answers),
        chains(on, LONGEST_CHAINS),
        max(0, again - LONGEST_CHAINS),
        figures.raised_again(again, "#raised-again"),
    )


answers_and_chains = Remembered(_work_out)
