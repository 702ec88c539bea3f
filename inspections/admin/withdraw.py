"""Withdrawing what is public, with a note to the public, and putting back what was withdrawn by mistake."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inspections.actions import Refused, goes_along, put_back, refuse_return, refuse_withdrawal, withdraw
from inspections.days import today
from inspections.models import Addressee, Inspection, Response, StatusUpdate
from inspections.models.withdrawal import Withdrawable
from inspections.reading.selection import items_in_words
from inspections.scope import PUBLISH

from .public_question import AsksBeforePublic
from .versions import keeping


class WithdrawalForm(AsksBeforePublic, forms.Form):
    """The note to the public."""

    asks_about = ("note",)

    note = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Public: on its page and in the list of corrections, for as long as that is. A sentence or two in plain "
            "words, for example “This report was entered twice.”"
        ),
    )


class NothingToSay(forms.Form):
    """What is put back needs no words."""


@dataclass(frozen=True)
class Act:
    """One of the two acts: what it is called, its form and what it does."""

    name: str
    title: Any
    button: Any
    form: type[forms.Form]

    def refuse(self, thing: Withdrawable, on: datetime.date) -> None:
        """Raise Refused where it cannot be done."""
        if self is WITHDRAW:
            refuse_withdrawal(thing, on)
        else:
            refuse_return(thing)

    def do(self, thing: Withdrawable, form: forms.Form, on: datetime.date) -> list[Withdrawable]:
        return withdraw(thing, on=on, note=form.cleaned_data["note"]) if self is WITHDRAW else put_back(thing)


WITHDRAW = Act("withdraw", gettext_lazy("Withdraw"), gettext_lazy("Withdraw it"), WithdrawalForm)
PUT_BACK = Act("put-back", gettext_lazy("Put back"), gettext_lazy("Put it back"), NothingToSay)


class Withdraws(admin.ModelAdmin):
    """The part of an admin that takes back what cannot be deleted."""

    def get_urls(self) -> list[Any]:
        stem = f"{self.opts.app_label}_{self.opts.model_name}"
        pages = [
            path(
                f"<path:object_id>/{act.name}/",
                self.admin_site.admin_view(self.withdrawal_view),
                {"act": act},
                name=f"{stem}_{act.name.replace('-', '_')}",
            )
            for act in (WITHDRAW, PUT_BACK)
        ]
        return [*pages, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Lead publishers to what can be done: withdraw what is public, put back what was withdrawn."""
        thing = kwargs.get("obj")
        if thing is not None and request.user.has_perm(PUBLISH):
            thing = self.model._default_manager.get(pk=thing.pk)  # as it is on record, whatever was typed
            if thing.withdrawn_on or thing.is_public(today()):
                act, label = (PUT_BACK, _("Put back…")) if thing.withdrawn_on else (WITHDRAW, _("Withdraw…"))
                context.setdefault("object_links", []).append((label, self._address(thing, act)))
            context |= {"withdrawn": withdrawn_in_words(thing), "withdrawal_note": thing.withdrawal_note}
        return super().render_change_form(request, context, *args, **kwargs)

    def withdrawal_view(self, request: HttpRequest, object_id: str, act: Act) -> HttpResponse:
        """Ask for the note, say what will happen; by POST, do it."""
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        form = act.form(request.POST if request.method == "POST" else None)
        try:
            act.refuse(thing, today())
            if not form.is_valid():
                return self._withdrawal_page(request, thing, act, form)
            done = self._do(request, thing, act, form)
        except Refused as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _said(act, done))
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", quote(thing.pk))

    @transaction.atomic
    def _do(self, request: HttpRequest, thing: Any, act: Act, form: forms.Form) -> list[Withdrawable]:
        """Do it, and keep it in the history of all that it was done to."""
        # The first look of the history is at what nobody else changes until the end.
        keys = [each.pk for each in goes_along(thing)]
        list(self.model._base_manager.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
        with keeping(goes_along(thing), by=request.user):
            return act.do(thing, form, today())

    def _withdrawal_page(self, request: HttpRequest, thing: Any, act: Act, form: forms.Form) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": act.title,
            "subtitle": str(thing),
            "act": act,
            "opts": self.opts,
            "original": thing,
            "form": form,
            "outcome": outcome(thing, act, today()),
            "withdrawn": withdrawn_in_words(thing),
            "withdrawal_note": thing.withdrawal_note,
        }
        return TemplateResponse(request, "admin/inspections/withdrawal/page.html", context)

    def _address(self, thing: Any, act: Act) -> str:
        stem = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"{stem}_{act.name.replace('-', '_')}", args=[quote(thing.pk)])


def withdrawn_in_words(thing: Withdrawable) -> str:
    """That it is withdrawn and since when; empty if it is not."""
    return _("Withdrawn on %(day)s") % {"day": thing.withdrawal_day} if thing.withdrawn_on else ""


def _said(act: Act, done: list[Withdrawable]) -> str:
    if act is PUT_BACK:
        words = ngettext(
            "It is on the public record again.", "It and %(more)d more are on the public record again.", len(done)
        )
    else:
        words = ngettext(
            "It is withdrawn. Its page says why.", "It is withdrawn, and %(more)d more with it.", len(done)
        )
    return words % {"more": len(done) - 1}


def outcome(thing: Withdrawable, act: Act, on: datetime.date) -> list[str]:
    """What will happen in public, a sentence each."""
    if isinstance(thing, Response):
        if act is PUT_BACK:
            return [_("It counts as given again, and its mark goes from the page of the inspection.")]
        return [
            _("The page of the inspection goes on showing that there was one, with your note."),
            _("It counts as not given: everywhere else, and against the clock, it is as if there were none."),
        ]
    below = goes_along(thing)
    about = {"recommendation__inspection": thing} if isinstance(thing, Inspection) else {"recommendation__in": below}
    every = Addressee.objects
    items = (every.public(on) if act is WITHDRAW else every.all()).filter(**about)
    rows = StatusUpdate.objects.filter(addressee__in=items.values("pk")).count()
    size = items_in_words(items.count())
    if rows:
        size = _("%(items)s with %(rows)s") % {"items": size, "rows": rows_in_words(rows)}
    if act is PUT_BACK:
        said = [_("It is listed, found and counted again: %(items)s.") % {"items": size}]
    else:
        said = [
            _("Its page stays, with your note at the top."),
            _("From today on no list, search, count or chart has it: %(items)s.") % {"items": size},
            _("Pages for days before today go on showing it. Nothing more is recorded about it."),
        ]
    if len(below) > 1:
        more = ngettext(
            "%(count)d thing that belongs to it goes along.", "%(count)d that belong to it go along.", len(below) - 1
        )
        said.append(more % {"count": len(below) - 1})
    return said


def rows_in_words(count: int) -> str:
    return ngettext("%(count)d row of the ledger", "%(count)d rows of the ledger", count) % {"count": count}
