"""How a recommendation lives on in a later one."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .recommendation import Recommendation

COMES_BEFORE = _("The later one already comes before the earlier one.")


class SuccessionKind(models.TextChoices):
    SUPERSEDED_BY = "superseded-by", _("Superseded by")
    REISSUED_AS = "re-issued-as", _("Re-issued as")
    REPEATED_IN = "repeated-in", _("Repeated in")
    CARRIED_INTO = "carried-into", _("Carried into")


class Succession(models.Model):
    """A later recommendation that takes up an earlier one."""

    earlier = models.ForeignKey(
        Recommendation, models.PROTECT, verbose_name=_("earlier"), related_name="continued_by", help_text=_("Public.")
    )
    later = models.ForeignKey(
        Recommendation, models.PROTECT, verbose_name=_("later"), related_name="continues", help_text=_("Public.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=SuccessionKind, help_text=_("Public."))
    note = models.TextField(_("note"), blank=True, help_text=_("Public: why they belong together."))

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = ["earlier", "later"]
        constraints = [
            models.UniqueConstraint(
                fields=["earlier", "later"],
                name="succession_once",
                violation_error_message=_("These two are linked already."),
            ),
            models.CheckConstraint(
                condition=~Q(earlier=F("later")),
                name="succession_not_itself",
                violation_error_message=_("A recommendation does not succeed itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier.ref} → {self.later.ref}"

    def clean(self) -> None:
        super().clean()
        if Succession.objects.filter(earlier=self.later_id, later=self.earlier_id).exists():
            raise ValidationError(COMES_BEFORE)
