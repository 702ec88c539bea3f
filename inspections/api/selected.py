"""The one selection in the API: recommendations, items and what was said about them."""

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.api.endpoint import DetailEndpoint, ListEndpoint, named
from inspections.api.parameters import SELECTION, SORT, detailed, listed
from inspections.api.records import NO_PART
from inspections.api.serializers import ItemSerializer, RecommendationSerializer, UpdateSerializer
from inspections.bitmaps.picked import Picked
from inspections.filters import Selection
from inspections.models import Addressee, Body, Recommendation, StatusUpdate


@dataclass(frozen=True)
class InOrder:
    """Rows in the order of a selection, as an endpoint reads a queryset: only those of a page are asked for."""

    rows: QuerySet[Any]
    keys: Callable[[], Iterator[int]]
    count: Callable[[], int]

    def __getitem__(self, part: slice) -> list[Any]:
        keys = list(islice(self.keys(), part.start, part.stop))
        found = {row.pk: row for row in self.rows.filter(pk__among=array("q", keys))}
        return [found[key] for key in keys if key in found]


class SelectedList(ListEndpoint):
    """What the parameters of /recommendations/ pick, by the same filters and in the same order."""

    @cached_property
    def selection(self) -> Selection:
        return Selection(self.asked.GET, on=self.day)

    @cached_property
    def picked(self) -> Picked:
        return Picked(self.selection, self.edition, whole=True)

    def wrong(self) -> Mapping[str, Any]:
        return self.selection.errors


def told(recommendations: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    return recommendations.select_related("inspection", "parent").prefetch_related("themes", "bodies")


@listed(
    "recommendations",
    RecommendationSerializer,
    [*SELECTION, SORT],
    gettext_lazy("Recommendations"),
    gettext_lazy("What inspectors asked for: the selection of /recommendations/, with the same parameters."),
)
class RecommendationList(SelectedList):
    serializer = RecommendationSerializer

    def rows(self) -> InOrder:
        picked, places = self.picked, self.picked.record.places
        ends = picked.page(0, len(picked.ends))
        rows = told(Recommendation.objects.public(self.day)).order_by()
        return InOrder(rows, lambda: (places.recommendations[end] for end in ends), lambda: len(ends))


@detailed("recommendation", RecommendationSerializer, {"slug": NO_PART}, gettext_lazy("One recommendation"))
class RecommendationDetail(DetailEndpoint):
    serializer = RecommendationSerializer

    def find(self) -> Any:
        return named(told(Recommendation.objects.readable(self.day)), "slug", self.kwargs["slug"])


def found_item(endpoint: DetailEndpoint) -> Addressee:
    """The item of an address, withdrawn or not. Raises Http404, or HasOtherName."""
    day, kwargs = endpoint.day, endpoint.kwargs
    recommendation = named(Recommendation.objects.readable(day), "slug", kwargs["slug"])
    asked = Body.objects.public(day).filter(items__recommendation=recommendation)
    body = named(asked, "body", kwargs["body"])
    items = Addressee.objects.readable(day).with_headline(day)
    return items.select_related("recommendation__inspection", "body").get(recommendation=recommendation, body=body)


@listed(
    "items",
    ItemSerializer,
    [*SELECTION, SORT],
    gettext_lazy("Items"),
    gettext_lazy("One recommendation to one body, with its status on the day: the same selection, counted by items."),
)
class ItemList(SelectedList):
    serializer = ItemSerializer

    def rows(self) -> InOrder:
        picked, places = self.picked, self.picked.record.places
        items = Addressee.objects.public(self.day).with_headline(self.day).order_by()
        rows = items.select_related("recommendation__inspection", "body")
        return InOrder(rows, lambda: (places.items[at] for at in picked.places_in_order()), picked.count)


@detailed("item", ItemSerializer, {"slug": NO_PART, "body": NO_PART}, gettext_lazy("One item"))
class ItemDetail(DetailEndpoint):
    serializer = ItemSerializer

    def find(self) -> Any:
        return found_item(self)


def in_full(updates: QuerySet[StatusUpdate]) -> QuerySet[StatusUpdate]:
    return updates.select_related(
        "addressee__recommendation", "addressee__body", "stated_by", "source", "made_in", "corrects"
    ).prefetch_related(Prefetch("corrected_by", StatusUpdate.objects.only("pk", "corrects")))


@listed(
    "updates",
    UpdateSerializer,
    SELECTION,
    gettext_lazy("Status updates"),
    gettext_lazy(
        "The ledger: what was said by the day about the items of the selection, by item and sequence. A row is never "
        "changed; one that puts another right says so in “corrects”."
    ),
)
class UpdateList(SelectedList):
    serializer = UpdateSerializer

    def rows(self) -> QuerySet[Any]:
        said = StatusUpdate.objects.public(self.day).filter(addressee__in=self.selection.items().values("pk"))
        # What a row of a later day corrects was a mistake on this day too; see decision 3.
        said = said.exclude(corrected_by__effective_on__gt=self.day)
        return in_full(said).order_by("addressee", "sequence")


@detailed(
    "update",
    UpdateSerializer,
    {"slug": NO_PART, "body": NO_PART, "sequence": {"type": "integer", "minimum": 0}},
    gettext_lazy("One status update"),
)
class UpdateDetail(DetailEndpoint):
    serializer = UpdateSerializer

    def find(self) -> Any:
        item = found_item(self)
        said = StatusUpdate.objects.filter(addressee=item, effective_on__lte=self.day)
        update = in_full(said).filter(sequence=self.kwargs["sequence"]).first()
        if update is None:
            raise Http404(_("There is no such update."))
        return update
