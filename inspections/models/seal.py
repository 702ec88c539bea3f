"""Seals: a chain of hashes over the published rows of the ledger. What they are made of is in inspections.seals."""

from typing import Any, NoReturn

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from inspections.days import day_in_london

from .status import StatusUpdate

_HASH = RegexValidator(r"\A[0-9a-f]{64}\Z", _("Expected 64 hexadecimal digits, as a SHA-256 has."))
_MOMENT = RegexValidator(
    r"\A\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])(:[0-5]\d){2}Z\Z",
    _("Expected a moment in UTC, as 2026-11-28T09:30:00Z."),
)


class SealsAreAppendOnly(Exception):
    """Somebody tried to change or delete a seal."""

    def __init__(self) -> None:
        super().__init__("A seal is never changed or deleted.")


class SealQuerySet(models.QuerySet["Seal"]):
    """Reading and adding only. The database refuses the rest as well, whoever asks."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise SealsAreAppendOnly

    def delete(self) -> NoReturn:
        raise SealsAreAppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise SealsAreAppendOnly


class Seal(models.Model):
    """One link of the chain, for one row of the ledger that has been published. Nothing makes one but inspections.seals
    and the loader, which takes over those of a package."""

    position = models.PositiveBigIntegerField(_("position"), unique=True)
    update = models.OneToOneField(StatusUpdate, models.PROTECT, verbose_name=_("status update"), related_name="seal")
    row_sha256 = models.CharField(_("hash of the row"), max_length=64, validators=[_HASH])
    sha256 = models.CharField(_("hash of the chain up to here"), max_length=64, validators=[_HASH])
    sealed_at = models.CharField(_("sealed"), max_length=20, validators=[_MOMENT])  # as text: it is hashed as it stands
    day = models.DateField(_("day in London"), db_index=True, editable=False)

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position}: {self.sha256}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise SealsAreAppendOnly
        self.derive()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise SealsAreAppendOnly

    def derive(self) -> None:
        """Work out the day, by which the last seal of each is found."""
        self.day = day_in_london(self.sealed_at)


class WaitingSeal(models.Model):
    """A row of the ledger that has no seal yet: until the transaction ends, or its inspection is out."""

    row = models.OneToOneField(StatusUpdate, models.PROTECT, primary_key=True, related_name="waiting_for_seal")

    def __str__(self) -> str:
        return str(self.pk)
