"""Two to six bodies side by side."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.models import Addressee, Body
from inspections.reading import comparison
from inspections.views.page import PublicPage

LEAST, MOST = 2, 6
QUOTED = 3  # unknown values that are quoted back


class Compare(PublicPage):
    """The same figures of the bodies that `force` names, in the order in which it names them, and a form to choose."""

    template_name = "compare/page.jinja"
    section = "forces"
    reads = ("force",)

    @cached_property
    def choices(self) -> dict[str, Body]:
        """The bodies of which anything was asked by that day, by slug, with how many `things`."""
        counts = Addressee.objects.public(self.day).values_list("body").annotate(n=Count("pk")).order_by()
        asked = dict(counts)
        bodies = Body.objects.filter(pk__in=asked).order_by("name")
        for body in bodies:
            body.things = asked[body.pk]  # type: ignore[attr-defined]
        return {body.slug: body for body in bodies}

    @cached_property
    def asked(self) -> list[str]:
        """What the address names, each once."""
        return list(dict.fromkeys(value.strip() for value in self.request.GET.getlist("force") if value.strip()))

    @cached_property
    def bodies(self) -> list[Body]:
        """Those that are compared: none if there are fewer than two."""
        known = [self.choices[slug] for slug in self.asked if slug in self.choices]
        return known[:MOST] if len(known) >= LEAST else []

    def problems(self) -> list[str]:
        """What is wrong with the choice, in sentences. Having chosen none or one yet is a beginning and not wrong."""
        known = [slug for slug in self.asked if slug in self.choices]
        found = []
        for value in [slug for slug in self.asked if slug not in self.choices][:QUOTED]:
            shown = "".join(letter for letter in value if letter.isprintable())[:60]
            found.append(_("There is no “%(value)s” to choose here.") % {"value": shown or "�"})
        if len(known) > MOST:
            count = len(known)
            found.append(
                ngettext(
                    "Only the first %(most)d are compared: %(count)d body was chosen.",
                    "Only the first %(most)d are compared: %(count)d bodies were chosen.",
                    count,
                )
                % {"most": MOST, "count": count}
            )
        if found and len(known) < LEAST:
            found.append(_("Choose at least two bodies."))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        problems = self.problems()
        return super().get_context_data(
            heading=_("Bodies side by side"),
            lead=_("The same figures for each, with what they are of. This is not a ranking."),
            description=_("What was asked of two to six bodies and what became of it, side by side."),
            breadcrumbs=[{"label": _("Forces and other bodies"), "url": reverse("force-list")}],
            bodies=self.bodies,
            understood={"force": tuple(dict.fromkeys(slug for slug in self.asked if slug in self.choices))[:MOST]},
            rows=comparison.table(self.bodies, self.day) if self.bodies else [],
            schemes=comparison.schemes(self.bodies, self.day) if self.bodies else [],
            group=self.group(problems),
            errors=[{"message": problem, "href": "#filter-force"} for problem in problems],
            **kwargs,
        )

    def group(self, problems: list[str]) -> dict[str, Any]:
        """The field of the form, for components/filter_group.jinja."""
        chosen = [slug for slug in self.asked if slug in self.choices]
        hint = _("Choose two to six. The figures beside the names are how many items each has.")
        if len(chosen) == 1:
            hint = _("%(name)s is chosen. Choose one to five more.") % {"name": self.choices[chosen[0]].name}
        return {
            "name": "force",
            "legend": _("Bodies to compare"),
            "kind": "checkboxes",
            "hint": hint,
            "error": " ".join(problems),
            "open": not self.bodies,
            "chosen": len(chosen),
            "choices": [
                {"value": slug, "label": body.name, "count": body.things, "checked": slug in chosen}  # type: ignore[attr-defined]
                for slug, body in self.choices.items()
            ],
        }
