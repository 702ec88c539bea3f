"""What inspectors found, other than what they asked for: observations and grades."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .body import Body
from .fields import SlugField
from .inspection import Inspection
from .theme import Theme


class ObservationKind(models.TextChoices):
    STRENGTH = "strength", _("Strength")
    CONCERN = "concern", _("Concern")
    EFFECTIVE_PRACTICE = "effective-practice", _("Effective practice")
    PROMISING_PRACTICE = "promising-practice", _("Promising practice")
    INNOVATIVE_PRACTICE = "innovative-practice", _("Innovative practice")


class Observation(models.Model):
    """Something that inspectors found and asked nothing about."""

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, verbose_name=_("inspection"), related_name="observations"
    )
    number = models.PositiveIntegerField(_("number"), help_text=_("Public: its place in our list."))
    kind = models.CharField(_("kind"), max_length=30, choices=ObservationKind, help_text=_("Public."))
    text = models.TextField(_("text"), help_text=_("Public."))
    themes = models.ManyToManyField(
        Theme, verbose_name=_("themes"), related_name="observations", blank=True, help_text=_("Public.")
    )

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "number"],
                name="observation_number_once",
                violation_error_message=_("This inspection has an observation of that number already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"


class GradeWord(models.TextChoices):
    """The grades of all schemes. Grades of two schemes are never compared."""

    OUTSTANDING = "outstanding", _("Outstanding")
    GOOD = "good", _("Good")
    ADEQUATE = "adequate", _("Adequate")
    REQUIRES_IMPROVEMENT = "requires-improvement", _("Requires improvement")
    INADEQUATE = "inadequate", _("Inadequate")
    NOT_GRADED = "not-graded", _("Not graded")


class Grade(models.Model):
    """How one body was graded on one topic, within one version of one scheme."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, verbose_name=_("inspection"), related_name="grades")
    body = models.ForeignKey(
        Body, models.PROTECT, verbose_name=_("body"), related_name="grades", help_text=_("Public.")
    )
    framework = SlugField(
        _("scheme"), help_text=_("Public: the grading scheme and its version, for example “peel-2021-22”.")
    )
    topic = models.CharField(_("topic"), max_length=200, help_text=_("Public: what was graded."))
    grade = models.CharField(_("grade"), max_length=30, choices=GradeWord, help_text=_("Public."))

    class Meta:
        verbose_name = _("grade")
        verbose_name_plural = _("grades")
        ordering = ["inspection", "body", "framework", "topic"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "body", "framework", "topic"],
                name="grade_once",
                violation_error_message=_("This topic has a grade already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.get_grade_display()}"
