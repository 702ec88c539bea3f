"""A selection made ready to be shown: its filters with counts, what is chosen, its address and its size."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from inspections.bitmaps.picked import Picked
from inspections.bitmaps.shelf import Shelf
from inspections.filters import NarrowFilter, Selection
from inspections.headline import HeadlineStatus
from inspections.models import RecommendationKind
from inspections.parameters import DUE, SORTS, STALE, VOICES, KnownField
from inspections.partial_dates import PartialDate
from inspections.paths import path_to

MOST_INSPECTIONS = 100  # of the newest in the list to choose from; a longer one helps nobody

WORDS: dict[str, Mapping[str, str | Promise]] = {
    "status": {status.value: status.label for status in HeadlineStatus},
    "kind": {kind.value: kind.label for kind in RecommendationKind},
    "due": {"": gettext_lazy("With any deadline or none"), **DUE},
    "voice": {"": gettext_lazy("Whatever they say"), **VOICES},
    "stale": {"": gettext_lazy("With news or without"), **STALE},
    "inspection": {"": gettext_lazy("All inspections")},
    "sort": SORTS,
    "legend": {name: each.label for name, each in Selection.base_filters.items()},
    "hint": {
        "q": gettext_lazy("In the text, theme, body or reference"),
        "published_after": gettext_lazy("For example 2019 or 2019-09-27"),
    },
}


def words(name: str) -> dict[str, str]:
    """Some of WORDS in the reader's language."""
    return _words(name, get_language())


@cache
def _words(name: str, _language: str | None) -> dict[str, str]:
    return {value: str(word) for value, word in WORDS[name].items()}


def selection_url(**parameters: Any) -> str:
    """Return the address of the list with these parameters; a value may be one or several."""
    return _address(path_to("recommendation-list"), parameters)


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
    is_cut: bool = False  # a search found more recommendations, and these are the first of them
    order: str = "newest"

    def __str__(self) -> str:
        """ "82 recommendations to 14 bodies: 201 items." """
        if self.is_cut:
            first = _(
                "More than %(count)s recommendations match. The first %(count)s are listed and counted: %(items)s. "
                "The files have all of them, in the same order."
            )
            newest = _(
                "More than %(count)s recommendations match. The newest %(count)s are listed and counted: %(items)s. "
                "The files have all of them."
            )
            words = first if self.order in ("newest", "best") else newest
            return words % {"count": f"{self.recommendations:,}", "items": items_in_words(self.items)}
        return _("%(recommendations)s to %(bodies)s: %(items)s.") % {
            "recommendations": ngettext("%(count)s recommendation", "%(count)s recommendations", self.recommendations)
            % {"count": f"{self.recommendations:,}"},
            "bodies": ngettext("%(count)s body", "%(count)s bodies", self.bodies) % {"count": f"{self.bodies:,}"},
            "items": items_in_words(self.items),
        }


def items_in_words(count: int) -> str:
    return ngettext("%(count)s item", "%(count)s items", count) % {"count": f"{count:,}"}


def tally(items: Shelf, *, is_cut: bool = False, order: str = "newest") -> Tally:
    """Count items, and the recommendations and bodies among them; `is_cut` where a search found more."""
    return Tally(items.recommendations(), items.bodies(), items.count(), is_cut, order)


def groups(picked: Picked) -> list[dict[str, Any]]:
    """The filters for components/filter_panel.jinja.

    A choice's count is of items, with its own filter left out of account and all others kept.
    """
    return [_group(picked, name) for name in picked.selection.filters if name != "sort"]


def _group(picked: Picked, name: str) -> dict[str, Any]:
    selection = picked.selection
    field = selection.form.fields[name]
    legend = words("legend")[name]
    errors = selection.errors.get(name, [])
    chosen = selection.chosen.get(name)
    group: dict[str, Any] = {"name": name, "legend": legend, "error": " ".join(errors)}
    if not isinstance(field, KnownField):
        value = chosen.iso if isinstance(chosen, PartialDate) else chosen or ""
        typed = str(selection.data.get(name, ""))[:200].replace("\0", "") if errors else value
        return group | {"kind": "text", "value": typed, "hint": words("hint").get(name)}
    chosen = chosen or {}
    group |= {"chosen": len(chosen), "open": bool(chosen) or name == "status"}
    if isinstance(selection.filters[name], NarrowFilter):
        return group | {"kind": "radios", "choices": _narrowing_choices(picked, name, chosen)}
    if name == "inspection":
        everything = {"value": "", "label": words("inspection")[""], "checked": not chosen}
        return group | {"kind": "select", "choices": [everything, *_inspections(picked, chosen)[:MOST_INSPECTIONS]]}
    return group | {"kind": "checkboxes", "choices": _choices(picked, name, chosen)}


def _choices(picked: Picked, name: str, chosen: dict[str, str]) -> list[dict[str, Any]]:
    counts = picked.counts(name)
    if name in WORDS:
        labels = words(name)
        order: Iterable[str] = (value for value in labels if value in counts or value in chosen)
    else:
        things = picked.names.things[name]
        found = [(things[key], count) for key, count in counts.items() if key in things]
        counts = {thing.slug: count for thing, count in found}
        labels = chosen | {thing.slug: thing.label for thing, _count in found}
        # What is chosen comes first: a long list scrolls, and it would be out of sight.
        order = sorted(labels, key=lambda value: (value not in chosen, labels[value].casefold()))
    return [
        {"value": value, "label": labels[value], "count": counts.get(value, 0), "checked": value in chosen}
        for value in order
    ]


def _inspections(picked: Picked, chosen: dict[str, str]) -> list[dict[str, Any]]:
    """The inspection that is chosen, then the newest."""
    counts = picked.newest_inspections(MOST_INSPECTIONS)
    named = picked.names.of_inspections(counts)
    choices = [
        {"value": named[key].slug, "label": named[key].label, "count": count, "checked": named[key].slug in chosen}
        for key, count in counts.items()
        if key in named
    ]
    shown = {choice["value"] for choice in choices}
    for slug, label in chosen.items():
        if slug not in shown:
            key = picked.names.key("inspection", slug)
            count = picked.count_of(key, picked.items(without="inspection"))
            found = picked.names.of_inspections([key] if count else []).get(key)
            choices.append({"value": slug, "label": found.label if found else label, "count": count, "checked": True})
    return sorted(choices, key=lambda choice: not choice["checked"])


def _narrowing_choices(picked: Picked, name: str, chosen: dict[str, str]) -> list[dict[str, Any]]:
    counts, labels = picked.narrowed(name), words(name)
    return [{"value": "", "label": labels[""], "checked": not chosen}] + [
        {"value": value, "label": labels[value], "count": count, "checked": value in chosen}
        for value, count in counts.items()
    ]


def active_filters(selection: Selection) -> list[dict[str, Any]]:
    """What is chosen, each with the address that drops only it, for components/active_filters.jinja."""
    found, now = [], parameters(selection)
    for name, value in selection.chosen.items():
        if name == "sort":
            continue
        label = words("legend")[name]
        if not isinstance(value, dict):
            found.append(
                {"name": name, "label": label, "value": value, "remove_url": selection_url(**now | {name: ""})}
            )
            continue
        for key, called in value.items():
            rest = [other for other in value if other != key]
            found.append(
                {"name": name, "label": label, "value": called, "remove_url": selection_url(**now | {name: rest})}
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
        for value, label in words("sort").items()
        if value != "best" or "q" in now
    ]


def errors(selection: Selection) -> list[dict[str, str]]:
    """What was not understood, with the field that it belongs to, for components/error_summary.jinja."""
    return [
        {
            "message": _("%(field)s: %(message)s") % {"field": words("legend")[name], "message": message},
            "href": "" if name == "sort" else f"#filter-{name}",
        }
        for name, messages in selection.errors.items()
        for message in messages
    ]


def ways_out(picked: Picked) -> list[dict[str, str]]:
    """For a selection that is empty: which filter to drop, and what would then be found."""
    found, now = [], parameters(picked.selection)
    for name in now:
        count = 0 if name == "sort" else picked.count(without=name)
        if count:
            label = _("Without the filter “%(filter)s”: %(items)s") % {
                "filter": words("legend")[name],
                "items": items_in_words(count),
            }
            found.append({"label": label, "url": selection_url(**now | {name: ""})})
    return [*found, {"label": _("All recommendations"), "url": selection_url()}]
