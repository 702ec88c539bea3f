"""Organisations, who answers for whom, and the inspectorate's monitoring of a force."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.paths import path_to

from .address import NamedInSeals, seal_name_once
from .fields import PartialDateField, SlugField, WebAddressField, refuse_backwards

TWICE = _("This stands here already.")


class BodyKind(models.TextChoices):
    POLICE_FORCE = "police-force", _("Police force")
    FIRE_AND_RESCUE_SERVICE = "fire-and-rescue-service", _("Fire and rescue service")
    LOCAL_POLICING_BODY = "local-policing-body", _("Local policing body")
    INSPECTORATE = "inspectorate", _("Inspectorate")
    NATIONAL_BODY = "national-body", _("National body")
    LOCAL_PARTNER = "local-partner", _("Local partner")

    @property
    def plural(self) -> str:
        return str(PLURALS[self])


PLURALS = {
    BodyKind.POLICE_FORCE: _("Police forces"),
    BodyKind.FIRE_AND_RESCUE_SERVICE: _("Fire and rescue services"),
    BodyKind.LOCAL_POLICING_BODY: _("Local policing bodies"),
    BodyKind.INSPECTORATE: _("Inspectorates"),
    BodyKind.NATIONAL_BODY: _("National bodies"),
    BodyKind.LOCAL_PARTNER: _("Local partners"),
}


class Nation(models.TextChoices):
    ENGLAND = "england", _("England")
    WALES = "wales", _("Wales")
    ENGLAND_AND_WALES = "england-and-wales", _("England and Wales")
    NORTHERN_IRELAND = "northern-ireland", _("Northern Ireland")
    SCOTLAND = "scotland", _("Scotland")
    UNITED_KINGDOM = "united-kingdom", _("United Kingdom")


class BodyQuerySet(models.QuerySet["Body"]):
    def existing(self, on: datetime.date) -> Self:
        """Bodies that had been set up and not abolished on that day, as far as is known."""
        return self.filter(
            Q(established_on=None) | Q(established_on__lte=on), Q(abolished_on=None) | Q(abolished_on__lasts_to=on)
        )

    def territorial_forces(self) -> Self:
        """The police forces of areas of England and Wales; they are the ones with an ONS area code."""
        return self.filter(kind=BodyKind.POLICE_FORCE).exclude(ons_code="")

    def public(self, on: datetime.date) -> Self:
        """Every body may be named in public; the word is here so that public reading always starts from it."""
        return self.all()


class Body(NamedInSeals):
    """An organisation: a force, a policing body, an inspectorate or a partner."""

    sealed_through = ("update__stated_by", "update__addressee__body")

    slug = SlugField(
        _("slug"), unique=True, help_text=_("Public: the end of the address, /forces/…/. Old addresses go on working.")
    )
    name = models.CharField(_("name"), max_length=200, help_text=_("Public: the full name."))
    kind = models.CharField(
        _("kind"),
        max_length=30,
        choices=BodyKind,
        help_text=_("Public. It decides what the body may say in the ledger."),
    )
    short_name = models.CharField(_("short name"), max_length=100, blank=True, help_text=_("Public: used in lists."))
    name_cy = models.CharField(_("Welsh name"), max_length=200, blank=True, help_text=_("Public, on Welsh pages."))
    nation = models.CharField(_("nation"), max_length=20, choices=Nation, blank=True, help_text=_("Public."))
    ons_code = models.CharField(
        _("ONS code"),
        max_length=9,
        blank=True,
        help_text=_("Public: police force area code of the Office for National Statistics."),
    )
    website = WebAddressField(_("website"), max_length=500, blank=True, help_text=_("Public."))
    established_on = PartialDateField(
        _("established"), null=True, blank=True, help_text=_("Public. Empty if not known.")
    )
    abolished_on = PartialDateField(
        _("abolished"),
        null=True,
        blank=True,
        help_text=_("Public: the last day of its existence. Empty if it still exists."),
    )
    succeeded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("succeeded by"),
        null=True,
        blank=True,
        related_name="predecessors",
        help_text=_("Public: the body that took over."),
    )

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["name"]
        indexes = [models.Index(fields=["kind", "name"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=BodyKind.values),
                name="body_kind",
                violation_error_message=_("That is not a kind of body."),
            ),
            seal_name_once("body"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("force-detail", self.slug)

    def clean(self) -> None:
        super().clean()
        self.clean_days()

    def clean_days(self) -> None:
        """The rule about the order of its days; it asks the database nothing, so a load applies it to each row."""
        refuse_backwards(self, "established_on", "abolished_on")

    @property
    def label(self) -> str:
        """The short name where there is one: for lists and tables."""
        return self.short_name or self.name

    def existed(self, on: datetime.date) -> bool:
        return (self.established_on is None or self.established_on.first <= on) and (
            self.abolished_on is None or self.abolished_on.last >= on
        )


class Oversight(models.Model):
    """Which local policing body answers for which force, and when."""

    force = models.ForeignKey(
        Body, models.PROTECT, verbose_name=_("force"), related_name="overseen_by", help_text=_("Public.")
    )
    policing_body = models.ForeignKey(
        Body, models.PROTECT, verbose_name=_("local policing body"), related_name="oversees", help_text=_("Public.")
    )
    start = PartialDateField(
        _("from"), null=True, blank=True, help_text=_("Public: the first day. Empty if not known.")
    )
    end = PartialDateField(
        _("to"), null=True, blank=True, help_text=_("Public: the last day of the duty. Empty if it goes on.")
    )

    class Meta:
        verbose_name = _("oversight")
        verbose_name_plural = _("oversight")
        ordering = ["force__name", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["force", "policing_body", "start"],
                name="oversight_once",
                violation_error_message=TWICE,
            ),
            models.UniqueConstraint(
                fields=["force", "policing_body"],
                condition=Q(start=None),
                name="oversight_once_undated",
                violation_error_message=TWICE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policing_body} – {self.force}"

    def clean(self) -> None:
        super().clean()
        refuse_backwards(self, "start", "end")

    def covers(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether the duty was in force on some day from `first` to `last`."""
        return (self.start is None or self.start.first <= last) and (self.end is None or self.end.last >= first)


class Phase(models.TextChoices):
    """HMICFRS's words for how closely it monitors a force."""

    SCAN = "scan", _("Scan")
    ENGAGE = "engage", _("Engage")


class MonitoringPhase(models.Model):
    """One episode of a force in a monitoring phase."""

    body = models.ForeignKey(
        Body, models.PROTECT, verbose_name=_("body"), related_name="monitoring_phases", help_text=_("Public.")
    )
    phase = models.CharField(
        _("phase"), max_length=10, choices=Phase, help_text=_("Public: “Engage” is enhanced monitoring.")
    )
    start = PartialDateField(_("from"), help_text=_("Public."))
    end = PartialDateField(
        _("to"), null=True, blank=True, help_text=_("Public. Empty if it goes on or the end is not known.")
    )
    reason = models.TextField(_("reason"), blank=True, help_text=_("Public."))
    source = models.ForeignKey(
        "inspections.Source",
        models.PROTECT,
        verbose_name=_("source"),
        null=True,
        blank=True,
        related_name="monitoring_phases",
        help_text=_("Public: the document that says so."),
    )

    class Meta:
        verbose_name = _("monitoring phase")
        verbose_name_plural = _("monitoring phases")
        ordering = ["body__name", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "phase", "start"], name="monitoring_phase_once", violation_error_message=TWICE
            )
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_phase_display()} ({self.start})"

    def clean(self) -> None:
        super().clean()
        refuse_backwards(self, "start", "end")
