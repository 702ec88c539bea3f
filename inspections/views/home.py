"""The first page: how the record stands, what changed and what is late."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from inspections import linked_data
from inspections.models import Addressee, Inspection, Response, StatusUpdate
from inspections.models.addressee import AddresseeQuerySet
from inspections.reading import answer_counts, figures, slippage
from inspections.reading.answers import in_order
from inspections.reading.chains import chains
from inspections.reading.charts.over_time import over_time
from inspections.reading.duties import duties
from inspections.reading.duty import AnswerState
from inspections.reading.lately import lately
from inspections.reading.selection import tally
from inspections.views.conditional import current
from inspections.views.page import PublicPage

CHANGES_SHOWN = 7
LATE_SHOWN = 4
LONGEST_CHAINS = 10
NOT_FOUND_SHOWN = 20


class Home(PublicPage):
    template_name = "home.jinja"

    @cached_property
    def items(self) -> AddresseeQuerySet:
        return Addressee.objects.public(self.day).standing(self.day)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = figures.status_counts(self.items)
        return super().get_context_data(
            heading=_("What became of what inspectors asked the police to do"),
            description=_("Every recommendation of police inspectors, and what each side says became of it."),
            linked_data=self.linked(),
            tally=tally(self.items),
            bar=figures.standing_bar("standing", counts),
            over_time=over_time(self.items, self.day, each_month=False),
            latest=lately(StatusUpdate.objects.all(), self.day, CHANGES_SHOWN),
            late=figures.late_longest(self.items, self.day, LATE_SHOWN),
            waiting=figures.waiting_longest(self.items, self.day, LATE_SHOWN),
            **slippage.shown(self.items, self.day),
            **self.answers_and_chains(counts),
            **kwargs,
        )

    def linked(self) -> dict[str, Any] | None:
        """The record as a data set, for machines: it is offered as it stands today only."""
        if self.day != self.today or self.preview:
            return None
        return linked_data.dataset(current(self.request), self.day, self.whole)

    def answers_and_chains(self, counts: dict[str, int]) -> dict[str, Any]:
        again = chains(self.day)
        answers = duties(Inspection.objects.filter(pk__in=Response.objects.values("inspection")), self.day)
        not_found = [duty for duty in in_order(answers) if duty.state == AnswerState.NOT_FOUND]
        return {
            "figures": [
                figures.past_their_date(self.items, self.day),
                *figures.who_says_complete(self.items, counts, self.day),
                figures.open_for_years(self.items, self.day),
                figures.silent_for_a_year(self.items, self.day),
                answer_counts.not_found(answers),
                figures.raised_again(again, "#raised-again"),
            ],
            "chains": again[:LONGEST_CHAINS],
            "more_chains": max(0, len(again) - LONGEST_CHAINS),
            "not_found": not_found[:NOT_FOUND_SHOWN],
        }
