from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackerConfig(AppConfig):
    """The site: settings, accounts and page furniture. It knows nothing about policing."""

    name = "tracker"
    verbose_name = _("Accounts")
