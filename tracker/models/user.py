from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A member of staff: Django's own account, and who it is at the organisation's sign-in."""

    oidc_subject = models.CharField(
        _("organisation's account"),
        max_length=255,
        unique=True,
        null=True,
        blank=True,
        default=None,
        help_text=_("Never public: how the organisation's sign-in (OpenID Connect) names this person."),
    )
