"""Saving a form of the register: on top of what its sender saw, with a history, and if need be after a question."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracker.models import User

from .gone_rows import without_gone_rows
from .newer import SEEN, Newer, Seen, digest, fingerprint, forms_by_key, never_seen, newer_than, sent_before
from .past import last_revision, revisions_of
from .public_question import AsksBeforePublic, question_of
from .putting_back import BEFORE, Prefilled, PutBack, fill_all, put_back
from .versions import BELONGS_TO, Keeping, Key, field_of, keeping, states_of


@dataclass
class Visit:
    """What one request to a form is about; it hangs on the request, since an admin serves many at a time."""

    seen: str = ""
    kept: Keeping | None = None
    newer: Newer | None = None
    back: PutBack | None = None


def visit(request: HttpRequest) -> Visit:
    found: Visit | None = getattr(request, "_visit", None)
    if found is None:
        found = Visit()
        request._visit = found  # type: ignore[attr-defined]
    return found


class RefusesStale(forms.BaseForm):
    """A form that is not saved over what somebody else has saved since it was opened."""

    refused = ""  # the sentence, where it is so

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.refused:
            self.add_error(None, self.refused)
        return data


class SavesWithCare(admin.ModelAdmin):
    """Saves no form over a newer version, keeps each change as a revision, and can open a form as things once stood."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if self.model not in BELONGS_TO:  # of such things no history is kept
            return super().changeform_view(request, object_id, form_url, extra_context)
        if request.method == "POST":
            return self._receive(request, object_id, form_url, extra_context)
        thing = _row(self.model, object_id)
        if thing is not None and self.has_change_permission(request, thing):
            # Before the form is read: a save in between makes it look older than it is, and never newer.
            visit(request).seen = str(Seen.of(Key.of(thing), states_of([thing])))
        elif object_id is None:
            visit(request).seen = never_seen()
        if BEFORE in request.GET and not self._open_as_before(request, thing):
            messages.error(request, _("There is no such version of this to go back to."))
            return redirect(request.path)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _receive(self, request: HttpRequest, object_id: str | None, form_url: str, context: Any) -> HttpResponse:
        with transaction.atomic():
            # From here to the end nobody else saves the same thing, or adds one by the same account.
            thing = _locked(self.model, object_id)
            if thing is None:
                User.objects.select_for_update(no_key=True).filter(pk=request.user.pk or 0).first()
            note = {"form": fingerprint(request), "restores": _restores(request, self.model, thing)}
            with keeping([thing] if thing else [], by=request.user, **note) as kept:
                kept.nothing_done = True  # until something is saved
                visit(request).kept = kept
                return self._answer_again(request, thing) or self._receive_on_top(
                    request, thing, object_id, form_url, context
                )

    def _receive_on_top(
        self, request: HttpRequest, thing: Model | None, object_id: str | None, form_url: str, context: Any
    ) -> HttpResponse:
        now = visit(request)
        now.seen = request.POST.get(SEEN, "") or never_seen()
        if thing is not None and now.kept:
            key, states = Key.of(thing), now.kept.before
            now.newer = newer_than(Seen.read(request.POST.get(SEEN, "")), key, states)
            now.seen = str(Seen(last_revision(key), digest(states)))  # sent again, it stands on what is shown now
        return super().changeform_view(request, object_id, form_url, context)

    def _answer_again(self, request: HttpRequest, thing: Model | None) -> HttpResponse | None:
        """The answer to a form that did its work when it was sent before: the same, and nothing is done again."""
        made = sent_before(request)
        if made is None:
            return None
        if thing is not None:
            return self.response_change(request, thing) if self.has_change_permission(request, thing) else None
        first = made.version_set.filter(content_type__model=self.opts.model_name).order_by("pk").first()
        added = self.model._base_manager.filter(pk=first.object_id).first() if first else None
        return self.response_add(request, added) if added and self.has_add_permission(request) else None

    def _open_as_before(self, request: HttpRequest, thing: Model | None) -> bool:
        """Fill the form as things stood before a revision, for those who could save it; say whether there is one."""
        may = self.has_change_permission(request, thing) if thing else self.has_add_permission(request)
        if not may:
            raise PermissionDenied
        pk = str(thing.pk) if thing else request.GET.get("of", "")
        if thing is None and _row(self.model, pk) is not None:
            return False
        visit(request).back = put_back(self.model, pk, thing, request.GET[BEFORE])
        return visit(request).back is not None

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form with what every form of the register has."""
        first = getattr(self, "add_form", self.form) if obj is None else self.form
        base: Any = kwargs.get("form") or first
        back, newer = visit(request).back, visit(request).newer
        more = {
            "refused": newer.sentence(request.user) if newer else "",
            "prefilled": back.values() if back else {},
        }
        kwargs["form"] = type(base)(base.__name__, (Prefilled, RefusesStale, AsksBeforePublic, base), more)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """What was sent, without rows that somebody else has deleted since."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        now = visit(request)
        if "data" in kwargs and now.newer and now.kept and now.newer.was is not None:
            form = inline.get_formset(request, obj).form
            kwargs["data"] = without_gone_rows(kwargs["data"], prefix, form, now.kept.before, now.newer.was)
        return kwargs

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        back = visit(request).back
        if back and request.method != "POST":
            fill_all(back, formsets)
        return formsets, inlines

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        kept = visit(request).kept
        if kept:
            kept.nothing_done = False
            made = [row for formset in formsets for row in formset.new_objects]
            kept.things += [form.instance] if not change else []
            kept.things += [row for row in made if not BELONGS_TO.get(type(row), (None,))]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """What the page says beyond Django's: that something is newer, that it is filled as before, the question."""
        now, form = visit(request), context["adminform"].form
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        rows = [row for formset in formsets for row in formset.forms]
        context |= {"seen": now.seen, "question": question_of([form, *rows])}
        if now.newer:
            context |= {"newer": now.newer, "newer_rows": now.newer.rows(forms_by_key(form, formsets))}
        if now.back:
            context["back"], context["left"] = now.back, now.back.left(form)
        return super().render_change_form(request, context, *args, **kwargs)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete = super().delete_model
        self._keep_deletion(request, [obj], lambda: delete(request, obj))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        delete = super().delete_queryset
        self._keep_deletion(request, list(queryset), lambda: delete(request, queryset))

    def _keep_deletion(self, request: HttpRequest, things: list[Any], delete: Callable[[], None]) -> None:
        if self.model not in BELONGS_TO:
            delete()
            return
        with transaction.atomic():
            keys = sorted(thing.pk for thing in things)
            list(self.model._base_manager.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
            with keeping(things, by=request.user):
                delete()


def _row(model: type[Model], object_id: str | None) -> Any:
    """The row of that key in an address, or None if there is none."""
    try:
        key = model._meta.pk.to_python(unquote(object_id)) if object_id else None
    except (ValidationError, ValueError):
        return None
    return model._base_manager.filter(pk=key).first() if key is not None else None


def _locked(model: type[Model], object_id: str | None) -> Any:
    """The row, locked, and with it those whose forms show a row of an inline that its own form shows too."""
    thing = _row(model, object_id)
    if thing is None:
        return None
    near = {thing.pk}
    for other, links in BELONGS_TO.items():
        ends = [link for link in links if field_of(other, link).related_model is model]
        if len(ends) > 1:
            which = Q(*((end, thing.pk) for end in ends), _connector=Q.OR)
            near.update(*other._base_manager.filter(which).values_list(*ends))
    locked = model._base_manager.select_for_update(no_key=True).filter(pk__in=near).order_by("pk")
    return next((row for row in locked if row.pk == thing.pk), None)


def _restores(request: HttpRequest, model: type[Model], thing: Model | None) -> int | None:
    """The number of the revision before which a sent form goes back, if it was opened so."""
    key = Key.of(thing) if thing else Key(model._meta.label_lower, request.GET.get("of", ""))
    number = request.GET.get(BEFORE, "")
    known = number.isdecimal() and len(number) < 19 and revisions_of(key).filter(pk=number).exists()
    return int(number) if known else None
