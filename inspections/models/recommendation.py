"""What inspectors asked for: causes of concern, recommendations, areas for improvement and their parts."""

import datetime
import re
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.days import today
from inspections.deadlines import due_day
from inspections.paths import path_to

from .address import NamedInSeals, seal_name_once
from .body import Body
from .fields import PartialDateField, SlugField
from .inspection import Inspection, published_by, readable_by
from .theme import Theme
from .withdrawal import VANISHES, Withdrawable, not_withdrawn, withdrawal_index


class RecommendationKind(models.TextChoices):
    """The inspectorates' own kinds, most serious first."""

    ACCELERATED_CAUSE_OF_CONCERN = "accelerated-cause-of-concern", _("Accelerated cause of concern")
    CAUSE_OF_CONCERN = "cause-of-concern", _("Cause of concern")
    PRIORITY_ACTION = "priority-action", _("Area for priority action")
    KEY_CONCERN = "key-concern", _("Key concern")
    RECOMMENDATION = "recommendation", _("Recommendation")
    AREA_FOR_IMPROVEMENT = "area-for-improvement", _("Area for improvement")
    PART = "part", _("Part of a recommendation")


CAUSES_OF_CONCERN = (RecommendationKind.CAUSE_OF_CONCERN, RecommendationKind.ACCELERATED_CAUSE_OF_CONCERN)

# What may stand above what. The glossary of HMICFRS: a cause of concern always carries recommendations.
PARENT_KINDS: dict[str, tuple[str, ...]] = {
    RecommendationKind.PART: (RecommendationKind.RECOMMENDATION, RecommendationKind.AREA_FOR_IMPROVEMENT),
    RecommendationKind.RECOMMENDATION: CAUSES_OF_CONCERN,
}


class TextIs(models.TextChoices):
    VERBATIM = "verbatim", _("The report's own words")
    SUMMARY = "summary", _("Our summary")


class Deadline(models.TextChoices):
    IMMEDIATELY = "immediately", _("Immediately")
    WITHIN_28_DAYS = "within-28-days", _("Within 28 days")
    WITHIN_6_WEEKS = "within-6-weeks", _("Within six weeks")
    WITHIN_3_MONTHS = "within-3-months", _("Within three months")
    WITHIN_6_MONTHS = "within-6-months", _("Within six months")
    WITHIN_12_MONTHS = "within-12-months", _("Within twelve months")
    BY_DATE = "by-date", _("By a date")
    NONE_GIVEN = "none-given", _("No time was set")


class DeadlineSetBy(models.TextChoices):
    INSPECTORATE = "inspectorate", _("The inspectorate")
    BODY = "body", _("The addressed body")


def asked_by(on: datetime.date, path: str = "") -> Q:
    """The condition that a recommendation is on the public record on that day; `path` leads to it."""
    return published_by(on, f"{path}inspection__") & not_withdrawn(on, path)


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def public(self, on: datetime.date) -> Self:
        """Of inspections published by that day, and not withdrawn."""
        return self.filter(asked_by(on))

    def readable(self, on: datetime.date) -> Self:
        """Of inspections published by that day, withdrawn or not: what has a page of its own."""
        return self.filter(readable_by(on, "inspection__"))

    def matching(self, words: str) -> Self:
        """Those that a search for these words finds; all of them if there is no word to look for."""
        from .search import phrases, wanted

        asked = phrases(words)
        return self.filter(id__matches=wanted(asked)) if asked else self.all()


class Recommendation(Withdrawable, NamedInSeals):
    """One thing that inspectors asked for, of one body or of many."""

    slug_name = "ref"
    sealed_through = ("update__addressee__recommendation",)

    ref = SlugField(
        _("reference"),
        unique=True,
        help_text=_("Public: the end of the address, and how it is cited. Old addresses go on working."),
    )
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, verbose_name=_("inspection"), related_name="recommendations", help_text=_("Public.")
    )
    number = models.CharField(
        _("number"),
        max_length=100,
        help_text=_("Public: the report's own number (7), or letters where the number is ours (A, A1)."),
    )
    kind = models.CharField(
        _("kind"), max_length=40, choices=RecommendationKind, help_text=_("Public: the inspectorate's word.")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        related_name="children",
        help_text=_("Public: a cause of concern has recommendations, a recommendation has parts."),
    )
    text = models.TextField(_("text"), help_text=_("Public: what was asked for."))
    text_is = models.CharField(
        _("whose words"),
        max_length=10,
        choices=TextIs,
        default=TextIs.SUMMARY,
        help_text=_("Public: whether the text is the report's or ours."),
    )
    themes = models.ManyToManyField(
        Theme, verbose_name=_("themes"), related_name="recommendations", blank=True, help_text=_("Public.")
    )
    deadline_phrase = models.CharField(
        _("deadline as written"),
        max_length=200,
        blank=True,
        help_text=_("Public: the report's own words, for example “By 31 August 2015”."),
    )
    deadline = models.CharField(
        _("deadline"), max_length=20, choices=Deadline, blank=True, help_text=_("Public. Empty if not known.")
    )
    due_on = PartialDateField(_("by the date"), null=True, blank=True, help_text=_("Public. Only with “By a date”."))
    deadline_set_by = models.CharField(
        _("deadline set by"),
        max_length=20,
        choices=DeadlineSetBy,
        default=DeadlineSetBy.INSPECTORATE,
        help_text=_("Public."),
    )
    paragraph = models.CharField(
        _("paragraph"), max_length=100, blank=True, help_text=_("Public: where it stands in the report.")
    )
    bodies = models.ManyToManyField(Body, through="inspections.Addressee", related_name="recommendations")
    # Worked out by inspections.deadlines.due_day whenever this or its inspection is saved; stored to be searched by.
    due_day = models.DateField(null=True, editable=False, db_index=True)
    number_key = models.CharField(max_length=400, editable=False)  # the number, to be sorted by

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["inspection", "number_key"]
        indexes = [withdrawal_index("recommendation")]
        constraints = [
            seal_name_once("recommendation"),
            models.UniqueConstraint(
                fields=["inspection", "number"],
                name="recommendation_number_once",
                violation_error_message=_("This inspection has a recommendation of that number already."),
            ),
            models.CheckConstraint(
                condition=Q(deadline="by-date", due_on__isnull=False)
                | (~Q(deadline="by-date") & Q(due_on__isnull=True)),
                name="recommendation_due_on",
                violation_error_message=_("Give a date with “By a date”, and only then."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="part") | Q(parent__isnull=False),
                name="recommendation_part_has_parent",
                violation_error_message=_("A part belongs to a recommendation: choose which."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}"

    def get_absolute_url(self) -> str:
        return path_to("recommendation-detail", self.ref)

    @staticmethod
    def key_of(number: str) -> str:
        """What to sort numbers by so that 2 comes before 10, and A1a after A1."""
        return re.sub(r"[0-9]+", lambda digits: digits[0].zfill(8), number)

    def is_overdue(self, on: datetime.date) -> bool:
        """Whether the day asked for has passed. An item that is closed is not overdue, whatever this says."""
        return self.due_day is not None and self.due_day < on

    def is_public(self, on: datetime.date) -> bool:
        """Whether it is on the public record on that day, as `asked_by` says."""
        return self.inspection.is_public(on) and not self.is_withdrawn(on)

    def is_readable(self, on: datetime.date) -> bool:
        """Whether it has a page of its own on that day, withdrawn or not."""
        return self.inspection.is_readable(on)

    def withdrawal(self, on: datetime.date) -> Withdrawable | None:
        """What was withdrawn by that day, so that this is not on the record: itself, or its inspection; or None."""
        if self.is_withdrawn(on):
            return self
        return self.inspection if self.inspection.is_withdrawn(on) else None

    def with_what_belongs(self) -> list["Recommendation"]:
        """Itself, what belongs to it and what belongs to that: a cause of concern, what it asks, the parts."""
        below = Recommendation.objects.filter(Q(parent=self) | Q(parent__parent=self))
        return [self, *below.select_related("inspection").order_by("pk")]

    def clean(self) -> None:
        super().clean()
        self.clean_parent()
        self.clean_embargo(today())

    def clean_embargo(self, on: datetime.date) -> None:
        """What is public does not move to an inspection that is not."""
        before = Recommendation.objects.select_related("inspection").filter(pk=self.pk).first() if self.pk else None
        if before and before.is_readable(on) and not self.is_readable(on):
            raise ValidationError({"inspection": VANISHES})

    def clean_parent(self) -> None:
        """The rule about what may stand above what; it asks the database nothing, so a load applies it to each row."""
        above = PARENT_KINDS.get(self.kind, ())
        if self.parent and (self.parent.kind not in above or self.parent.inspection_id != self.inspection_id):
            raise ValidationError(
                {
                    "parent": _(
                        "It can only belong to a cause of concern (a recommendation) or to a recommendation (a part), "
                        "of the same inspection."
                    )
                }
            )

    def derive(self) -> None:
        """Work out what is stored to be searched and sorted by."""
        self.due_day = due_day(self.deadline, self.due_on, self.inspection.published_on)
        self.number_key = self.key_of(self.number)

    def keep_due_day(self) -> None:
        """Store the due day afresh where the inspection's day of publication has moved it."""
        before = self.due_day
        self.derive()
        if self.due_day != before:
            type(self).objects.filter(pk=self.pk).update(due_day=self.due_day)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)
