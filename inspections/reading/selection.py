"""A selection made ready to be shown: its filters with counts, what is chosen, its address and its size."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.filters import NarrowFilter, Selection
from inspections.headline import HeadlineStatus
from inspections.models import RecommendationKind
from inspections.models.addressee import AddresseeQuerySet
from inspections.parameters import SORTS, KnownField
from inspections.partial_dates import PartialDate

MOST_INSPECTIONS = 100  # of the newest in the list to choose from; a longer one helps nobody

# What stands in the group of a facet: where the value is, and what to call it.
PATHS = {
    "force": ("body__slug", "body__name", "body__short_name"),
    "status": ("status",),
    "kind": ("recommendation__kind",),
    "theme": ("recommendation__themes__slug", "recommendation__themes__name"),
    "programme": ("recommendation__inspection__programme__slug", "recommendation__inspection__programme__name"),
    "inspection": (
        "recommendation__inspection__slug",
        "recommendation__inspection__published_on",
        "recommendation__inspection__title",
    ),
}
WORDS: dict[str, dict[str, str | Promise]] = {
    "status": {status.value: status.label for status in HeadlineStatus},
    "kind": {kind.value: kind.label for kind in RecommendationKind},
}


def selection_url(**parameters: Any) -> str:
    """Return the address of the list with these parameters; a value may be one or several."""
    return _address(reverse("recommendation-list"), parameters)


def _address(path: str, parameters: dict[str, Any]) -> str:
    given = {name: value for name, value in parameters.items() if value}
    return f"{path}?{urlencode(given, doseq=True)}" if given else path


def parameters(selection: Selection) -> dict[str, Any]:
    """What was understood, in the form of an address."""
    found: dict[str, Any] = {}
    for name, value in selection.chosen.items():
        if isinstance(value, dict):
            found[name] = list(value)
        else:
            found[name] = value.iso if isinstance(value, PartialDate) else value
    return found


@dataclass(frozen=True)
class Tally:
    """How many of what: recommendations, the bodies that they were addressed to, and pairs of both."""

    recommendations: int
    bodies: int
    items: int

    def __str__(self) -> str:
        """ "82 recommendations to 14 bodies: 201 items." """
        return _("%(recommendations)s to %(bodies)s: %(items)s.") % {
            "recommendations": ngettext("%(count)s recommendation", "%(count)s recommendations", self.recommendations)
            % {"count": f"{self.recommendations:,}"},
            "bodies": ngettext("%(count)s body", "%(count)s bodies", self.bodies) % {"count": f"{self.bodies:,}"},
            "items": items_in_words(self.items),
        }


def items_in_words(count: int) -> str:
    return ngettext("%(count)s item", "%(count)s items", count) % {"count": f"{count:,}"}


def tally(items: AddresseeQuerySet) -> Tally:
    """Count items, and the recommendations and bodies among them."""
    return Tally(
        **items.aggregate(
            recommendations=Count("recommendation", distinct=True),
            bodies=Count("body", distinct=True),
            items=Count("pk", distinct=True),
        )
    )


def groups(selection: Selection) -> list[dict[str, Any]]:
    """The filters for components/filter_panel.jinja.

    A choice's count is of items, with its own filter left out of account and all others kept.
    """
    return [_group(selection, name) for name in selection.filters if name != "sort"]


def _group(selection: Selection, name: str) -> dict[str, Any]:
    field = selection.form.fields[name]
    errors = selection.errors.get(name, [])
    chosen = selection.chosen.get(name)
    group: dict[str, Any] = {"name": name, "legend": field.label, "error": " ".join(errors)}
    if not isinstance(field, KnownField):
        value = chosen.iso if isinstance(chosen, PartialDate) else chosen or ""
        hints = {
            "q": _("In the text, theme, body or reference"),
            "published_after": _("For example 2019 or 2019-09-27"),
        }
        typed = str(selection.data.get(name, ""))[:200].replace("\0", "") if errors else value
        return group | {"kind": "text", "value": typed, "hint": hints.get(name)}
    chosen = chosen or {}
    group |= {"chosen": len(chosen), "open": bool(chosen) or name == "status"}
    if isinstance(selection.filters[name], NarrowFilter):
        return group | {"kind": "radios", "choices": _narrowing_choices(selection, name, chosen)}
    choices = _choices(selection, name, chosen)
    if name == "inspection":
        everything = {"value": "", "label": _("All inspections"), "checked": not chosen}
        return group | {"kind": "select", "choices": [everything, *choices[:MOST_INSPECTIONS]]}
    return group | {"kind": "checkboxes", "choices": choices}


def _choices(selection: Selection, name: str, chosen: dict[str, str]) -> list[dict[str, Any]]:
    paths = PATHS[name]
    rows = selection.items(without=name).values_list(*paths).annotate(count=Count("pk", distinct=True)).order_by()
    found = {row[0]: row for row in rows if row[0]}
    words = WORDS.get(name)
    if words:
        order: Iterable[str] = (value for value in words if value in found or value in chosen)
        labels = {value: str(word) for value, word in words.items()}
    else:
        labels = {value: row[-2] or row[-3] for value, row in found.items()}
        if name == "force":
            labels = {value: row[2] or row[1] for value, row in found.items()}
        labels |= {value: label for value, label in chosen.items() if value not in found}
        # What is chosen comes first: a long list scrolls, and it would be out of sight.
        order = sorted(labels, key=lambda value: (value not in chosen, labels[value].casefold()))
        if name == "inspection":
            labels |= {value: _dated(row) for value, row in found.items()}
            order = sorted(labels, key=lambda value: (value in chosen, _published(found.get(value))), reverse=True)
    return [
        {
            "value": value,
            "label": labels[value],
            "count": found[value][-1] if value in found else 0,
            "checked": value in chosen,
        }
        for value in order
    ]


def _published(row: tuple[Any, ...] | None) -> str:
    return row[1].iso if row and row[1] else ""


def _dated(row: tuple[Any, ...]) -> str:
    return f"{row[2]}, {row[1]}" if row[1] else str(row[2])


def _narrowing_choices(selection: Selection, name: str, chosen: dict[str, str]) -> list[dict[str, Any]]:
    items, narrowing = selection.items(without=name), selection.filters[name]
    everything = {
        "due": _("With any deadline or none"),
        "voice": _("Whatever they say"),
        "stale": _("With news or without"),
    }
    return [{"value": "", "label": everything[name], "checked": not chosen}] + [
        {
            "value": value,
            "label": label,
            "count": narrowing.narrow(items, value, selection.on).count(),
            "checked": value in chosen,
        }
        for value, label in narrowing.choices.items()
    ]


def active_filters(selection: Selection) -> list[dict[str, Any]]:
    """What is chosen, each with the address that drops only it, for components/active_filters.jinja."""
    found, now = [], parameters(selection)
    for name, value in selection.chosen.items():
        if name == "sort":
            continue
        label = selection.form.fields[name].label
        if not isinstance(value, dict):
            found.append(
                {"name": name, "label": label, "value": value, "remove_url": selection_url(**now | {name: ""})}
            )
            continue
        for key, words in value.items():
            rest = [other for other in value if other != key]
            found.append(
                {"name": name, "label": label, "value": words, "remove_url": selection_url(**now | {name: rest})}
            )
    return found


def sort_links(selection: Selection) -> list[dict[str, Any]]:
    """The orders of the list, for components/sort_links.jinja; the usual one has no parameter."""
    now = parameters(selection)
    return [
        {
            "label": label,
            "url": selection_url(**now | {"sort": "" if value == "newest" else value}),
            "current": value == selection.order,
        }
        for value, label in SORTS.items()
    ]


def errors(selection: Selection) -> list[dict[str, str]]:
    """What was not understood, with the field that it belongs to, for components/error_summary.jinja."""
    return [
        {
            "message": _("%(field)s: %(message)s") % {"field": selection.form.fields[name].label, "message": message},
            "href": "" if name == "sort" else f"#filter-{name}",
        }
        for name, messages in selection.errors.items()
        for message in messages
    ]


def ways_out(selection: Selection) -> list[dict[str, str]]:
    """For a selection that is empty: which filter to drop, and what would then be found."""
    found, now = [], parameters(selection)
    for name in now:
        count = 0 if name == "sort" else selection.items(without=name).count()
        if count:
            label = _("Without the filter “%(filter)s”: %(items)s") % {
                "filter": selection.form.fields[name].label,
                "items": items_in_words(count),
            }
            found.append({"label": label, "url": selection_url(**now | {name: ""})})
    return [*found, {"label": _("All recommendations"), "url": selection_url()}]
