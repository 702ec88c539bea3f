"""/api/v1/changes/: what was put on the record, in one order, for clients that follow it."""

import re
from typing import Any

from django.db import OperationalError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view, inline_serializer
from rest_framework import serializers
from rest_framework.response import Response

from inspections.api.endpoint import Endpoint, address_with, limit_of
from inspections.api.fields import Choice, Name, Text
from inspections.api.parameters import AS_AT, LIMIT, answers, parameter
from inspections.api.problems import TryLater, WrongParameters
from inspections.api.things import Thing
from inspections.models import Change, ChangeKind
from inspections.models.change import number_changes
from tracker.keep_day import PARAMETER


class ChangeSerializer(Thing):
    """One entry of the stream; it stays as it is for ever."""

    id = serializers.CharField(
        source="number", read_only=True, help_text=gettext_lazy("Keep the id of the last entry: it is the cursor.")
    )
    kind = Choice(ChangeKind, gettext_lazy("What happened."))
    time = serializers.DateTimeField(read_only=True, help_text=gettext_lazy("When it came into the stream."))
    day = serializers.DateField(read_only=True, help_text=gettext_lazy("The day of that time, in London."))
    what = Name(gettext_lazy("The same in words, as things were called then."))
    inspection = Name(gettext_lazy("The inspection that it is about."))
    recommendation = Text(gettext_lazy("The recommendation, where it is about one."))
    body = Text(gettext_lazy("The body that was asked, or that answered."))
    sequence = serializers.IntegerField(
        read_only=True, allow_null=True, help_text=gettext_lazy("The sequence of the update, where it is one.")
    )
    url = serializers.SerializerMethodField(help_text=gettext_lazy("The page that shows it."))
    api_url = serializers.SerializerMethodField(help_text=gettext_lazy("What it is about, in this API."))

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, change: Change) -> str:
        return self.whole(change.path)

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_api_url(self, change: Change) -> str:
        if change.sequence:
            return self.at("api-update", change.recommendation, change.body, change.sequence)
        if change.recommendation:
            return self.at("api-recommendation", change.recommendation)
        if change.body:
            return self.at("api-response", change.inspection, change.body)
        return self.at("api-inspection", change.inspection)


PAGE = inline_serializer(
    "ChangesPage",
    {
        "as_at": serializers.DateField(help_text=gettext_lazy("The day up to which the stream is told.")),
        "cursor": serializers.CharField(help_text=gettext_lazy("What to give as “after” next time.")),
        "next": serializers.URLField(allow_null=True, help_text=gettext_lazy("The next page, or null at the end.")),
        "results": ChangeSerializer(many=True),
    },
)


DESCRIBED = extend_schema(
    operation_id="list_changes",
    tags=["changes"],
    summary=gettext_lazy("Changes"),
    description=gettext_lazy(
        "What was put on the record, in the order in which it could first be read: status updates and corrections, "
        "inspections that came out, responses, withdrawals. Entries are only added, at the end, and never change. Keep "
        "“cursor” and give it as “after”: you miss nothing and see nothing twice. It never runs out. With “as_at” you "
        "get what had come into the stream by that day."
    ),
    parameters=[
        parameter(
            "after",
            gettext_lazy("The id of the last entry that you have; without it the stream is told from its beginning."),
            {"type": "string", "pattern": "^([0-9]{1,18})?$"},
        ),
        LIMIT,
        AS_AT,
    ],
    responses=answers(PAGE, 503),
)


@extend_schema_view(get=DESCRIBED)
class ChangeStream(Endpoint):
    """The stream from a cursor on. What has not been numbered yet is numbered first."""

    reads = ("after", "limit", PARAMETER)

    @cached_property
    def after(self) -> int:
        """The number of the last entry that the client has. Raises ValueError, with a sentence for the client."""
        text = self.asked.GET.get("after", "")
        if not text:
            return 0
        after = int(text) if re.fullmatch(r"\d{1,18}", text, re.ASCII) else -1
        if after < 0 or (after and not Change.objects.filter(pk=after).exists()):
            raise ValueError(_("No entry has this id. Give the “cursor” of an earlier answer, or leave “after” out."))
        return after

    def check(self) -> None:
        super().check()
        try:
            number_changes(self.today)
        except OperationalError as error:  # the database is busy or read-only: better nothing than a part
            raise TryLater(_("The record is being written. Ask again in a few seconds.")) from error
        wrong = {}
        for name, read in (("limit", lambda: limit_of(self.asked)), ("after", lambda: self.after)):
            try:
                read()
            except ValueError as error:
                wrong[name] = [str(error)]
        if wrong:
            raise WrongParameters(wrong)

    def answer(self) -> Response:
        limit = limit_of(self.asked)
        later = Change.objects.filter(number__gt=self.after).order_by("number")
        if self.day != self.today:
            later = later.filter(day__lte=self.day)
        found = list(later[: limit + 1])
        shown = found[:limit]
        cursor = str(shown[-1].number if shown else self.after)
        whole = address_with(self.asked, "after", cursor) if len(found) > limit else None
        said: dict[str, Any] = {
            "as_at": self.day.isoformat(),
            "cursor": cursor,
            "next": whole,
            "results": ChangeSerializer(shown, many=True, context=self.context).data,
        }
        return Response(said, headers={"Link": f'<{whole}>; rel="next"'} if whole else None)
