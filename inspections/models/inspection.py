"""Inspections, alone or joint, with their dates and follow-ups."""

import datetime
from typing import Any, Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.days import today
from inspections.paths import path_to

from .address import NamedInSeals, seal_name_once
from .body import Body
from .fields import PartialDateField, SlugField, WebAddressField, refuse_backwards
from .programme import Programme, ResponseDuty
from .source import Source
from .withdrawal import VANISHES, Withdrawable, not_withdrawn, withdrawal_index


class FollowUpKind(models.TextChoices):
    """The forms in which HMICFRS comes back, from its methodology for post-inspection follow-up."""

    POST_INSPECTION_REVIEW = "post-inspection-review", _("Post-inspection review")
    REINSPECTION = "reinspection", _("Re-inspection")
    QUARTERLY_UPDATE = "quarterly-update", _("Quarterly update")
    PROGRESS_ASSESSMENT = "progress-assessment", _("Progress assessment")
    REVISIT_LETTER = "revisit-letter", _("Revisit letter")


def readable_by(on: datetime.date, path: str = "") -> Q:
    """The condition that an inspection had come out by that day; `path` leads to it, as `recommendation__inspection__`.

    See Inspection.public_from for one whose day of publication is not known. Where a time was set for it, that must
    have passed by the clock on the wall, whatever day is asked for: an embargo is about now. So this condition is made
    afresh for each request and never kept.
    """
    out = Q(**{f"{path}draft": False, f"{path}public_from__lte": on})
    return out & (Q(**{f"{path}public_at": None}) | Q(**{f"{path}public_at__lte": timezone.now()}))


def published_by(on: datetime.date, path: str = "") -> Q:
    """The condition that an inspection is on the public record on that day: it had come out, and was not withdrawn."""
    return readable_by(on, path) & not_withdrawn(on, path)


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def public(self, on: datetime.date) -> Self:
        """Published by that day, and neither a draft nor withdrawn."""
        return self.filter(published_by(on))

    def readable(self, on: datetime.date) -> Self:
        """Published by that day, withdrawn or not: what has a page of its own."""
        return self.filter(readable_by(on))

    def coming(self, on: datetime.date, last: datetime.date) -> Self:
        """Those not public yet that are in draft, or due to be published from that day to `last`."""
        later = Q(public_from__gt=on) | Q(public_at__gt=timezone.now())
        return self.filter(Q(draft=True) | (later & Q(public_from__lte=last)))


class Inspection(Withdrawable, NamedInSeals):
    """One inspection and its report."""

    sealed_through = ("update__made_in",)

    slug = SlugField(
        _("slug"), unique=True, help_text=_("Public: the end of the address. Old addresses go on working.")
    )
    title = models.CharField(_("title"), max_length=300, help_text=_("Public."))
    draft = models.BooleanField(
        _("draft"),
        default=False,
        help_text=_("While this is ticked, nothing of the inspection is public, whatever its date."),
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, verbose_name=_("programme"), related_name="inspections", help_text=_("Public.")
    )
    inspectorates = models.ManyToManyField(
        Body,
        verbose_name=_("inspectorates"),
        related_name="inspections_made",
        limit_choices_to={"kind": "inspectorate"},
        help_text=_("Public: who inspected, alone or jointly."),
    )
    bodies = models.ManyToManyField(
        Body,
        verbose_name=_("inspected bodies"),
        related_name="inspections_had",
        blank=True,
        help_text=_("Public. Empty if a whole area or the whole country was inspected."),
    )
    area = models.CharField(
        _("area"), max_length=200, blank=True, help_text=_("Public: the local area of a joint inspection.")
    )
    fieldwork_start = PartialDateField(
        _("fieldwork from"), null=True, blank=True, help_text=_("Public. Empty if not known.")
    )
    fieldwork_end = PartialDateField(
        _("fieldwork to"), null=True, blank=True, help_text=_("Public. Empty if not known.")
    )
    published_on = PartialDateField(
        _("published"),
        null=True,
        blank=True,
        help_text=_(
            "Public. With a day in the future nothing of the inspection shows before that day. "
            "Empty if it was published but the day is not known."
        ),
    )
    published_time = models.TimeField(
        _("time of publication"),
        null=True,
        blank=True,
        help_text=_(
            "Not shown to the public: by the clock in London, the time on the day of publication at which all of it "
            "appears. Empty: at midnight, when that day begins."
        ),
    )
    received_on = PartialDateField(
        _("received"),
        null=True,
        blank=True,
        help_text=_(
            "Public: the day on which the body received the report; it starts the clock of a joint inspection."
        ),
    )
    lead_inspector = models.CharField(
        _("lead inspector"), max_length=200, blank=True, help_text=_("Public: the office holder who led it.")
    )
    report_url = WebAddressField(
        _("report"), max_length=1000, blank=True, help_text=_("Public: the address of the report.")
    )
    sources = models.ManyToManyField(
        Source,
        verbose_name=_("sources"),
        related_name="inspections",
        blank=True,
        help_text=_("Public: where dates, findings, grades and recommendations were taken from."),
    )
    follow_up_kind = models.CharField(
        _("kind of follow-up"),
        max_length=30,
        choices=FollowUpKind,
        blank=True,
        help_text=_("Public. Only for an inspection that follows up earlier ones."),
    )
    follows_up = models.ManyToManyField(
        "self",
        verbose_name=_("follows up"),
        symmetrical=False,
        related_name="followed_up_by",
        blank=True,
        help_text=_("Public: the earlier inspections that this one comes back to."),
    )
    response_duty = models.CharField(
        _("duty to respond"),
        max_length=20,
        choices=ResponseDuty,
        blank=True,
        help_text=_("Public. Only where it differs from the programme's."),
    )
    summary = models.TextField(_("summary"), blank=True, help_text=_("Public: in our own words."))

    entered_on = models.DateField(default=today, editable=False)
    # Worked out by `derive` whenever this or one of its sources is saved; stored to be searched by.
    public_from = models.DateField(editable=False)
    public_at = models.DateTimeField(null=True, editable=False)  # the moment, where a time of publication is given

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ["-published_on", "title"]
        indexes = [
            models.Index(fields=["draft", "-published_on"]),
            models.Index(fields=["draft", "public_from"]),
            models.Index(fields=["public_at"]),
            withdrawal_index("inspection"),
        ]
        constraints = [seal_name_once("inspection")]
        permissions = [
            ("publish_inspection", _("Can publish inspections, and change and withdraw what is public")),
            ("see_all", _("Can see everything in the register, whatever body it is about")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return path_to("inspection-detail", self.slug)

    def is_public(self, on: datetime.date) -> bool:
        """Whether it is on the public record on that day; one that is not saved and has no date is taken to be out."""
        return self.is_readable(on) and not self.is_withdrawn(on)

    def is_readable(self, on: datetime.date) -> bool:
        """Whether it had come out by that day, and its time of publication has passed now; see `readable_by`."""
        out_from = self.published_on.first if self.published_on else self.public_from
        if self.draft or (out_from and out_from > on):
            return False
        moment = self.moment_of_publication()
        return moment is None or moment <= timezone.now()

    def moment_of_publication(self) -> datetime.datetime | None:
        """When its embargo ends, where a time was set; otherwise that is midnight in London.

        When the clocks change, a time may come twice on its day or not at all. Then it is the later of the two moments
        that it can mean: an embargo never ends early.
        """
        if self.published_time is None or not self.published_on:
            return None
        read = datetime.datetime.combine(self.published_on.first, self.published_time)
        # Compared in UTC: two times of one zone would be compared by the clock on the wall, and be the same.
        return max(timezone.make_aware(read.replace(fold=fold)).astimezone(datetime.UTC) for fold in (0, 1))

    def day_of_publication(self, on: datetime.date) -> datetime.date:
        """The day on which it will be public, if nothing changes; `on` for a draft without a day, or a day gone by."""
        return max(self.published_on.first, on) if self.published_on else on

    def derive(self) -> None:
        """Work out the first day of which it is known that the public could read it.

        That is the first day of its publication. Where that is not known: the day by which one of its sources was out,
        or the day on which it was entered here, whichever is the earlier.
        """
        self.public_at = self.moment_of_publication()
        if self.published_on:
            self.public_from = self.published_on.first
        else:
            sources = self.sources.all() if self.pk and self.pk > 0 else ()  # a load checks rows before it saves them
            out_by = [source.published_on.last for source in sources if source.published_on]
            self.public_from = min([*out_by, self.entered_on])

    def keep_public_from(self) -> None:
        """Store afresh from which day it is public, where its sources have moved that."""
        before = self.public_from
        self.derive()
        if self.public_from != before:
            type(self).objects.filter(pk=self.pk).update(public_from=self.public_from)

    @property
    def duty(self) -> ResponseDuty:
        """The duty to respond: its own where one is given, otherwise the programme's."""
        return ResponseDuty(self.response_duty or self.programme.response_duty)

    def clean(self) -> None:
        super().clean()
        self.clean_days()
        if self.pk:
            self.clean_embargo(today())
            self.clean_against_ledger()

    def clean_embargo(self, on: datetime.date) -> None:
        """What is public stays public; and what is not does not become so because a day was taken out."""
        before = Inspection.objects.filter(pk=self.pk).first()
        if before is None:
            return
        was_out = before.is_readable(on)
        if was_out and not self.is_readable(on):
            is_later = self.published_on and self.published_on.first > on
            field = "draft" if self.draft else "published_on" if is_later else "published_time"
            raise ValidationError({field: VANISHES})
        if not was_out and not before.draft and not self.draft and self.published_on is None:
            sentence = _("Without a day it would be public at once. Tick “draft”, or give the day of publication.")
            raise ValidationError({"published_on": sentence})

    def clean_against_ledger(self) -> None:
        """What is on the ledger stays after the report that it is about."""
        about = apps.get_model("inspections", "StatusUpdate").objects.filter(addressee__recommendation__inspection=self)
        if self.published_on and about.exclude(effective_on__lasts_to=self.published_on.first).exists():
            raise ValidationError({"published_on": _("The ledger has rows about its items from before that day.")})

    def clean_days(self) -> None:
        """The rule about the order of its days; it asks the database nothing, so a load applies it to each row."""
        refuse_backwards(self, "fieldwork_start", "fieldwork_end", "published_on")
        if self.published_time and not (self.published_on and self.published_on.is_exact):
            raise ValidationError(
                {"published_time": _("A time of publication needs the whole day beside it, as 2026-11-30.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)
        for recommendation in self.recommendations.all():
            recommendation.keep_due_day()
