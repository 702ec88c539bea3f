"""The kinds of values in the API: text or null, names, codes, and dates as exact as their source."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


class Text(serializers.CharField):
    """Text, or null where there is none."""

    def __init__(self, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(help_text=help_text, allow_null=True, read_only=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        return str(value) or None


class Name(serializers.CharField):
    """A slug, a reference or a text that is always there."""

    def __init__(self, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(help_text=help_text, read_only=True, **kwargs)


class Names(serializers.ListField):
    """Slugs, in their order."""

    child = serializers.CharField()

    def __init__(self, field: str = "slug", help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(help_text=help_text, read_only=True, **kwargs)
        self.field = field

    def to_representation(self, data: Any) -> list[str]:
        return sorted(getattr(each, self.field) for each in data.all())


class Choice(serializers.ChoiceField):
    """One of some codes; null where none is known, if it may be so."""

    def __init__(self, choices: Any, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(choices=choices.choices, help_text=help_text, read_only=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        return str(value) or None


@extend_schema_field({"type": ["string", "null"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"})
class Partial(serializers.Field):
    """A date as exact as its source: 2019, 2019-09 or 2019-09-27; null where it is not known."""

    def __init__(self, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(help_text=help_text, read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        return str(value.iso)
