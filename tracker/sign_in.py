"""The form for user name and password."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tracker import audit, lockout
from tracker.models import AuditKind


class SignInForm(AdminAuthenticationForm):
    """Says the same of a wrong password, of an account that is not there and of one that is not for staff."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _(
            "The user name or the password is wrong, or the account is not for staff. Check both and try again: "
            "capital letters count."
        ),
    }
    required_css_class = "required"

    def get_invalid_login_error(self) -> ValidationError:
        if self.request is not None and getattr(self.request, "axes_locked_out", False):
            return ValidationError(lockout.sentence(self.request), code="locked")
        return ValidationError(self.error_messages["invalid_login"], code="invalid_login")

    def confirm_login_allowed(self, user: Any) -> None:
        if not user.is_staff:
            audit.note(AuditKind.FAILURE, user, request=self.request, detail=str(_("The account is not for staff.")))
            raise self.get_invalid_login_error()
        super().confirm_login_allowed(user)
