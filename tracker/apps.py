from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class TrackerConfig(AppConfig):
    """The site: settings, accounts and page furniture. It knows nothing about policing."""

    name = "tracker"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from tracker import catalogues, connections, signals  # noqa: F401  (connects them)

        catalogues.look_up_once()


class StaffConfig(AdminConfig):
    """Django's admin with our own site."""

    default_site = "tracker.staff_site.StaffSite"
