"""The bodies that one recommendation was addressed to: how each stands, in an order, or only those of one status."""

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.headline import HeadlineStatus
from inspections.models import Recommendation, StatusUpdate
from inspections.models.addressee import AddresseeQuerySet
from inspections.reading.charts.status_bar import status_bar
from inspections.reading.figures import status_counts
from inspections.reading.selection import items_in_words

ORDERS = {"body": gettext_lazy("body"), "status": gettext_lazy("status"), "news": gettext_lazy("latest news")}
PLACE = "bodies"  # the anchor of the table


class AddressedList:
    """The table of a recommendation to several bodies.

    `data` may hold `status` (repeated) and `sort`; a value that is not understood is said in `errors` and left out.
    """

    def __init__(
        self, data: Mapping[str, Any], recommendation: Recommendation, items: AddresseeQuerySet, on: datetime.date
    ) -> None:
        self.recommendation, self.items, self.on = recommendation, items, on
        values = data.getlist("status") if hasattr(data, "getlist") else data.get("status", [])
        self.statuses = [HeadlineStatus(value) for value in dict.fromkeys(values) if value in HeadlineStatus.values]
        wrong = [value for value in values if value not in HeadlineStatus.values]
        self.order = data.get("sort") or "body"
        self.errors = []
        if wrong:
            self.errors.append({"message": _("There is no such status to choose. All others are shown.")})
        if self.order not in ORDERS:
            self.errors.append({"message": _("There is no such order. The list is in the order of bodies.")})
            self.order = "body"

    def url(self, status: str = "", sort: str = "") -> str:
        """The address of the table with only one status, or in another order."""
        given = {"status": status or [each.value for each in self.statuses], "sort": sort or self.order}
        query = {name: value for name, value in given.items() if value and value != "body"}
        address = self.recommendation.get_absolute_url()
        return f"{address}?{urlencode(query, doseq=True)}#{PLACE}" if query else f"{address}#{PLACE}"

    @property
    def understood(self) -> dict[str, Any]:
        """The parameters that change the table."""
        order = "" if self.order == "body" else self.order
        return {"status": [status.value for status in self.statuses], "sort": order}

    @cached_property
    def counts(self) -> dict[str, int]:
        return status_counts(self.items)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def is_open(self) -> bool:
        return any(not HeadlineStatus(status).is_closed for status in self.counts)

    @property
    def bar(self) -> dict[str, Any]:
        return status_bar(
            "standing", self.counts, items_in_words(self.total), lambda status: self.url(status=status.value)
        )

    @property
    def sort_links(self) -> list[dict[str, Any]]:
        return [
            {"label": label, "url": self.url(sort=value), "current": value == self.order}
            for value, label in ORDERS.items()
        ]

    @property
    def active_filters(self) -> list[dict[str, Any]]:
        address = self.recommendation.get_absolute_url()
        return [
            {"label": _("Status"), "value": status.label, "remove_url": f"{address}#{PLACE}"}
            for status in self.statuses
        ]

    @cached_property
    def rows(self) -> list[Any]:
        """The items with their headline and `news`, the day of the last statement."""
        said = StatusUpdate.objects.filter(addressee=OuterRef("pk"), effective_on__lte=self.on).uncorrected()
        found = self.items.annotate(news=Subquery(said.order_by("-effective_on").values("effective_on")[:1]))
        if self.statuses:
            found = found.filter(Q(status__in=self.statuses))
        found = found.select_related("body", "recommendation").with_headline(self.on)
        if self.order == "news":
            return list(found.order_by(F("news").desc(nulls_last=True), "body__name"))
        rows = list(found.order_by("body__name"))
        if self.order == "status":
            place = {status: number for number, status in enumerate(HeadlineStatus)}
            rows.sort(key=lambda item: place[item.headline.status])
        return rows
