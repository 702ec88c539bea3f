"""The sections of the paper about its period: what changed in it, and what was asked in it; no queries of their own."""

from collections.abc import Mapping

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from inspections.reading.paper.parts import Cell, Section, Table, referred, shortened
from inspections.reading.spans import Group, Line, Span

MOST_INSPECTIONS = 3
MOST_ASKED = 4
# Of each kind of change: what moved a status first, since most else stands beside it.
MOST_CHANGES = {
    "headlines": 5,
    "assurances": 2,
    "moved": 2,
    "corrections": 2,
    "withdrawals": 2,
    "monitoring": 1,
}


def changed(groups: Mapping[str, Group], span: Span) -> Section:
    """What changed in the period: every kind in a line, and the latest of those that change what was on the record."""
    heading, url = _("What changed in the period"), span.url()
    happened = [group for group in groups.values() if group.total]
    if not happened:
        return Section("changed", heading, [_("Nothing that is on this record changed in the period.")])
    none = [group.heading for group in groups.values() if not group.total]
    counts = Table(
        "kinds",
        _("Changes of each kind"),
        (_("Kind of change"), _("How many")),
        (44, 56),
        [[Cell(str(group.heading), f"{url}#{group.slug}"), Cell(str(group.figure))] for group in happened],
    )
    said = [_("None of these is recorded: %(kinds)s.") % {"kinds": "; ".join(map(str, none))}] if none else []
    listed = [groups[slug] for slug in MOST_CHANGES if groups[slug].total]
    rows = [_change(line) for group in listed for line in group.lines[: MOST_CHANGES[group.slug]]]
    changes = Table(
        "changes",
        _("The latest changes of each kind"),
        (_("About"), _("When"), _("What changed")),
        (48, 16, 36),
        rows,
        sum(group.total for group in listed),
        _("all that changed in the period"),
        url,
    )
    return Section("changed", heading, said, [counts, changes] if rows else [counts])


def _change(line: Line) -> list[Cell]:
    if line.before and line.after:
        words = _("From “%(before)s” to “%(after)s”") % {"before": line.before.label, "after": line.after.label}
    elif line.position:
        words = str(line.position.label)
    else:
        words = line.facts or shortened(line.reason)
    who = ", ".join(filter(None, [line.who, line.together]))
    whom = f"({line.whom})" if line.whom else ""
    return [referred(line.url, line.text, whom), Cell(line.when), Cell(capfirst(words), note=who)]


def asked_since(groups: Mapping[str, Group], span: Span, several: bool) -> Section:
    """What was published in the period, and what it asks for; no queries."""
    heading = _("What was asked in the period")
    inspections, asked = groups["inspections"], groups["recommendations"]
    if not inspections.total:
        return Section("asked", heading, [_("No inspection that was published in the period is on this record.")])
    tables = [
        Table(
            "new-inspections",
            _("Inspections published in the period"),
            (_("Inspection"), _("Published"), _("Asked for")),
            (56, 22, 22),
            [
                [Cell(line.text, line.url, line.who), Cell(line.when), Cell(line.facts or _("Nothing recorded"))]
                for line in inspections.lines[:MOST_INSPECTIONS]
            ],
            inspections.total,
            _("all inspections of the period"),
            f"{span.url()}#{inspections.slug}",
        )
    ]
    if asked.total:
        lines = asked.lines[:MOST_ASKED]
        tables.append(
            Table(
                "new-recommendations",
                _("What they ask for"),
                (_("Recommendation"), _("From"), _("By when")),
                (50, 32, 18),
                [
                    [
                        referred(line.url, line.text, f"({line.whom})" if several and line.whom else ""),
                        Cell(line.who),
                        Cell(capfirst(line.facts) or _("Not known")),
                    ]
                    for line in lines
                ],
                asked.total,
                _("all that was asked in the period"),
                f"{span.url()}#{asked.slug}",
            )
        )
    return Section("asked", heading, [f"{inspections.figure}; {asked.figure}."], tables)
