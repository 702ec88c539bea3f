"""Deletion: of what was never public, and of what nothing rests on. All else is refused, with the reason."""

import datetime
from collections import defaultdict
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects, unquote
from django.db import DEFAULT_DB_ALIAS
from django.db.models import ManyToManyRel, Model, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from inspections.days import today
from inspections.models import (
    Addressee,
    Grade,
    Inspection,
    Observation,
    Recommendation,
    Response,
    ResponseItem,
    Source,
    StatusUpdate,
    Succession,
)
from inspections.scope import is_out

from .versions import CALLED_BY


def refusal(thing: Model, on: datetime.date) -> str:
    """Why nobody may delete a thing, in a sentence; empty if it may be deleted where nothing rests on it."""
    match thing:
        case StatusUpdate():
            return _("A row of the ledger is never deleted. Record a later row that corrects it.")
        case Inspection() | Recommendation() | Response() if is_out(thing, on):
            return _("It is public, and nothing public vanishes. Withdraw it instead, with a public note.")
        case Observation() | Grade() | Addressee() | Succession() | ResponseItem() | Source() if is_out(thing, on):
            return _("It is public, and nothing public vanishes. Correct it instead.")
    return ""


def rows_stay(model: type[Model], parent: Model, on: datetime.date) -> bool:
    """Whether all rows of that kind which belong to a thing are public, as observations are once the inspection is."""
    return issubclass(model, (Observation, Grade, ResponseItem)) and is_out(parent, on)


class RefusesDeletion(admin.ModelAdmin):
    """Deletes what may go, and says of the rest why it stays."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj is not None and refusal(obj, today()))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page with the reason, where there is one, for those who could delete such things at all."""
        thing = self.get_object(request, unquote(object_id))
        reason = refusal(thing, today()) if thing is not None else ""
        if thing is None or not reason or not admin.ModelAdmin.has_delete_permission(self, request, thing):
            return super().delete_view(request, object_id, extra_context)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Cannot delete %(name)s") % {"name": self.opts.verbose_name},
            "subtitle": str(thing),
            "object": thing,
            "opts": self.opts,
            "app_label": self.opts.app_label,
            "reason": reason,
            "resting": what_rests_on([thing]),
            **(extra_context or {}),
        }
        answer = self.render_delete_form(request, context)
        answer.status_code = 403
        return answer

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """One thing that has to stay is enough for none of those chosen to be deleted."""
        reasons = [(thing, refusal(thing, today())) for thing in objs]
        refused = [
            format_html("{}: {}. {}", capfirst(thing._meta.verbose_name), thing, reason)
            for thing, reason in reasons
            if reason
        ]
        staying = refused or what_rests_on(objs)
        # Where something stands in the way, that is the reason to give, and not a right that nobody has.
        return ([], {}, set(), staying) if staying else super().get_deleted_objects(objs, request)


def what_rests_on(things: Any) -> list[str]:
    """What keeps these things from being deleted, each by kind and name with a link to its form.

    That is what the database protects, and what many-to-many links point from, which it would drop without a word.
    """
    found: dict[type[Model], list[Model]] = defaultdict(list)
    collector = NestedObjects(using=DEFAULT_DB_ALIAS, origin=things)
    collector.collect(things)
    for row in collector.protected:
        found[type(row)].append(row)
    for relation in type(things[0])._meta.related_objects if things else ():
        if isinstance(relation, ManyToManyRel) and relation.through and relation.through._meta.auto_created:
            users = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": things})
            found[relation.related_model] += users.distinct()
    for model, rows in found.items():
        prefetch_related_objects(rows, *CALLED_BY.get(model, ()))
    return sorted(_link(row) for rows in found.values() for row in rows)


def _link(row: Model) -> str:
    kind, opts = capfirst(row._meta.verbose_name), row._meta
    try:
        address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    except NoReverseMatch:  # it has no form of its own
        return format_html("{}: {}", kind, row)
    return format_html('{}: <a href="{}">{}</a>', kind, address, row)
