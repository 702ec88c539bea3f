"""Feeds of what was recorded, as Atom: of the whole, of one thing with a page, and of any selection."""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from inspections.dataset.descriptor import LICENCE
from inspections.feeds import (
    EVERYTHING,
    FeedPage,
    Scope,
    of_bodies,
    of_inspections,
    of_items,
    of_recommendations,
    page_of,
)
from inspections.filters import READS
from inspections.lasting import tag
from inspections.models import Addressee, Body, Inspection, Programme, Recommendation, Theme
from inspections.models.fields import SLUG
from inspections.reading import descriptions
from inspections.reading.recorded import Entry
from inspections.reading.selection import parameters
from inspections.views.answer import Answer, Misunderstood
from inspections.views.canonical import canonical_path

PAGE = "page"
# What XML cannot hold; the writer of feeds would refuse the whole feed for it.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    return _UNWRITABLE.sub("", text)


class PagedAtom(Atom1Feed):
    """Atom (RFC 4287) in pages (RFC 5005, section 3), with content and with the moment of the record as its own."""

    def latest_post_date(self) -> Any:
        return self.feed["updated"]

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for rel, href in self.feed["pages"]:
            handler.addQuickElement("link", "", {"rel": rel, "href": href})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})
        if item["via"]:
            title, href = item["via"]
            handler.addQuickElement("link", "", {"rel": "via", "href": href, "title": title})


class FeedAnswer(Answer):
    """A feed, 50 entries a page."""

    content_type = "application/atom+xml; charset=utf-8"
    about: Any = gettext_lazy(
        "What was put on the record: statements, corrections, inspections, responses, withdrawals."
    )
    reads: tuple[str, ...] = (PAGE,)

    def title(self) -> str:
        raise NotImplementedError

    def page(self) -> str:
        """The path of the page that shows the same."""
        raise NotImplementedError

    def key(self) -> str:
        """What names this feed for ever."""
        return f"{self.object._meta.model_name}/{self.object.pk}"

    def scope(self) -> Scope:
        raise NotImplementedError

    def told(self, number: int) -> FeedPage | None:
        """The entries of a page of the feed; None where there is none of that number."""
        return page_of(self.scope(), self.day, number)

    def parameters(self) -> dict[str, Any]:
        """What was understood of the address, for the links to other pages of the feed."""
        return {}

    @cached_property
    def number(self) -> int:
        text = self.request.GET.get(PAGE, "").strip() or "1"
        if not re.fullmatch(r"[0-9]{1,6}", text, re.ASCII):
            raise Misunderstood(_("page: Give the number of a page, as 2."))
        return int(text)

    def address(self, number: int) -> str:
        """The whole address of a page of this feed."""
        day = self.day if self.day != self.today else None
        return self.whole(canonical_path(self.request.path, self.parameters(), day, number))

    def body(self) -> str:
        number = self.number
        found = self.told(number)
        if found is None:
            raise Http404
        newest = found.entries[0].moment if found.entries else self.edition.since
        if number > 1 and (first := self.told(1)):
            newest = first.entries[0].moment  # the feed's own, the same on each of its pages
        past = f"@{self.day.isoformat()}" if self.day != self.today else ""
        feed = PagedAtom(
            title=writable(self.title()),
            link=self.of_day(self.page()),
            description="",
            language=get_language(),
            author_name=_("Inspection recommendations"),
            author_link=self.of_day(reverse("about")),
            subtitle=str(self.about),
            feed_url=self.address(number),
            feed_copyright=_("%(licence)s: %(address)s") % {"licence": LICENCE["title"], "address": LICENCE["path"]},
            feed_guid=tag(self.request, f"feed/{self.key()}{past}"),
            updated=newest,
            pages=list(self.pages(found)),
        )
        for entry in found.entries:
            self.add(feed, entry)
        return feed.writeString("utf-8")

    def pages(self, found: FeedPage) -> Iterable[tuple[str, str]]:
        """The links of a paged feed. Page 1 is the newest; what is new pushes the rest on."""
        if found.pages > 1:
            yield "first", self.address(1)
            yield "last", self.address(found.pages)
        if found.number > 1:
            yield "previous", self.address(found.number - 1)
        if found.number < found.pages:
            yield "next", self.address(found.number + 1)

    def add(self, feed: PagedAtom, entry: Entry) -> None:
        content = format_html_join("\n", "<p>{}</p>", ((writable(each),) for each in entry.sentences if each))
        if entry.source:
            title, href = entry.source
            link = format_html('<a href="{}">{}</a>', href, title) if href else title
            content = format_html("{}\n<p>{} {}</p>", content, _("Source:"), link)
        feed.add_item(
            title=writable(entry.title),
            link=self.of_day(entry.path),
            description=None,  # type: ignore[arg-type]  # what is said stands in `content`
            author_name=writable(entry.author) or None,
            author_link=self.of_day(entry.author_path) if entry.author_path else None,
            pubdate=entry.moment,
            updateddate=entry.moment,
            unique_id=tag(self.request, entry.what),
            categories=(entry.kind,),
            content=writable(content),
            via=entry.source if entry.source and entry.source[1] else None,
        )


class ChangeFeed(FeedAnswer):
    """Everything, or everything of some bodies, as on the page of changes. A feed runs to now, so it has no days."""

    reads = (PAGE, "force")

    @cached_property
    def bodies(self) -> list[Body]:
        slugs = [slug.strip() for slug in self.request.GET.getlist("force") if slug.strip()]
        named = Body.objects.public(self.day).filter(slug__in=[slug for slug in slugs if re.fullmatch(SLUG, slug)])
        found = {body.slug: body for body in named}
        unknown = [slug for slug in slugs if slug not in found]
        if unknown:
            raise Misunderstood(_("force: There is no “%(value)s”.") % {"value": writable(unknown[0])[:60]})
        return sorted(found.values(), key=lambda body: body.slug)

    def parameters(self) -> dict[str, Any]:
        return {"force": [body.slug for body in self.bodies]}

    def title(self) -> str:
        names = ", ".join(body.name for body in self.bodies)
        return _("What was recorded: %(names)s") % {"names": names} if names else _("What was recorded")

    def page(self) -> str:
        return canonical_path(reverse("change-list"), self.parameters())

    def key(self) -> str:
        keys = ",".join(str(body.pk) for body in sorted(self.bodies, key=lambda body: body.pk))
        return f"changes/{keys}" if keys else "changes"

    def scope(self) -> Scope:
        return of_bodies(self.bodies, self.day) if self.bodies else EVERYTHING


class SelectionFeed(FeedAnswer):
    """What was recorded about the items of a selection. A feed goes by time, whatever order they have."""

    reads = (PAGE, *READS)

    def parameters(self) -> dict[str, Any]:
        found = parameters(self.selection)
        found.pop("sort", None)
        return found

    def title(self) -> str:
        return self.name_of_selection()

    def page(self) -> str:
        return canonical_path(reverse("recommendation-list"), self.parameters())

    def key(self) -> str:
        return canonical_path("recommendations", self.parameters())

    def scope(self) -> Scope:
        return of_items(self.selection.items())


class ThingFeed(FeedAnswer):
    """The feed of one thing with a page."""

    def title(self) -> str:
        name = getattr(self.object, "name", "") or self.object.title
        return _("What was recorded: %(names)s") % {"names": name}

    def page(self) -> str:
        return str(self.object.get_absolute_url())


class ForceFeed(ThingFeed):
    def public(self) -> QuerySet[Body]:
        return Body.objects.public(self.day)

    def scope(self) -> Scope:
        return of_bodies([self.object], self.day)


class InspectionFeed(ThingFeed):
    def public(self) -> QuerySet[Inspection]:
        return Inspection.objects.readable(self.day)

    def scope(self) -> Scope:
        return of_inspections(Inspection.objects.filter(pk=self.object.pk))


class ProgrammeFeed(ThingFeed):
    def public(self) -> QuerySet[Programme]:
        return Programme.objects.all()

    def scope(self) -> Scope:
        return of_inspections(Inspection.objects.filter(programme=self.object))


class ThemeFeed(ThingFeed):
    def public(self) -> QuerySet[Theme]:
        return Theme.objects.all()

    def scope(self) -> Scope:
        return of_recommendations(Recommendation.objects.filter(themes=self.object))


class RecommendationFeed(ThingFeed):
    """One recommendation and its parts, to every body."""

    def public(self) -> QuerySet[Recommendation]:
        return Recommendation.objects.readable(self.day).select_related("inspection")

    def title(self) -> str:
        return descriptions.heading(self.object)

    def scope(self) -> Scope:
        below = Recommendation.objects.filter(pk__in=[each.pk for each in self.object.with_what_belongs()])
        return of_recommendations(below)


class ItemFeed(FeedAnswer):
    """One recommendation to one body."""

    @cached_property
    def object(self) -> Any:
        asked = self.find(Recommendation.objects.readable(self.day), self.kwargs["slug"])
        body = self.find(Body.objects.public(self.day).filter(items__recommendation=asked), self.kwargs["body"])
        items = Addressee.objects.readable(self.day).select_related("recommendation__inspection", "body")
        return items.get(recommendation=asked, body=body)

    def title(self) -> str:
        words = {"body": self.object.body.name, "text": descriptions.heading(self.object.recommendation)}
        return _("%(body)s: %(text)s") % words

    def page(self) -> str:
        return str(self.object.get_absolute_url())

    def scope(self) -> Scope:
        return of_items(Addressee.objects.filter(pk=self.object.pk))
