"""Inspection programmes and the duty to respond that goes with each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from inspections.paths import path_to

from .address import Addressable
from .fields import SlugField


class ResponseDuty(models.TextChoices):
    """Who must answer a report by when. The clocks are in inspections/deadlines.py."""

    POLICE_ACT = "police-act-s55", _("Comments of the local policing body within 56 days (Police Act 1996, section 55)")
    JTAI = "jtai-statement", _("Written statement within 70 working days of receipt (SI 2015/1792)")
    FIRE = "fire-action-plan", _("Action plan of the fire and rescue service within 28 days")
    NONE = "none", _("No set time to respond")


class Programme(Addressable):
    """A kind of inspection that is carried out again and again."""

    slug = SlugField(_("slug"), unique=True, help_text=_("Public: the end of the address."))
    name = models.CharField(_("name"), max_length=200, help_text=_("Public."))
    abbreviation = models.CharField(_("abbreviation"), max_length=20, blank=True, help_text=_("Public."))
    description = models.TextField(_("description"), blank=True, help_text=_("Public."))
    response_duty = models.CharField(
        _("duty to respond"),
        max_length=20,
        choices=ResponseDuty,
        help_text=_("Public: the clock that a report of this programme starts."),
    )

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("programme-detail", self.slug)
