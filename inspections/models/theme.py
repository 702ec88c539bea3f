"""Themes: what a finding is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from inspections.paths import path_to

from .address import Addressable
from .fields import SlugField


class Theme(Addressable):
    """A subject that findings share across inspections, with the other words that people search for."""

    slug = SlugField(_("slug"), unique=True, help_text=_("Public: the end of the address."))
    name = models.CharField(_("name"), max_length=200, help_text=_("Public."))
    name_cy = models.CharField(_("Welsh name"), max_length=200, blank=True, help_text=_("Public, on Welsh pages."))
    synonyms = models.TextField(
        _("synonyms"),
        blank=True,
        help_text=_("Public: other words that a search should find it by, with “; ” between them."),
    )

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("theme-detail", self.slug)

    @property
    def synonym_list(self) -> list[str]:
        return [word for word in self.synonyms.split("; ") if word]
