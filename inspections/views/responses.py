"""Responses: who had to answer which inspection by when, and what became of it."""

import datetime
from collections.abc import Callable
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.models import Body, BodyKind, Inspection, Programme
from inspections.models.search import plain
from inspections.reading.answer_counts import by_body, figures, scope
from inspections.reading.answers import rows
from inspections.reading.duties import duties
from inspections.reading.duty import AnswerState, Duty
from inspections.views.asked import Asked
from inspections.views.offered import offered
from inspections.views.page import PublicPage

AT_ONCE = 50
SORTS = {
    "last-day": gettext_lazy("last day"),
    "lateness": gettext_lazy("latest answers"),
    "body": gettext_lazy("body"),
    "inspection": gettext_lazy("inspection"),
}
LEGENDS = {
    "force": (gettext_lazy("Force or other body"), gettext_lazy("All bodies")),
    "responder": (gettext_lazy("Who had to answer"), gettext_lazy("Anybody")),
    "programme": (gettext_lazy("Programme"), gettext_lazy("All programmes")),
}
HINTS = {"force": gettext_lazy("What it gave or owed, and what was given or owed about it")}
STATE = gettext_lazy("What became of it")


READS = ("force", "responder", "programme", "state", "sort")  # of the list and of its files


class ResponseList(PublicPage):
    """Every answer that was due, or given without being due, to filter, to sort and to count by body."""

    template_name = "responses/list.jinja"
    section = "responses"
    reads = (*READS, "page")
    defined_at = "clocks"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked, every = Asked(self.request), duties(Inspection.objects.all(), self.day)
        fields = choices()
        chosen = {name: asked.one_of(name, values) for name, values in fields.items()}
        states = asked.some_of("state", dict(AnswerState.choices))
        within = narrowed(every, **chosen)
        found = [duty for duty in within if not states or duty.state in states]
        page = asked.page(in_order(found, asked.one_of("sort", SORTS, "last-day")), AT_ONCE)
        return super().get_context_data(
            heading=_("Responses"),
            lead=_("Who had to answer which inspection by when, and what became of it."),
            description=_("Who had to answer which police inspection by when, who did, and how late."),
            page_obj=page,
            rows=rows(page.object_list),
            scope=scope(within),
            figures=figures(within, lambda state: asked.url(state=state)),
            by_body=by_body(within, **{name: value for name, value in chosen.items() if name != "responder"}),
            states=list(AnswerState),
            groups=groups(fields, every, asked),
            filters=active(fields, asked),
            sorts=asked.links("sort", SORTS, "last-day"),
            hidden=asked.hidden("state", *fields),
            understood=asked.chosen,
            errors=[{**error, "href": f"#filter-{error['name']}"} for error in asked.errors if error["name"] != "sort"]
            + [error for error in asked.errors if error["name"] == "sort"],
            get_this=offered("response", asked.chosen),
            clear_url=asked.path,
            **kwargs,
        )


def choices() -> dict[str, dict[str, str]]:
    """What each filter takes: any body that can be inspected or answer, whether it has a row on this day or not."""
    found = Body.objects.exclude(kind=BodyKind.INSPECTORATE).values_list("slug", "name")
    bodies = dict(sorted(found, key=lambda pair: plain(pair[1])))
    programmes = Programme.objects.values_list("slug", "name")
    return {
        "force": bodies,
        "responder": bodies,
        "programme": dict(sorted(programmes, key=lambda pair: plain(pair[1]))),
    }


def narrowed(every: list[Duty], force: str, responder: str, programme: str) -> list[Duty]:
    """The answers that the filters leave, other than that of what became of them."""
    found = every
    if force:
        body = Body.objects.get(slug=force)
        found = [duty for duty in found if duty.concerns(body)]
    if responder:
        found = [duty for duty in found if duty.required and duty.responder and duty.responder.slug == responder]
    if programme:
        found = [duty for duty in found if duty.inspection.programme.slug == programme]
    return found


Key = Callable[[Duty], Any]


def in_order(found: list[Duty], sort: str) -> list[Duty]:
    """By last day, the newest first and those without one last; that order decides among equals of the others."""

    folded = cache(plain)  # each title and name comes back for every force of a national report

    def name(duty: Duty) -> str:
        return folded(duty.responder.name) if duty.responder else "~"

    def last(duty: Duty) -> tuple[bool, int]:
        latest = duty.last.latest if duty.last else datetime.date.min
        return duty.last is None, -latest.toordinal()

    def lateness(duty: Duty) -> tuple[bool, int]:
        return duty.state != AnswerState.LATE, -(duty.days_late or 0) if duty.state == AnswerState.LATE else 0

    found = sorted(found, key=lambda duty: (*last(duty), folded(duty.inspection.title), not duty.required, name(duty)))
    keys: dict[str, Key] = {
        "lateness": lateness,
        "body": name,
        "inspection": lambda duty: (folded(duty.inspection.title), duty.inspection.pk),
    }
    return sorted(found, key=keys[sort]) if sort in keys else found


def groups(fields: dict[str, dict[str, str]], every: list[Duty], asked: Asked) -> list[dict[str, Any]]:
    """The filters for components/filter_panel.jinja. Of the bodies only those are offered that find something."""
    parties = {body.slug for duty in every for body in (*duty.forces, duty.responder) if body}
    owing = {duty.responder.slug for duty in every if duty.required and duty.responder}
    programmes = {duty.inspection.programme.slug for duty in every}
    finding = {"force": parties, "responder": owing, "programme": programmes}
    errors = {error["name"]: error["message"] for error in asked.errors}
    selects = []
    for name, (legend, everything) in LEGENDS.items():
        now = asked.chosen.get(name, "")
        options = [{"value": "", "label": everything, "checked": not now}]
        options += [
            {"value": value, "label": label, "checked": value == now}
            for value, label in fields[name].items()
            if value in finding[name] or value == now
        ]
        field = {"name": name, "legend": legend, "hint": HINTS.get(name, ""), "error": errors.get(name, "")}
        selects.append({**field, "kind": "select", "choices": options})
    states = asked.chosen.get("state", [])
    boxes = [{"value": state.value, "label": state.label, "checked": state in states} for state in AnswerState]
    state_field = {"name": "state", "legend": STATE, "kind": "checkboxes", "choices": boxes, "chosen": len(states)}
    return [*selects, {**state_field, "open": True, "error": errors.get("state", "")}]


def active(fields: dict[str, dict[str, str]], asked: Asked) -> list[dict[str, Any]]:
    """What is chosen, each with the address that drops only it."""
    single = [
        {"label": legend, "value": fields[name][asked.chosen[name]], "remove_url": asked.url(**{name: ""})}
        for name, (legend, _all) in LEGENDS.items()
        if name in asked.chosen
    ]
    states = asked.chosen.get("state", [])
    return single + [
        {
            "label": STATE,
            "value": AnswerState(state).label,
            "remove_url": asked.url(state=[other for other in states if other != state]),
        }
        for state in states
    ]
