"""The selection, a recommendation and one of its items."""

import datetime
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.bitmaps.picked import Pages, Picked
from inspections.filters import READS, Selection
from inspections.headline import HeadlineStatus
from inspections.models import Addressee, Body, Recommendation
from inspections.models.recommendation import RecommendationQuerySet
from inspections.reading import descriptions, selection, slippage
from inspections.reading.addressed import AddressedList
from inspections.reading.ages import deadline_in_words
from inspections.reading.cards import tree, tree_of
from inspections.reading.chains import chain
from inspections.reading.history import history_of, standing, unknown
from inspections.reading.listed import listed
from inspections.reading.marking import mark
from inspections.reading.timeline import timeline
from inspections.reading.voices import lanes, voices
from inspections.reading.withdrawals import remark
from inspections.views.alternates import Alternate, alternates
from inspections.views.offered import offered
from inspections.views.page import DetailPage, PublicPage
from tracker.prepared import prepared

ON_A_PAGE = 50


class RecommendationList(PublicPage):
    """Every recommendation, or those that some parameters pick."""

    template_name = "recommendations/list.jinja"
    section = "recommendations"
    reads = (*READS, "page")

    @cached_property
    def selection(self) -> Selection:
        return Selection(self.request.GET, on=self.day)

    @cached_property
    def picked(self) -> Picked:
        return Picked(self.selection, self.edition)

    @cached_property
    def page(self) -> Page[int]:
        """The recommendations of the page, each by the place of its last item."""
        try:
            return Paginator(Pages(self.picked), ON_A_PAGE).page(self.request.GET.get("page", 1))  # type: ignore[arg-type]
        except InvalidPage:
            raise Http404 from None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        active = selection.active_filters(self.selection)
        order = selection.parameters(self.selection).get("sort", [""])[0]
        return super().get_context_data(
            heading=_("Recommendations"),
            description=_("Search and filter what police inspectors asked for, by body, theme, status and date."),
            action=reverse("recommendation-list"),
            groups=selection.groups(self.picked),
            hidden=[{"name": "sort", "value": order}] if order else [],
            active_filters=active,
            errors=selection.errors(self.selection),
            get_this=self.other_forms(),
            page_obj=self.page,
            understood=self.understood(),
            alternates=alternates("recommendation-list", **selection.parameters(self.selection)),
            **self.results(),
            **kwargs,
        )

    def other_forms(self) -> list[dict[str, str]]:
        feed, calendar = "recommendation-list-feed", "recommendation-list-calendar"
        return offered("recommendation", selection.parameters(self.selection), feed, calendar)

    def understood(self) -> dict[str, Any]:
        """The parameters, without the order that the list has anyway."""
        found = selection.parameters(self.selection)
        return {name: value for name, value in found.items() if value != ["newest"]}

    def results(self) -> dict[str, Any]:
        items = self.picked.shelf
        shown = listed(items, list(self.page))
        if words := self.selection.chosen.get("q"):
            mark(shown, [card["key"] for card in shown], words)
        return {
            "cards": shown,
            "tally": selection.tally(items, is_cut=self.picked.is_cut, order=self.selection.order),
            "sort_links": selection.sort_links(self.selection),
            "ways_out": [] if self.page.paginator.count else selection.ways_out(self.picked),
        }


@prepared
def _called(ref: str, on: datetime.date) -> QuerySet[Recommendation]:
    return Recommendation.objects.readable(on).filter(ref=ref).select_related("inspection__programme", "parent")


@prepared
def _items(recommendation: int, on: datetime.date) -> QuerySet[Addressee]:
    items = Addressee.objects.readable(on).filter(recommendation=recommendation)
    return items.select_related("body").order_by("body__name", "pk")


@prepared
def _below(recommendation: int, on: datetime.date) -> QuerySet[Recommendation]:
    # "Its parent, or the parent of that" of two tables at once would make the database look at every recommendation.
    above = Recommendation.objects.filter(Q(pk=recommendation) | Q(parent=recommendation)).order_by()
    return Recommendation.objects.readable(on).filter(parent__in=above.values("pk")).select_related("inspection")


class Story(DetailPage):
    """What the page of a recommendation and that of one of its items share."""

    template_name = "recommendations/detail.jinja"
    section = "recommendations"

    @cached_property
    def recommendation(self) -> Recommendation:
        found = _called(self.kwargs["slug"], self.day)
        return found[0] if found else self.find(self.public(), self.kwargs["slug"])

    def public(self) -> RecommendationQuerySet:
        return Recommendation.objects.readable(self.day)

    @cached_property
    def items(self) -> list[Addressee]:
        """The items of the recommendation, by body; of one that was withdrawn the page goes on telling."""
        found = _items(self.recommendation.pk, self.day)
        for item in found:
            item.recommendation = self.recommendation
        return found

    @cached_property
    def withdrawal(self) -> dict[str, str]:
        return remark(self.recommendation, self.day)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recommendation, together = self.recommendation, chain(self.recommendation, self.day)
        return super().get_context_data(
            recommendation=recommendation,
            heading=descriptions.heading(recommendation),
            description=recommendation.text[:160],
            text=descriptions.text_in_full(recommendation),
            alternates=self.alternates(),
            whose_words=descriptions.whose_words(recommendation),
            withdrawal=self.withdrawal,
            chain=together,
            chain_links=together.links(recommendation) if together else [],
            **kwargs,
        )

    def cited_as(self, context: dict[str, Any], number: int) -> str:
        """What was asked and of whom: many recommendations begin with the same words."""
        return f"{super().cited_as(context, number)} ({context['caption']})"

    def alternates(self) -> list[Alternate]:
        return alternates("recommendation", self.recommendation.ref)

    def about_item(self, item: Addressee) -> dict[str, Any]:
        """What is shown of the one item that the page is about."""
        history = history_of(item, self.day)
        now = standing(history)
        return {
            "item": item,
            "caption": descriptions.caption(self.recommendation, item.body.name),
            "facts": descriptions.facts(self.recommendation, self.day, body=item.body),
            "parts": self.parts(item.body),
            "successors": self.successors(now.status),
            "standing": now,
            "deadline": self.deadline(is_open=not now.status.is_closed),
            "voices": voices(history),
            "lanes": lanes(history),
            "entries": timeline(history),
            "answers": history.answers,
            "promises": slippage.listed(history.promises),
            "slipped": slippage.in_words(history.promises),
            "unknown": unknown(history),
            "breadcrumbs": self.way_up(item.body),
        }

    def deadline(self, *, is_open: bool) -> str:
        """By when it was asked for; nothing that was withdrawn is late."""
        return deadline_in_words(self.recommendation, self.day, is_open=is_open and not self.withdrawal)

    def parts(self, body: Body | None = None) -> dict[str, Any]:
        """The recommendation as a card with the `children` that belong to it; of one body, where one is given.

        What was withdrawn is among them, marked and without items.
        """
        below = _below(self.recommendation.pk, self.day)
        if not below:
            return {"children": [], "confirmed": "", "doubt": ""}
        asked = [self.recommendation, *below]
        if body:
            return tree_of(body, asked, self.day)[0]
        return tree(asked, Addressee.objects.public(self.day).standing(self.day), self.day)[0]

    def successors(self, *statuses: str) -> list[dict[str, Any]]:
        """What takes its place, where it is superseded."""
        superseded = HeadlineStatus.SUPERSEDED in statuses
        return descriptions.successors(self.recommendation, self.day) if superseded else []

    def way_up(self, body: Body | None = None) -> list[dict[str, str]]:
        inspection = self.recommendation.inspection
        first = {"label": body.label, "url": body.get_absolute_url()} if body else None
        second = {"label": inspection.title, "url": inspection.get_absolute_url()}
        return [first, second] if first else [{"label": _("Inspections"), "url": reverse("inspection-list")}, second]


class RecommendationDetail(Story):
    """One recommendation; with the full history where it has one addressed body, otherwise with a table of them."""

    reads = ("status", "sort")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if len(self.items) == 1:
            return super().get_context_data(**self.about_item(self.items[0]), **kwargs)
        items = Addressee.objects.readable(self.day).standing(self.day).filter(recommendation=self.recommendation)
        items = items.select_related("body", "recommendation__inspection")
        addressed = AddressedList(self.request.GET, self.recommendation, items, self.day)
        return super().get_context_data(
            addressed=addressed,
            understood=addressed.understood,
            caption=descriptions.caption(
                self.recommendation,
                ngettext("%(count)d body", "%(count)d bodies", addressed.total) % {"count": addressed.total},
            ),
            facts=descriptions.facts(self.recommendation, self.day),
            deadline=self.deadline(is_open=addressed.is_open),
            parts=self.parts(),
            successors=self.successors(*addressed.counts),
            breadcrumbs=self.way_up(),
            **kwargs,
        )


class ItemDetail(Story):
    """One recommendation to one body: the history in three voices."""

    @cached_property
    def item(self) -> Addressee:
        by_slug = {item.body.slug: item for item in self.items}
        slug = self.kwargs["body"]
        if slug not in by_slug:
            asked = Body.objects.public(self.day).filter(items__recommendation=self.recommendation)
            self.find(asked, slug)  # raises: there is none, or it was called so once
        return by_slug[slug]

    def alternates(self) -> list[Alternate]:
        return alternates("item", self.recommendation.ref, self.item.body.slug)

    def address_of(self, found: Any) -> str:
        if isinstance(found, Body):
            return reverse("item-detail", args=[self.recommendation.ref, found.slug])
        return reverse("item-detail", args=[found.ref, self.kwargs["body"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = len(self.items) - 1
        address = self.item.get_absolute_url() if others else self.recommendation.get_absolute_url()
        about = self.about_item(self.item)
        if others:
            whole = {
                "label": _("All %(count)d bodies") % {"count": others + 1},
                "url": self.recommendation.get_absolute_url(),
            }
            about["breadcrumbs"].append(whole)
        return super().get_context_data(canonical_at=address, others=others, **about, **kwargs)
