"""Django's list of settings, without the secrets among them: it is what people paste into a question."""

from typing import Any

from django.core.management.commands import diffsettings
from django.views.debug import SafeExceptionReporterFilter


class Command(diffsettings.Command):
    def output_hash(self, user_settings: dict[str, str], default_settings: dict[str, str], **options: Any) -> list[str]:
        found: list[str] = super().output_hash(hidden(user_settings), default_settings, **options)
        return found

    def output_unified(
        self, user_settings: dict[str, str], default_settings: dict[str, str], **options: Any
    ) -> list[str]:
        found: list[str] = super().output_unified(hidden(user_settings), default_settings, **options)
        return found


def hidden(user_settings: dict[str, str]) -> dict[str, str]:
    """The settings with stars in the place of secrets, as Django has them on its page for programmers."""
    safe = SafeExceptionReporterFilter().get_safe_settings()
    return {name: repr(safe[name]) if name in safe else said for name, said in user_settings.items()}
