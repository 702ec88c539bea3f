"""The table of items: one recommendation to one body a row, as it stands on a day."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from inspections.dataset.columns import Kind, tidy
from inspections.headline import CLOSED_STATUSES, HeadlineStatus
from inspections.models import Addressee, StatusUpdate

from .table import Column, Table

YES, NO = "yes", "no"

# The names are public addresses of a kind: programs rest on them, so none is ever renamed or given another meaning.
# Beside each stands where the value is, seen from an item `standing` on the day; nothing for what is worked out.
_COLUMNS: tuple[tuple[Column, str], ...] = (
    (
        Column("recommendation", _("The lasting key of the recommendation, by which it is cited.")),
        "recommendation__ref",
    ),
    (Column("body", _("The lasting key of the body that it is addressed to.")), "body__slug"),
    (Column("body_name", _("The name of that body.")), "body__name"),
    (Column("inspection", _("The lasting key of the inspection that made it.")), "recommendation__inspection__slug"),
    (
        Column("published_on", _("When its report was published."), Kind.DATE),
        "recommendation__inspection__published_on",
    ),
    (
        Column("programme", _("The lasting key of the inspection programme.")),
        "recommendation__inspection__programme__slug",
    ),
    (Column("kind", _("The inspectorate's word for what it is.")), "recommendation__kind"),
    (Column("number", _("The report's own number, or letters where the number is ours.")), "recommendation__number"),
    (Column("text", _("What was asked for.")), "recommendation__text"),
    (Column("status", _("The headline status on the day, as the parameter “status” of an address has it.")), "status"),
    (Column("status_label", _("The headline status in words; the words are ours.")), ""),
    (
        Column(
            "since", _("When the statement was made that decided the status; empty if nothing was said."), Kind.DATE
        ),
        "period__update__effective_on",
    ),
    (
        Column("due_on", _("The day for which it was asked, worked out where the report gives a time."), Kind.DAY),
        "recommendation__due_day",
    ),
    (Column("overdue", _("“yes” if it is open and that day has passed, otherwise “no”.")), ""),
    (Column("days_overdue", _("For how many days it has been overdue; empty if it is not."), Kind.INTEGER), ""),
    (Column("last_news", _("When anybody last said anything about it; empty if nobody has."), Kind.DATE), ""),
    (
        Column(
            "claimed_not_confirmed",
            _("“yes” if the body's last word is that it is complete and the inspectorate has not confirmed it."),
        ),
        "",
    ),
)
COLUMNS = tuple(column for column, _path in _COLUMNS)
_NAMES = tuple(column.name for column in COLUMNS)


def items(on: datetime.date) -> Table:
    """The table of items as they stand on a day. Which items they are is the business of the list."""

    def fetch(keys: Sequence[int]) -> dict[int, list[str]]:
        some = Addressee.objects.filter(pk__in=keys)
        claimed = set(some.claimed_not_confirmed(on).order_by().values_list("pk", flat=True))
        labels = {status.value: str(status.label) for status in HeadlineStatus}
        found = {}
        for key, row in _stored(some, on):
            due = row["due_on"]
            is_late = (
                due is not None and due < on and row["status"] not in CLOSED_STATUSES
            )  # as AddresseeQuerySet.overdue
            row["status_label"] = labels[row["status"]]
            row["overdue"] = YES if is_late else NO
            row["days_overdue"] = str((on - due).days) if is_late else ""
            row["claimed_not_confirmed"] = YES if key in claimed else NO
            row["due_on"] = due.isoformat() if due else ""
            row["text"], row["body_name"] = tidy(row["text"]), tidy(row["body_name"])
            found[key] = [row[name] or "" for name in _NAMES]
        return found

    return Table("items", _("Items: one recommendation to one body"), COLUMNS, fetch)


def last_news(on: datetime.date) -> Subquery:
    """Of an item: the date of what was last said by a day; of what was said on one day, of what was recorded last."""
    said = StatusUpdate.objects.filter(addressee=OuterRef("pk"), effective_on__lte=on).uncorrected()
    return Subquery(said.order_by("-effective_on__first_day", "-sequence").values("effective_on")[:1])


def _stored(some: Any, on: datetime.date) -> list[tuple[int, dict[str, Any]]]:
    """What the database holds of some items, as bare values: to make objects of them would take most of the time."""
    paths: dict[str, tuple[Any, Kind]] = {column.name: (F(path), column.kind) for column, path in _COLUMNS if path}
    paths["last_news"] = (last_news(on), Kind.DATE)
    # A partial date is stored as it is written, so it need not be read.
    named = {
        f"cell_{name}": Cast(path, CharField()) if kind == Kind.DATE else path for name, (path, kind) in paths.items()
    }
    rows = some.standing(on).order_by().annotate(**named).values_list("pk", *named)
    return [(key, dict(zip(paths, values, strict=True))) for key, *values in rows]
