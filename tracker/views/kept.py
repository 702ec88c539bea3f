"""Sending again what was typed before the session ended, and what happens to a form whose token is void."""

from typing import cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure

from tracker import kept, second_factor
from tracker.staff_site import StaffSite

FORM_IS_VOID = "403_csrf.jinja"


def _site() -> StaffSite:
    return cast(StaffSite, admin.site)


def send_again(request: HttpRequest) -> HttpResponse:
    """Show what was typed, with one button that posts the very same fields to where they were to go."""
    if request.method == "POST":
        kept.drop(request)
        messages.success(request, _("What you had typed is thrown away. Nothing was saved."))
        return redirect("admin:index")
    waiting = kept.waiting(request)
    if waiting is None:
        messages.info(request, _("Nothing is waiting to be sent again."))
        return redirect("admin:index")
    context = {**_site().each_context(request), "title": _("You are signed in again"), "kept": waiting}
    return TemplateResponse(request, "admin/accounts/send_again.html", context)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Keep what staff typed where the form came from our own page, and say so; else refuse it in words.

    The usual reason is another window in which the same person has signed in since. A form that another site sent is
    never shown back with a button: that would be a way round the token.
    """
    if not kept.is_from_here(request):
        return csrf_failure(request, reason=reason, template_name=FORM_IS_VOID)
    if request.path == _site().sign_in_path():
        return _sign_in_again(request)
    if not kept.is_keepable(request):
        return csrf_failure(request, reason=reason, template_name=FORM_IS_VOID)
    if second_factor.is_staff(request):
        kept.put(request, kept.typed(request))
        return redirect("admin:send-again")
    return _site().ask_to_sign_in(request, kept.typed(request))


def _sign_in_again(request: HttpRequest) -> HttpResponse:
    """The sign-in form itself was stale: nothing that it carried may be lost, except the password."""
    carried = kept.opened(request.POST.get(kept.FIELD, ""))
    if not second_factor.is_staff(request):
        return _site().ask_to_sign_in(request, carried)
    if carried is None:
        return redirect("admin:index")
    kept.put(request, carried)
    return redirect("admin:send-again")
