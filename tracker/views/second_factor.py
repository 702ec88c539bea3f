"""The pages of the second factor: ask for a code, set an app up, show recovery codes once, look after both."""

import functools
import time
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tracker import audit, second_factor
from tracker.models import AuditKind
from tracker.second_factor import WrongCode

# What the session holds on the way. None of it is of use to anybody else.
KEY = "second_factor_key"
CODES = "second_factor_codes"
MAY_REPLACE = "second_factor_may_replace"
REPLACE_SECONDS = 600  # from the current code to the new app

View = Callable[[HttpRequest], HttpResponse]


class CodeForm(forms.Form):
    """One box for a code. Spaces and dashes in it do not matter."""

    code = forms.CharField(
        label=gettext_lazy("Code from your app"),
        max_length=32,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autocapitalize": "none",
                "spellcheck": "false",
                "size": 12,
            }
        ),
        error_messages={"required": gettext_lazy("Type the code that the app shows.")},
    )

    def __init__(self, data: Any, accept: Callable[[str], Any]) -> None:
        super().__init__(data, label_suffix="")
        self.accept = accept
        self.result: Any = None

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            self.result = self.accept(code)
        except WrongCode as wrong:
            raise ValidationError(str(wrong)) from wrong
        return code


class AnyCodeForm(CodeForm):
    """A box that takes recovery codes too, which have letters: no number pad."""

    def __init__(self, data: Any, accept: Callable[[str], Any], label: Any) -> None:
        super().__init__(data, accept)
        self.fields["code"].label = label
        self.fields["code"].widget.attrs.pop("inputmode")


def password_passed(view: View) -> View:
    """For staff whose password was right, whether or not the second factor has been passed."""

    @never_cache
    @sensitive_post_parameters()
    @functools.wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not second_factor.is_staff(request):
            return redirect_to_login(_after(request), reverse("admin:login"))
        return view(request)

    return guarded


def _after(request: HttpRequest) -> str:
    """Where to go afterwards: where the person wanted to go, if that is a page of the staff's side."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    index = reverse("admin:index")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith(index) else index


def _page(request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "next": _after(request), **context}
    return TemplateResponse(request, f"admin/accounts/{name}.html", context)


def _go_on(request: HttpRequest) -> HttpResponse:
    request.session.cycle_key()  # what the session may do has grown, so it gets a new name
    return redirect(_after(request))


@password_passed
def ask(request: HttpRequest) -> HttpResponse:
    return _ask(request, "ask", _("Enter your code"), CodeForm)


@password_passed
def ask_recovery(request: HttpRequest) -> HttpResponse:
    form = functools.partial(AnyCodeForm, label=_("Recovery code"))
    return _ask(request, "ask_recovery", _("Enter a recovery code"), form)


def _ask(request: HttpRequest, template: str, title: str, form_class: Callable[..., CodeForm]) -> HttpResponse:
    if not second_factor.is_pending(request):
        return redirect(_after(request))
    if not second_factor.has_one(request.user):
        return redirect_to_login(_after(request), reverse("admin:second-factor-set-up"))
    form = form_class(
        request.POST if request.method == "POST" else None, functools.partial(second_factor.check, request)
    )
    if not form.is_valid():
        return _page(request, template, title, form=form)
    if template == "ask_recovery":
        left = second_factor.codes_left(request.user)
        messages.warning(
            request,
            ngettext(
                "That recovery code is used up. %(left)d is left.",
                "That recovery code is used up. %(left)d are left.",
                left,
            )
            % {"left": left},
        )
    return _go_on(request)


@password_passed
def set_up(request: HttpRequest) -> HttpResponse:
    """Let the account have an app: one without, or one that has just shown a current code."""
    if second_factor.has_one(request.user):
        if second_factor.is_pending(request):
            return redirect_to_login(_after(request), reverse("admin:second-factor-ask"))
        if time.time() - request.session.get(MAY_REPLACE, 0) > REPLACE_SECONDS:
            return redirect("admin:second-factor")
    # The key lives in this session alone: whoever saw one that was never confirmed knows nothing of the next.
    key = request.session.get(KEY) or second_factor.new_key()
    request.session[KEY] = key
    form = CodeForm(
        request.POST if request.method == "POST" else None, functools.partial(second_factor.set_up, request, key)
    )
    if not form.is_valid():
        return _page(
            request,
            "set_up",
            _("Set up your second factor"),
            form=form,
            picture=second_factor.picture(request.user, key),
            key=second_factor.key_in_text(key),
            is_required=settings.REQUIRE_SECOND_FACTOR,
        )
    del request.session[KEY]
    request.session.pop(MAY_REPLACE, None)
    return _show_codes(request, form.result)


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    request.session.cycle_key()
    request.session[CODES] = codes
    return redirect_to_login(_after(request), reverse("admin:second-factor-codes"))


def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show new codes, this once: they are taken out of the session by being shown."""
    codes = request.session.pop(CODES, None)
    if codes is None:
        messages.info(request, _("Recovery codes are shown once. If you did not keep them, make new ones."))
        return redirect("admin:second-factor")
    return _page(request, "codes", _("Your recovery codes"), codes=codes)


def manage(request: HttpRequest) -> HttpResponse:
    """Replace the app, make new recovery codes or, where it is not required, turn it off: each for a current code."""
    app = second_factor.app_of(request.user)
    if app is None:
        return _page(request, "manage", _("Your second factor"), is_from_outside=second_factor.is_from_outside(request))
    form = AnyCodeForm(
        request.POST if request.method == "POST" else None,
        functools.partial(second_factor.check, request),
        _("Code from your app, or a recovery code"),
    )
    act = request.POST.get("act")
    if not form.is_valid() or act not in ("replace", "codes", "remove"):
        return _page(
            request,
            "manage",
            _("Your second factor"),
            form=form,
            app=app,
            left=second_factor.codes_left(request.user),
            is_required=settings.REQUIRE_SECOND_FACTOR,
        )
    if act == "replace":
        request.session[MAY_REPLACE] = time.time()
        return redirect("admin:second-factor-set-up")
    if act == "codes":
        return _new_codes(request)
    return _turn_off(request)


def _new_codes(request: HttpRequest) -> HttpResponse:
    codes = second_factor.new_recovery_codes(request.user)
    audit.note(AuditKind.CODES_MADE, request.user, request=request)
    return _show_codes(request, codes)


def _turn_off(request: HttpRequest) -> HttpResponse:
    if settings.REQUIRE_SECOND_FACTOR:
        messages.error(request, _("Everybody needs a second factor here. Replace the app instead."))
    else:
        second_factor.remove(request.user, request)
        messages.success(request, _("Your second factor is off. Signing in asks for the password alone."))
    return redirect("admin:second-factor")


def addresses(admin_view: Callable[..., Any]) -> list[Any]:
    return [
        path("second-factor/", admin_view(manage), name="second-factor"),
        path("second-factor/code/", ask, name="second-factor-ask"),
        path("second-factor/recovery-code/", ask_recovery, name="second-factor-recovery"),
        path("second-factor/set-up/", set_up, name="second-factor-set-up"),
        path("second-factor/recovery-codes/", admin_view(recovery_codes), name="second-factor-codes"),
    ]
