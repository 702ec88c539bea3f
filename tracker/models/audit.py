"""What happened to accounts: who came and went, who failed, and who changed whose rights."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditKind(models.TextChoices):
    SIGN_IN = "sign-in", _("Signed in")
    SIGN_OUT = "sign-out", _("Signed out")
    FAILURE = "failure", _("Sign-in failed")
    LOCK_OUT = "lock-out", _("Locked out for a while")
    FACTOR_PASSED = "factor-passed", _("Second factor accepted")
    FACTOR_FAILED = "factor-failed", _("Second factor failed")
    FACTOR_SET_UP = "factor-set-up", _("Second factor set up")
    FACTOR_REMOVED = "factor-removed", _("Second factor removed")
    CODES_MADE = "codes-made", _("New recovery codes")
    PASSWORD = "password", _("Password changed")
    PASSWORD_LINK = "password-link", _("Link for a new password sent")
    MADE = "made", _("Account made")
    CHANGED = "changed", _("Account changed")
    RIGHTS = "rights", _("Rights changed")
    REACH = "reach", _("What the account may work on changed")
    DELETED = "deleted", _("Account deleted")


class AuditEntry(models.Model):
    """One thing that happened to an account. Rows are only added; tracker.audit.note adds them.

    Names are copied, so that an entry still says whom it is about when the account is gone. What was typed as a user
    name is kept only where it is an account's: people type passwords into the wrong box.
    """

    kind = models.CharField(_("what happened"), max_length=20, choices=AuditKind.choices, help_text=_("Never public."))
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True, help_text=_("Never public."))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="audit_entries",
        verbose_name=_("account"),
        help_text=_("Never public: whom it is about."),
    )
    name = models.CharField(
        _("account"), max_length=150, blank=True, help_text=_("Never public: its user name at that time.")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("done by"),
        help_text=_("Never public: who did it, if that was somebody else."),
    )
    by_name = models.CharField(
        _("done by another"), max_length=150, blank=True, help_text=_("Never public: empty if they did it themselves.")
    )
    address = models.GenericIPAddressField(
        _("network address"), null=True, help_text=_("Never public: where the request came from.")
    )
    detail = models.TextField(_("details"), blank=True, help_text=_("Never public."))

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["kind", "-at"], name="audit_kind_at")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name or '–'}"
