from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    """The domain: every rule about inspections and what became of them is in here."""

    name = "inspections"
    verbose_name = _("The register")

    def ready(self) -> None:
        from inspections import signals  # noqa: F401  (connects them)
