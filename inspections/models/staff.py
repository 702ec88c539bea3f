"""What staff keep for themselves. Nothing in here is ever public, nor in any download."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .addressee import Addressee
from .body import Body
from .status import StatusUpdate


class SpeaksFor(models.Model):
    """A body that an account may speak for; see inspections.scope."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("account"), related_name="speaks_for"
    )
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        verbose_name=_("body"),
        related_name="+",
        help_text=_("Never public: a contributor proposes updates in the voice of this body, and of no other."),
    )

    class Meta:
        verbose_name = _("body that the account speaks for")
        verbose_name_plural = _("bodies that the account speaks for")
        ordering = ["account", "body"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "body"],
                name="speaks_for_once",
                violation_error_message=_("The account speaks for this body already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.body)


class StaffNote(models.Model):
    """What staff wrote beside an item, for colleagues."""

    addressee = models.ForeignKey(
        Addressee, models.PROTECT, verbose_name=_("item"), related_name="staff_notes", help_text=_("Never public.")
    )
    update = models.ForeignKey(
        StatusUpdate,
        models.PROTECT,
        verbose_name=_("status update"),
        null=True,
        blank=True,
        related_name="staff_notes",
        help_text=_("Never public: the row that it was written with."),
    )
    text = models.TextField(_("note"), help_text=_("Never public."))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("written by"), related_name="+"
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class Upload(models.Model):
    """A file that was sent to be loaded, between its check and the answer to “Load it?”.

    It lies in the database, so that the answer may reach another process or machine than the file did.
    """

    name = models.CharField(_("name"), max_length=200, help_text=_("Never public: what the file was called."))
    content = models.BinaryField(_("content"), help_text=_("Never public."))
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("uploaded by"), related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["uploaded_at"]
        permissions = [("load_dataset", _("Can load data packages"))]

    def __str__(self) -> str:
        return self.name


class DigestPeriod(models.TextChoices):
    DAILY = "daily", _("Daily")
    WEEKLY = "weekly", _("Weekly")


class Digest(models.Model):
    """That an account was sent its worklist for a day or a week, so that it is sent once."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("account"), related_name="+")
    period = models.CharField(_("period"), max_length=10, choices=DigestPeriod)
    starts_on = models.DateField(_("of"), help_text=_("Never public: the day, or the Monday of the week."))
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["-sent_at"]
        constraints = [models.UniqueConstraint(fields=["account", "period", "starts_on"], name="digest_once")]

    def __str__(self) -> str:
        return f"{self.account}, {self.get_period_display()}, {self.starts_on}"
