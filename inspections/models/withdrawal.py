"""Taking something back that was public: it keeps its page, with the reason, and counts no more."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

VANISHES = _("It is public, and nothing public vanishes. Withdraw it instead, with a public note.")


def not_withdrawn(on: datetime.date, path: str = "") -> Q:
    """The condition that something had not been withdrawn by that day; `path` leads to it, as `inspection__`."""
    return Q(**{f"{path}withdrawn_on": None}) | Q(**{f"{path}withdrawn_on__gt": on})


def withdrawal_index(noun: str) -> models.Index:
    """An index of the few that were withdrawn, by day."""
    return models.Index(fields=["withdrawn_on"], condition=Q(withdrawn_on__isnull=False), name=f"{noun}_withdrawn_on")


class Withdrawable(models.Model):
    """What cannot vanish once it was public. Write it with actions.withdraw and actions.put_back.

    Before the day of withdrawal it shows as it stood. From that day its own page says that it was withdrawn and why,
    and no list, search or count has it.
    """

    withdrawn_on = models.DateField(_("withdrawn on"), null=True, editable=False, help_text=_("Public."))
    withdrawal_note = models.TextField(
        _("why it was withdrawn"),
        blank=True,
        editable=False,
        help_text=_("Public: on its page, for as long as that is."),
    )

    class Meta:
        abstract = True

    def is_readable(self, on: datetime.date) -> bool:
        """Whether the public can read it on that day, withdrawn or not."""
        raise NotImplementedError

    def is_public(self, on: datetime.date) -> bool:
        """Whether it is on the public record on that day."""
        raise NotImplementedError

    def is_withdrawn(self, on: datetime.date) -> bool:
        """Whether it had been withdrawn by that day."""
        return self.withdrawn_on is not None and self.withdrawn_on <= on

    @property
    def withdrawal_day(self) -> str:
        """The day of withdrawal, as the language writes it; empty where there was none."""
        return date_format(self.withdrawn_on, "DATE_FORMAT") if self.withdrawn_on else ""
