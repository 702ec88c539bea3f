"""Sources: every document that a fact rests on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .address import NamedInSeals, seal_name_once
from .fields import PartialDateField, SlugField, WebAddressField


class Source(NamedInSeals):
    """A document that a fact of the record rests on."""

    sealed_through = ("update__source",)

    slug = SlugField(
        _("slug"), unique=True, help_text=_("Public, in downloads: a short lasting name of this document.")
    )
    title = models.CharField(_("title"), max_length=500, help_text=_("Public."))
    publisher = models.CharField(_("publisher"), max_length=200, blank=True, help_text=_("Public."))
    url = WebAddressField(
        _("address"), max_length=1000, blank=True, help_text=_("Public. Empty if the document has none.")
    )
    published_on = PartialDateField(
        _("published"), null=True, blank=True, help_text=_("Public. As exact as the document itself says.")
    )
    captured_on = PartialDateField(
        _("captured"), null=True, blank=True, help_text=_("Public: the day on which our copy was made.")
    )
    archive_url = WebAddressField(
        _("archived copy"),
        max_length=1000,
        blank=True,
        help_text=_("Public: where a copy is kept, since addresses die."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Public: what a reader must know about this document."))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title", "slug"]
        constraints = [seal_name_once("source")]

    def __str__(self) -> str:
        return self.title
