"""What things of the record have in common in the API: their addresses, and what is said where one was withdrawn."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from inspections.models.withdrawal import Withdrawable
from tracker.addresses import absolute


class Thing(serializers.Serializer[Any]):
    """What all serializers share: the day of the answer, and the addresses of a thing."""

    @property
    def day(self) -> datetime.date:
        day: datetime.date = self.context["day"]
        return day

    def whole(self, path: str) -> str:
        return absolute(path, self.context["request"])

    def at(self, name: str, *parts: Any) -> str:
        return self.whole(reverse(name, args=parts))


class Linked(Thing):
    """A thing with a page."""

    url = serializers.SerializerMethodField(help_text=_("Its page on this site."))
    api_url = serializers.SerializerMethodField(help_text=_("Its place in this API."))

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, thing: Any) -> str:
        return self.whole(thing.get_absolute_url())

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_api_url(self, thing: Any) -> str:
        return self.at(*self.place(thing))

    def place(self, thing: Any) -> tuple[Any, ...]:
        """The name of its address in the API, and the parts of that."""
        raise NotImplementedError


class Withdrawn(Linked):
    """A thing that may have been withdrawn; it is then in no list, and goes on answering at its own address."""

    withdrawn_on = serializers.SerializerMethodField(help_text=_("The day on which it was withdrawn, or null."))
    withdrawal_note = serializers.SerializerMethodField(help_text=_("Why it was withdrawn, or null."))

    @extend_schema_field({"type": ["string", "null"], "format": "date"})
    def get_withdrawn_on(self, thing: Withdrawable) -> str | None:
        gone = thing.withdrawn_on if thing.is_withdrawn(self.day) else None
        return gone.isoformat() if gone else None

    @extend_schema_field({"type": ["string", "null"]})
    def get_withdrawal_note(self, thing: Withdrawable) -> str | None:
        return thing.withdrawal_note or None if thing.is_withdrawn(self.day) else None
