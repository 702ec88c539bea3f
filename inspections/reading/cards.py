"""Recommendations made ready to be listed: as cards, and as the tree of a report."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import ngettext

from inspections.headline import HeadlineStatus
from inspections.models import Addressee, Body, Recommendation, RecommendationKind
from inspections.models.addressee import AddresseeQuerySet
from inspections.partial_dates import PartialDate
from inspections.paths import path_to
from inspections.reading.ages import deadline_in_words
from inspections.reading.descriptions import anchor
from inspections.reading.figures import bar_in_words, standing_bar
from tracker.prepared import Keys, batched, prepared


def cards(
    recommendations: Sequence[Recommendation], items: AddresseeQuerySet, on: datetime.date
) -> list[dict[str, Any]]:
    """One card a recommendation, for components/recommendation_card.jinja, in the order given.

    Only these items count (those of a selection, for example); they must be `standing` on the day. The
    recommendations come with their inspection (select_related). Five queries, however many there are.
    """
    keys = [each.pk for each in recommendations]
    counts: dict[int, dict[str, int]] = {}
    ours = items.filter(recommendation__in=keys)
    rows = ours.values_list("recommendation", F("status")).annotate(count=Count("pk", distinct=True)).order_by()
    for pk, status, count in rows:
        counts.setdefault(pk, {})[status] = count
    others = Addressee.objects.filter(recommendation=OuterRef("recommendation")).exclude(pk=OuterRef("pk"))
    alone = [pk for pk, by_status in counts.items() if sum(by_status.values()) == 1]
    fetched = ours.filter(recommendation__in=alone).annotate(has_others=Exists(others))
    single = {
        item.recommendation_id: _alone(item)
        for item in fetched.select_related("body", "recommendation").with_headline(on)
    }
    return _made(recommendations, counts, single, _doubts(ours, keys, on), on)


@prepared
def _asked_of(body: int, keys: Keys, on: datetime.date) -> "QuerySet[Addressee, Any]":
    others = Addressee.objects.filter(recommendation=OuterRef("recommendation")).exclude(pk=OuterRef("pk"))
    items = Addressee.objects.public(on).standing(on).filter(body=body, recommendation__in=keys).order_by()
    since = F("period__update__effective_on")
    return items.annotate(has_others=Exists(others)).values_list("recommendation", F("status"), since, "has_others")


def cards_of(body: Body, recommendations: Sequence[Recommendation], on: datetime.date) -> list[dict[str, Any]]:
    """The same of what was asked of one body, parts being given with what they belong to. One query for 50 of them."""
    keys = [each.pk for each in recommendations]
    alone = {
        pk: Alone(body.slug, body.label, HeadlineStatus(status), since, has_others)
        for some in batched(keys)
        for pk, status, since, has_others in _asked_of(body.pk, some, on)
    }
    done = {pk for pk, one in alone.items() if one.status == HeadlineStatus.CONFIRMED_COMPLETE}
    doubts: dict[int, dict[int, tuple[int, int]]] = {}
    for key in done:
        parts = [each.pk for each in recommendations if each.parent_id == key and each.kind == RecommendationKind.PART]
        asked = [pk for pk in parts if pk in alone]
        if undone := sum(pk not in done for pk in asked):
            doubts[key] = {body.pk: (undone, len(asked))}
    counts = {pk: {str(one.status): 1} for pk, one in alone.items()}
    return _made(recommendations, counts, alone, doubts, on)


def _made(
    recommendations: Sequence[Recommendation],
    counts: dict[int, dict[str, int]],
    single: "dict[int, Alone]",
    doubts: dict[int, dict[int, tuple[int, int]]],
    on: datetime.date,
) -> list[dict[str, Any]]:
    found = []
    for each in recommendations:
        made = card(each, counts.get(each.pk, {}), single.get(each.pk), on)
        made["doubt"] = doubt_in_words(doubts.get(each.pk, {}), is_one=each.pk in single)
        found.append(made)
    return found


@dataclass(frozen=True)
class Alone:
    """The one item that a card is about: whom was asked, how that stands, since when, and whether others were asked."""

    slug: str
    label: str
    status: HeadlineStatus
    since: PartialDate | None
    has_others: bool


def _alone(item: Addressee) -> Alone:
    headline = item.headline
    since = headline.update.effective_on if headline.update else None
    return Alone(item.body.slug, item.body.label, headline.status, since, getattr(item, "has_others", False))


def _doubts(ours: AddresseeQuerySet, keys: list[int], on: datetime.date) -> dict[int, dict[int, tuple[int, int]]]:
    """The parts of items that are called complete while a part is not: by recommendation and body, (open, all)."""
    whole = ours.confirmed(on).filter(recommendation=OuterRef("recommendation__parent"), body=OuterRef("body"))
    parts = (
        Addressee.objects.public(on)
        .standing(on)
        .filter(Exists(whole), recommendation__kind=RecommendationKind.PART, recommendation__parent__in=keys)
    )
    rows = parts.values_list("recommendation__parent", "body").annotate(
        all=Count("pk"), undone=Count("pk", filter=~Q(status=HeadlineStatus.CONFIRMED_COMPLETE))
    )
    found: dict[int, dict[int, tuple[int, int]]] = {}
    for key, body, count, undone in rows.filter(undone__gt=0).order_by():
        found.setdefault(key, {})[body] = undone, count
    return found


def doubt_in_words(by_body: dict[int, tuple[int, int]], *, is_one: bool) -> str:
    """What keeps “confirmed complete” from being the whole truth: “3 of 4 parts are not confirmed complete”."""
    if not by_body:
        return ""
    if not is_one:
        return ngettext(
            "For %(count)d body that is confirmed complete, a part is not.",
            "For %(count)d bodies that are confirmed complete, a part is not.",
            len(by_body),
        ) % {"count": len(by_body)}
    ((undone, count),) = by_body.values()
    return ngettext(
        "%(undone)d of %(count)d part is not confirmed complete",
        "%(undone)d of %(count)d parts are not confirmed complete",
        count,
    ) % {"undone": undone, "count": count}


def card(
    recommendation: Recommendation, counts: dict[str, int], alone: Alone | None, on: datetime.date
) -> dict[str, Any]:
    """The card of one recommendation, of whose items so many stand in each status; `alone` is the only one of them."""
    bodies = sum(counts.values())
    is_open = any(not status.is_closed for status in _statuses(counts))
    gone = recommendation.withdrawal(on)
    words = "" if gone else deadline_in_words(recommendation, on, is_open=is_open)
    made: dict[str, Any] = {
        "url": path_to("recommendation-detail", recommendation.ref),
        "anchor": anchor(recommendation),
        "ref": recommendation.ref,
        "number": recommendation.number,
        "kind": str(RecommendationKind(recommendation.kind).label),  # get_kind_display translates every choice
        "is_part": recommendation.kind == RecommendationKind.PART,
        "text": recommendation.text,
        "inspection": recommendation.inspection.title,
        "inspection_url": path_to("inspection-detail", recommendation.inspection.slug),
        "date": recommendation.inspection.published_on,
        "deadline": capfirst(words),
        "late": is_open and recommendation.is_overdue(on),
        "bodies": bodies,
        "counts": counts,
        # Where all of the inspection is gone, its page says so once.
        "withdrawn": gone.withdrawn_on if gone is recommendation else None,
    }
    if alone:
        made |= {
            # What was asked of others too has a page for this body alone.
            "url": path_to("item-detail", recommendation.ref, alone.slug) if alone.has_others else made["url"],
            "asked_of": alone.label,
            "asked_of_url": path_to("force-detail", alone.slug),
            "status": alone.status,
            "since": alone.since,
        }
    elif bodies:
        made |= {
            "asked_of": ngettext("%(count)d body", "%(count)d bodies", bodies) % {"count": bodies},
            "bar": standing_bar(f"bar-{recommendation.ref}", counts),
            "bar_text": bar_in_words(counts),
        }
    return made


def _statuses(counts: dict[str, int]) -> list[HeadlineStatus]:
    return [HeadlineStatus(status) for status, count in counts.items() if count]


def in_report_order(recommendations: Iterable[Recommendation]) -> list[Recommendation]:
    """By number as people count: 2 before 10, A1a after A1."""
    return sorted(recommendations, key=lambda each: each.number_key)


def tree(
    recommendations: Iterable[Recommendation], items: AddresseeQuerySet, on: datetime.date
) -> list[dict[str, Any]]:
    """Cards in the order of the report, each with its `children`; one whose parent is not given stands at the top."""
    ordered = in_report_order(recommendations)
    return _put_together(ordered, cards(ordered, items, on))


def tree_of(body: Body, recommendations: Iterable[Recommendation], on: datetime.date) -> list[dict[str, Any]]:
    """The same of what was asked of one body."""
    ordered = in_report_order(recommendations)
    return _put_together(ordered, cards_of(body, ordered, on))


def _put_together(ordered: list[Recommendation], made: list[dict[str, Any]]) -> list[dict[str, Any]]:
    nodes = {each.pk: card | {"children": []} for each, card in zip(ordered, made, strict=True)}
    for each in ordered:
        if each.parent_id in nodes:
            nodes[each.parent_id]["children"].append(nodes[each.pk])
    for node in nodes.values():
        node["confirmed"] = confirmed_in_words(node["children"])
    return [nodes[each.pk] for each in ordered if each.parent_id not in nodes]


def confirmed_in_words(children: Sequence[dict[str, Any]]) -> str:
    """ "1 of 4 parts confirmed complete"; empty without parts. What was asked of several bodies counts item by item."""
    total = sum(child["bodies"] for child in children)
    if not total:
        return ""
    done = sum(child["counts"].get("confirmed-complete", 0) for child in children)
    if total == len(children) and all(child["is_part"] for child in children):
        return ngettext(
            "%(done)d of %(total)d part confirmed complete", "%(done)d of %(total)d parts confirmed complete", total
        ) % {"done": done, "total": total}
    if total == len(children):
        return ngettext(
            "%(done)d of %(total)d recommendation confirmed complete",
            "%(done)d of %(total)d recommendations confirmed complete",
            total,
        ) % {"done": done, "total": total}
    return ngettext(
        "%(done)d of %(total)d item confirmed complete", "%(done)d of %(total)d items confirmed complete", total
    ) % {"done": done, "total": total}
