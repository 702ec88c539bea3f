"""The one selection of items: what its parameters are called and what each one picks.

Names and values are public addresses: they stay as they are. A value that is not understood is said beside its field
and changes nothing else.
"""

import copy
import datetime
import functools
from collections.abc import Callable, Mapping
from typing import Any

import django_filters
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy

from inspections.deadlines import add_months
from inspections.headline import HeadlineStatus
from inspections.models import Addressee, Recommendation, RecommendationKind, StatusUpdate
from inspections.models.addressee import AddresseeQuerySet
from inspections.models.recommendation import RecommendationQuerySet
from inspections.parameters import (
    DUE,
    SORTS,
    STALE,
    STALE_DAYS,
    VOICES,
    DayField,
    Known,
    KnownField,
    SelectionForm,
    WordsField,
    known_bodies,
    known_inspections,
    known_programmes,
    known_themes,
    one_of,
)
from inspections.partial_dates import PartialDate

DUE_MONTHS = 3  # as the words of DUE say


class Shared(django_filters.Filter):
    """A filter that does not change: each selection takes a shallow copy, where django-filter would copy it deeply."""

    def __deepcopy__(self, _memo: dict[int, Any]) -> "Shared":
        return copy.copy(self)


class KnownFilter(Shared):
    """Any of some known values; `single` for a parameter that is given once."""

    field_class = KnownField

    def __init__(self, field_name: str, known: Known, label: Any, single: bool = False) -> None:
        super().__init__(
            field_name=field_name,
            lookup_expr="in",
            label=label,
            distinct=False,
            known=known,
            on=datetime.date.min,  # each selection gives its fields its own day
            single=single,
        )

    def filter(self, qs: Any, value: Any) -> Any:
        return qs.filter(**{f"{self.field_name}__in": list(value)}) if value else qs


class ThemeFilter(KnownFilter):
    def filter(self, qs: Any, value: Any) -> Any:
        # A join would count an item of two chosen themes twice.
        about = Recommendation.themes.through.objects.filter(theme__slug__in=list(value or {}))
        return qs.filter(recommendation__in=about.values("recommendation")) if value else qs


Narrow = Callable[[AddresseeQuerySet, str, datetime.date], AddresseeQuerySet]


class NarrowFilter(KnownFilter):
    """One of some known values, each of which narrows the items in a way of its own."""

    def __init__(self, narrow: Narrow, choices: Mapping[str, Any], label: Any) -> None:
        super().__init__("", one_of(choices.items()), label, single=True)
        self.narrow, self.choices = narrow, choices

    def filter(self, qs: Any, value: Any) -> Any:
        return self.narrow(qs, next(iter(value)), self.parent.on) if value else qs


class SortFilter(KnownFilter):
    def filter(self, qs: Any, value: Any) -> Any:
        return qs  # it puts recommendations in order; which ones they are is not its business


class WordsFilter(Shared):
    field_class = WordsField

    def filter(self, qs: Any, value: str) -> Any:
        found = Recommendation.objects.matching(value) if value else None
        return qs if found is None else qs.filter(recommendation__in=found.values("pk"))


class DayFilter(Shared):
    """Published on a day or later (`after`), or by a day; what may have been is taken, what has no date is not."""

    field_class = DayField

    def filter(self, qs: Any, value: PartialDate | None) -> Any:
        if value is None:
            return qs
        day = value.first if self.lookup_expr == "lasts_to" else value.last
        return qs.filter(**{f"recommendation__inspection__published_on__{self.lookup_expr}": day})


def due(items: AddresseeQuerySet, when: str, on: datetime.date) -> AddresseeQuerySet:
    """Narrow items to a value of the parameter `due`."""
    if when == "overdue":
        return items.overdue(on)
    if when == "next-3-months":
        return items.due_between(on, add_months(on, DUE_MONTHS))
    return items.asked_for_at_once(on)


def heard(items: AddresseeQuerySet, how: str, on: datetime.date) -> AddresseeQuerySet:
    """Narrow items to a value of the parameter `voice`."""
    return items.claimed_not_confirmed(on) if how == "claimed-not-confirmed" else items.confirmed_not_claimed(on)


def silent(items: AddresseeQuerySet, how: str, on: datetime.date) -> AddresseeQuerySet:
    """Narrow items to a value of the parameter `stale`."""
    return items.stale(on, STALE_DAYS[how])


class Selection(django_filters.FilterSet):
    """The items of a day that some parameters pick; each is left out of account where it is empty or not understood."""

    q = WordsFilter(label=gettext_lazy("Words"))
    force = KnownFilter("body__slug", known_bodies, gettext_lazy("Force or body"))
    status = KnownFilter("status", one_of(HeadlineStatus.choices), gettext_lazy("Status"))
    due = NarrowFilter(due, DUE, gettext_lazy("Deadline"))
    voice = NarrowFilter(heard, VOICES, gettext_lazy("Who says complete"))
    stale = NarrowFilter(silent, STALE, gettext_lazy("Silence"))
    kind = KnownFilter("recommendation__kind", one_of(RecommendationKind.choices), gettext_lazy("Kind"))
    theme = ThemeFilter("recommendation__themes__slug", known_themes, gettext_lazy("Theme"))
    programme = KnownFilter("recommendation__inspection__programme__slug", known_programmes, gettext_lazy("Programme"))
    inspection = KnownFilter(
        "recommendation__inspection__slug", known_inspections, gettext_lazy("Inspection"), single=True
    )
    published_after = DayFilter(lookup_expr="lasts_to", label=gettext_lazy("Published on or after"))
    published_before = DayFilter(lookup_expr="lte", label=gettext_lazy("Published on or before"))
    sort = SortFilter("sort", one_of(SORTS.items()), gettext_lazy("Order"), single=True)

    class Meta:
        model = Addressee
        fields: list[str] = []
        form = SelectionForm

    def __init__(self, data: Mapping[str, Any] | None = None, *, on: datetime.date) -> None:
        self.on = on
        super().__init__(data or {}, Addressee.objects.all())

    @classmethod
    @functools.cache
    def get_form_class(cls) -> type[SelectionForm]:
        """The form of every selection: its fields are copied by each form, so that the class is made once."""
        fields = {name: each.field for name, each in copy.deepcopy(cls.base_filters).items()}
        return type("ParametersForm", (SelectionForm,), fields)

    @functools.cached_property
    def form(self) -> SelectionForm:
        form = self.get_form_class()(self.data)
        for field in form.fields.values():
            if isinstance(field, KnownField):
                field.on = self.on
        return form

    @functools.cached_property
    def chosen(self) -> dict[str, Any]:
        """What was understood, by parameter: {value: label}, words, or a partial date."""
        self.errors  # noqa: B018  (cleans the form)
        return {name: self.form.cleaned_data[name] for name in self.filters if self.form.cleaned_data.get(name)}

    @functools.cached_property
    def order(self) -> str:
        return next(iter(self.chosen.get("sort", {})), "newest")

    def items(self, without: str = "") -> AddresseeQuerySet:
        """The items selected, with their `status` of the day; `without` leaves one parameter out of account."""
        items = Addressee.objects.public(self.on).standing(self.on)
        for name, value in self.chosen.items():
            if name != without:
                items = self.filters[name].filter(items, value)
        return items

    def items_in_order(self) -> AddresseeQuerySet:
        """The items selected, as their recommendations are in order, and the bodies of each by name.

        The order of a search is that of the index, which no queryset knows: see inspections.bitmaps.picked.
        """
        ordered: AddresseeQuerySet = in_order(
            self.items(), self.order, self.on, "recommendation__", ("body__name", "pk")
        )
        return ordered

    def recommendations(self) -> RecommendationQuerySet:
        """The recommendations that the items belong to, in the order asked for."""
        found = Recommendation.objects.public(self.on).filter(pk__in=self.items().values("recommendation"))
        ordered: RecommendationQuerySet = in_order(found, self.order, self.on)
        return ordered


READS = tuple(Selection.base_filters)  # the parameters of a selection, for views that show one


def in_order(rows: Any, order: str, on: datetime.date, to_recommendation: str = "", last: tuple[str, ...] = ()) -> Any:
    """Put rows in one of the orders of SORTS; what has no such date comes last.

    `to_recommendation` leads from a row to its recommendation, as `recommendation__`; `last` are the orderings after
    those of the recommendation itself.
    """
    to = to_recommendation
    published = F(f"{to}inspection__published_on")
    # The inspections' own order begins with their days, where the two engines put what has none at different ends.
    listed = (published.desc(nulls_last=True), f"{to}inspection", f"{to}number_key", f"{to}pk", *last)
    if order == "oldest":
        return rows.order_by(published.asc(nulls_last=True), *listed)
    if order == "due":
        return rows.order_by(F(f"{to}due_day").asc(nulls_last=True), *listed)
    if order == "news":
        said = StatusUpdate.objects.filter(addressee__recommendation=OuterRef(f"{to}pk"), effective_on__lte=on)
        said = said.uncorrected().order_by("-effective_on")
        newest = F("news").desc(nulls_last=True)
        return rows.annotate(news=Subquery(said.values("effective_on")[:1])).order_by(newest, *listed)
    return rows.order_by(*listed)
