"""The parameters of the API, for its description: the same names and values as on the pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
    inline_serializer,
)
from rest_framework import serializers

from inspections.api.endpoint import MOST, USUAL
from inspections.api.problems import MEDIA_TYPE
from inspections.headline import HeadlineStatus
from inspections.models import RecommendationKind
from inspections.models.fields import SLUG
from inspections.parameters import DUE, LONGEST_SEARCH, SORTS, STALE, VOICES

# An empty value is one that was not given, as in the forms of the pages.
DATE = {"type": "string", "pattern": r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"}
DAY = {"type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"}


def parameter(name: str, description: Any, schema: dict[str, Any]) -> OpenApiParameter:
    return OpenApiParameter(name, schema, OpenApiParameter.QUERY, description=str(description))


def slug(several: bool = False) -> dict[str, Any]:
    one = {"type": "string", "pattern": f"^({SLUG})?$"}
    return {"type": "array", "items": one} if several else one


def codes(values: Any, several: bool = False) -> dict[str, Any]:
    one = {"type": "string", "enum": [*(str(value) for value in values), ""]}
    return {"type": "array", "items": one} if several else one


AS_AT = parameter("as_at", _("The record as it stood on this day: today or earlier."), DAY)
LIMIT = parameter(
    "limit",
    _("How many on a page, from 1 to %(most)d; %(usual)d unless it is given.") % {"most": MOST, "usual": USUAL},
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
)
CURSOR = parameter(
    "cursor",
    _("From “next” of the page before. It is good for the same parameters, until the record changes."),
    {"type": "string"},
)
PAGING = [AS_AT, LIMIT, CURSOR]

SELECTION = [
    parameter(
        "q",
        _("Words to look for; all that match is given."),
        {"type": "string", "maxLength": LONGEST_SEARCH},
    ),
    parameter("force", _("Slugs of addressed bodies; any of them."), slug(several=True)),
    parameter("status", _("How the item stands; any of them."), codes(HeadlineStatus.values, several=True)),
    parameter("due", _("By its deadline."), codes(DUE)),
    parameter("voice", _("By who says that it is complete."), codes(VOICES)),
    parameter("stale", _("Open and without news for so long."), codes(STALE)),
    parameter("kind", _("What it is; any of them."), codes(RecommendationKind.values, several=True)),
    parameter("theme", _("Slugs of themes; any of them."), slug(several=True)),
    parameter("programme", _("Slugs of programmes; any of them."), slug(several=True)),
    parameter("inspection", _("Slug of the inspection."), slug()),
    parameter("published_after", _("Published on that day or later: a year, a month or a day."), DATE),
    parameter("published_before", _("Published on that day or earlier: a year, a month or a day."), DATE),
]
SORT = parameter("sort", _("The order; the best match is one of words in “q”."), codes(SORTS) | {"default": "newest"})


class WrongParameterSerializer(serializers.Serializer[Any]):
    parameter = serializers.CharField(help_text=_("The parameter that was not understood."))
    detail = serializers.CharField(help_text=_("Why, and what to do."))


class ProblemSerializer(serializers.Serializer[Any]):
    """What went wrong (RFC 9457)."""

    type = serializers.CharField(help_text=_("Always about:blank: the status says what kind it is."))
    title = serializers.CharField(help_text=_("The kind of problem."))
    status = serializers.IntegerField(help_text=_("The status of the answer."))
    detail = serializers.CharField(help_text=_("What was wrong and what to do."))
    errors = WrongParameterSerializer(
        many=True, required=False, help_text=_("With 400 only: each parameter that was not understood.")
    )


def answers(serializer: Any, *more: int) -> dict[Any, Any]:
    """The answers of an address, by status; `more` are problems besides 400 and 406."""
    words = {
        400: _("A parameter was not understood; the problem names it."),
        404: _("There is no such thing, or it was not public on that day."),
        406: _("Something other than JSON was asked for."),
        414: _("The address is longer than any that has an answer."),
        429: _("Your network address had so much made in a short time; Retry-After says when to ask again."),
        503: _("The record is being written at this moment; Retry-After says when to ask again."),
    }
    problems = {
        (status, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, description=str(words[status]))
        for status in sorted({400, 406, 414, 429, *more})
    }
    said = {304: OpenApiResponse(description=str(_("Nothing has changed since the ETag of If-None-Match.")))}
    return {(200, "application/json"): serializer, **said, **problems}


def listed(name: str, serializer: Any, parameters: list[OpenApiParameter], summary: Any, description: Any) -> Any:
    """Describe a list."""
    page = inline_serializer(
        f"{name.title().replace('_', '')}Page",
        {
            "as_at": serializers.DateField(help_text=_("The day for which the record is told.")),
            "count": serializers.IntegerField(help_text=_("How many there are on all pages.")),
            "next": serializers.URLField(allow_null=True, help_text=_("The next page, or null.")),
            "results": serializer(many=True),
        },
    )
    said = extend_schema(
        operation_id=f"list_{name}",
        tags=[name],
        summary=summary,
        description=description,
        parameters=[*parameters, *PAGING],
        responses=answers(page),
    )
    return reading(said, *parameters, *PAGING)


def reading(described: Any, *parameters: OpenApiParameter) -> Any:
    """Describe a view, and have it shown the parameters that are described and no others."""

    def describe(view: Any) -> Any:
        view.reads = tuple(each.name for each in parameters)
        return extend_schema_view(get=described)(view)

    return describe


def detailed(name: str, serializer: Any, parts: dict[str, Any], summary: Any) -> Any:
    """Describe one thing; `parts` are those of its address, with their schemas."""
    path = [OpenApiParameter(part, schema, OpenApiParameter.PATH) for part, schema in parts.items()]
    moved = {308: OpenApiResponse(description=str(_("It has another name now: Location leads there.")))}
    said = extend_schema(
        operation_id=f"get_{name}",
        tags=[name],
        summary=summary,
        parameters=[*path, AS_AT],
        responses=answers(serializer, 404) | moved,
    )
    return reading(said, AS_AT)
