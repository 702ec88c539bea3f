"""A new password by a link that comes by e-mail, where the site sends e-mail."""

import datetime
import functools
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse_lazy
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from tracker import audit, limits
from tracker.aside import aside
from tracker.models import AuditEntry, AuditKind

BETWEEN = datetime.timedelta(minutes=5)  # from one link to the next for the same account: nobody is flooded


class LinkForm(PasswordResetForm):
    """Sends a link to whoever has an account with this e-mail address, and says nothing about that."""

    def get_users(self, email: str) -> Iterator[Any]:
        recent = AuditEntry.objects.filter(kind=AuditKind.PASSWORD_LINK, at__gt=now() - BETWEEN)
        for account in super().get_users(email):
            if account.is_staff and not recent.filter(account=account).exists():
                audit.note(AuditKind.PASSWORD_LINK, account)
                yield account


class Furnished:
    """A page of the staff's side for somebody who is not signed in."""

    request: HttpRequest
    title: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with audit.acting(request):
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        furniture = admin.site.each_context(self.request)
        return {**furniture, **super().get_context_data(**kwargs)}  # type: ignore[misc]


class Ask(Furnished, views.PasswordResetView):
    title = _("Forgotten password")
    form_class = LinkForm
    success_url = reverse_lazy("admin:password-reset-sent")
    email_template_name = "registration/password_reset_email.txt"
    subject_template_name = "registration/password_reset_subject.txt"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not settings.PASSWORD_RESET_BY_EMAIL:
            context = {**admin.site.each_context(request), "title": self.title}
            return TemplateResponse(request, "registration/password_reset_off.html", context)
        refusal = limits.before_work(request) if request.method == "POST" else None
        return refusal or super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Answer before anything is looked up: an account that is there would take longer, by a letter that is sent."""
        send = functools.partial(
            form.save,
            # The public address of the site, and never what the request says of its host: the link is a secret.
            extra_email_context={"site_url": settings.SITE_URL},
            domain_override=urlsplit(settings.SITE_URL).netloc,
            subject_template_name=self.subject_template_name,
            email_template_name=self.email_template_name,
        )
        aside(send)
        return redirect(self.get_success_url())


class Sent(Furnished, views.PasswordResetDoneView):
    title = _("Look into your e-mail")


class Choose(Furnished, views.PasswordResetConfirmView):
    title = _("Choose a new password")
    success_url = reverse_lazy("admin:password-reset-done")


class Done(Furnished, views.PasswordResetCompleteView):
    title = _("Your new password is set")


def addresses() -> list[Any]:
    return [
        path("password-reset/", never_cache(Ask.as_view()), name="password-reset"),
        path("password-reset/sent/", Sent.as_view(), name="password-reset-sent"),
        path("password-reset/<uidb64>/<token>/", Choose.as_view(), name="password-reset-choose"),
        path("password-reset/done/", Done.as_view(), name="password-reset-done"),
    ]
