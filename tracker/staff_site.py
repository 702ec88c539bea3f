"""The staff's side of the site, as a kind of Django admin."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import FieldDoesNotExist, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tracker import audit, idle, kept, limits, second_factor, single_sign_on
from tracker.sign_in import SignInForm

View = TypeVar("View", bound=Callable[..., Any])

# Each takes a request and gives what the first page shows beside the list of what is kept here.
FIRST_PAGE: list[Callable[[HttpRequest], dict[str, Any]]] = []


class StaffSite(AdminSite):
    """Django's admin; its first page says what needs doing."""

    site_header = site_title = _("Inspection recommendations – staff")
    index_title = _("What needs doing")
    login_form = SignInForm

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        context: dict[str, Any] = {}
        for part in FIRST_PAGE:
            context |= part(request)
        return super().index(request, {**context, **(extra_context or {})})

    # Who may come in -------------------------------------------------------------------------------------------------

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, and past the second factor: before that nothing of the admin is reachable."""
        return second_factor.is_staff(request) and second_factor.is_passed(request)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Let those in who may come in; keep what the others typed."""
        allowed = super().admin_view(view, cacheable)

        @functools.wraps(allowed)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                return self.refuse(request)
            if "%00" in request.META.get("QUERY_STRING", ""):
                # PostgreSQL takes it for an error, wherever it comes to.
                raise SuspiciousOperation
            idle.stay(request)
            kept.drop_if_sent(request)
            with audit.acting(request):
                try:
                    answer: HttpResponse = allowed(request, *args, **kwargs)
                except FieldDoesNotExist as error:
                    if TO_FIELD_VAR in {*request.GET, *request.POST}:  # a name of a field that somebody made up
                        raise SuspiciousOperation from error
                    raise
                return answer

        return cast(View, guarded)

    def refuse(self, request: HttpRequest) -> HttpResponse:
        """Answer a request for a page of the staff's side from somebody who is not in, or not all the way."""
        if request.path == reverse("admin:logout", current_app=self.name):
            return self.logout(request) if request.user.is_authenticated else redirect("admin:index")
        keepable = kept.is_keepable(request) and bool(kept.typed(request).pairs)
        if second_factor.is_pending(request):
            if keepable:
                kept.put(request, kept.typed(request))
                return redirect_to_login(reverse("admin:send-again"), reverse("admin:second-factor-ask"))
            return redirect_to_login(request.get_full_path(), reverse("admin:second-factor-ask"))
        if keepable:
            return self.ask_to_sign_in(request, kept.typed(request))
        return redirect_to_login(request.get_full_path(), self.sign_in_path())

    # Signing in ------------------------------------------------------------------------------------------------------

    def sign_in_path(self) -> str:
        return reverse("admin:login", current_app=self.name)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign in; what the form carries along waits in the new session."""
        if request.method == "GET" and second_factor.is_pending(request):
            return redirect("admin:second-factor-ask")
        # To hash a password takes longer than any page, and lock-outs hold up nobody who makes up new names.
        refusal = limits.before_work(request) if request.method == "POST" else None
        if refusal is not None:
            return refusal
        carried = kept.opened(request.POST.get(kept.FIELD, "")) if request.method == "POST" else None
        if carried and "organisation" in request.POST and single_sign_on.is_on():
            return self._carry_to_organisation(request, carried)
        context = {**self._sign_in_context(carried), "title": _now("Log in"), **(extra_context or {})}
        answer = super().login(request, context)
        if carried and answer.status_code == 302 and request.user.is_authenticated:
            kept.put(request, carried)
            return redirect("admin:send-again")
        return answer

    def ask_to_sign_in(self, request: HttpRequest, typed: kept.Kept | None) -> HttpResponse:
        """Answer a form that cannot be accepted with the sign-in page, which carries along what was typed."""
        context = {
            **self.each_context(request),
            **self._sign_in_context(typed),
            "title": _now("Log in"),
            "form": SignInForm(request),
            "app_path": self.sign_in_path(),
            "next": reverse("admin:index"),
            "has_ended": True,
        }
        return TemplateResponse(request, "admin/login.html", context, status=403)

    def _sign_in_context(self, typed: kept.Kept | None) -> dict[str, Any]:
        sealed = kept.sealed(typed) if typed else ""
        return {
            "kept": sealed,
            "kept_files": typed.files if typed else [],
            "is_too_long": typed is not None and not sealed,
            "is_single_sign_on": single_sign_on.is_on(),
        }

    def _carry_to_organisation(self, request: HttpRequest, carried: kept.Kept) -> HttpResponse:
        """Keep what was typed here while the person is at the organisation's sign-in, and show the way there.

        It is a link on a page of its own, because the policy lets no form lead to another host.
        """
        kept.put(request, carried)
        context = {**self.each_context(request), "title": _now("Your text is kept")}
        return TemplateResponse(request, "admin/accounts/leave.html", context)

    # Pages -----------------------------------------------------------------------------------------------------------

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Tell nothing of what is kept here to those who are not in."""
        context = super().each_context(request)
        if not context["has_permission"]:
            context |= {"available_apps": [], "log_entries": []}
        return context

    def get_urls(self) -> list[Any]:
        from tracker.views import kept as kept_views
        from tracker.views import passwords
        from tracker.views import second_factor as factor_views

        return [
            path("send-again/", self.admin_view(kept_views.send_again), name="send-again"),
            *factor_views.addresses(self.admin_view),
            *passwords.addresses(),
            # Django's "view on site" would tell any member of staff the address of anything, drafts included.
            *(address for address in super().get_urls() if getattr(address, "name", "") != "view_on_site"),
        ]
