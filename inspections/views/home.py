"""The first page: how the record stands, what changed and what is late."""

from typing import Any

from django.utils.translation import gettext as _

from inspections import linked_data
from inspections.reading import figures, slippage, whole_record
from inspections.reading.charts.over_time import over_time
from inspections.reading.lately import LatestOfAll, lately
from inspections.reading.selection import tally
from inspections.reading.slippage_held import slippage_on
from inspections.views.conditional import current
from inspections.views.page import PublicPage

CHANGES_SHOWN = 7
LATE_SHOWN = 4


class Home(PublicPage):
    template_name = "home.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = figures.status_counts(self.shelf)
        return super().get_context_data(
            heading=_("What became of what inspectors asked the police to do"),
            description=_("Every recommendation of police inspectors, and what each side says became of it."),
            linked_data=self.linked(),
            tally=tally(self.shelf),
            bar=figures.standing_bar("standing", counts),
            over_time=over_time(None, self.day, recent=0),
            latest=lately(LatestOfAll(self.day), CHANGES_SHOWN),
            late=figures.late_longest(self.shelf, LATE_SHOWN),
            waiting=figures.waiting_longest(self.shelf, LATE_SHOWN),
            **slippage.shown(slippage_on(self.day, sum(counts.values()))),
            **self.answers_and_chains(counts),
            **kwargs,
        )

    def linked(self) -> dict[str, Any] | None:
        """The record as a data set, for machines: it is offered as it stands today only."""
        if self.day != self.today or self.preview:
            return None
        return linked_data.dataset(current(self.request), self.day, self.whole)

    def answers_and_chains(self, counts: dict[str, int]) -> dict[str, Any]:
        kept = whole_record.answers_and_chains(self.day)
        return {
            "figures": [
                figures.past_their_date(self.shelf, self.day),
                *figures.who_says_complete(self.shelf, counts, self.day),
                figures.open_for_years(self.shelf, self.day),
                figures.silent_for_a_year(self.shelf, self.day),
                kept.not_found_figure,
                kept.chains_figure,
            ],
            "chains": kept.chains,
            "more_chains": kept.more_chains,
            "not_found": kept.not_found,
        }
