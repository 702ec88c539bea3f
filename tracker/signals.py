"""What happens to accounts goes into the audit list wherever it happens: a page, a command, a sign-in from outside."""

import time
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tracker import audit
from tracker.idle import SEEN
from tracker.models import AuditKind, User

FLAGS = ("is_active", "is_staff", "is_superuser")
WATCHED = (*FLAGS, "username", "email", "password")


@receiver(user_logged_in)
def note_sign_in(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    request.session[SEEN] = int(time.time())
    backend = request.session.get(BACKEND_SESSION_KEY, "")
    way = _("With the organisation's account.") if backend.startswith("tracker.") else _("With a password.")
    audit.note(AuditKind.SIGN_IN, user, by=user, request=request, detail=way)


@receiver(user_logged_out)
def note_sign_out(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    if user is not None:
        audit.note(AuditKind.SIGN_OUT, user, by=user, request=request)


@receiver(pre_save, sender=User)
def remember(instance: User, raw: bool, update_fields: Any, **_kwargs: Any) -> None:
    """Keep how the account is stored now; signing in writes the time alone, and needs no look."""
    instance._before = None  # type: ignore[attr-defined]
    if raw or instance._state.adding or (update_fields is not None and not set(update_fields) & set(WATCHED)):
        return
    instance._before = User.objects.filter(pk=instance.pk).values(*WATCHED).first()  # type: ignore[attr-defined]


@receiver(post_save, sender=User)
def note_changes(instance: User, created: bool, raw: bool, **_kwargs: Any) -> None:
    if raw:
        return
    if created:
        audit.note(AuditKind.MADE, instance, detail=_said(instance, dict.fromkeys(FLAGS, False)))
        return
    before = getattr(instance, "_before", None)
    if before is None:
        return
    if said := _said(instance, before):
        audit.note(AuditKind.RIGHTS, instance, detail=said)
    if before["username"] != instance.username:
        names = {"old": before["username"], "new": instance.username}
        audit.note(AuditKind.CHANGED, instance, detail=_("User name: %(old)s is now %(new)s.") % names)
    if before["email"] != instance.email:
        audit.note(AuditKind.CHANGED, instance, detail=_("The e-mail address was changed."))
    # Django stores a password anew at sign-in when its way of hashing has moved on; then no password was set.
    was_set = instance._password is not None  # type: ignore[attr-defined]
    if was_set or (before["password"] != instance.password and not instance.has_usable_password()):
        audit.note(AuditKind.PASSWORD, instance)


def _said(account: User, before: dict[str, Any]) -> str:
    """Say which of the three marks of an account are other than before."""
    labels = {"is_active": _("active"), "is_staff": _("staff"), "is_superuser": _("superuser")}
    return " ".join(
        (_("Now %(mark)s.") if getattr(account, name) else _("No longer %(mark)s.")) % {"mark": label}
        for name, label in labels.items()
        if bool(before[name]) != bool(getattr(account, name))
    )


@receiver(post_delete, sender=User)
def note_deletion(instance: User, **_kwargs: Any) -> None:
    audit.note(AuditKind.DELETED, name=instance.username)


@receiver(m2m_changed, sender=User.groups.through)
def note_roles(**signal: Any) -> None:
    _note_links(signal, Group, _("Roles given: %(names)s."), _("Roles taken away: %(names)s."))


@receiver(m2m_changed, sender=User.user_permissions.through)
def note_permissions(**signal: Any) -> None:
    _note_links(signal, Permission, _("Permissions given: %(names)s."), _("Permissions taken away: %(names)s."))


@receiver(m2m_changed, sender=Group.permissions.through)
def note_permissions_of_a_role(instance: Model, action: str, pk_set: set[int] | None, **_kwargs: Any) -> None:
    """Only what a person does: migrations and deployments give the roles their permissions too."""
    if audit.acting_request() is None or action not in ("post_add", "post_remove", "post_clear"):
        return
    what = _names(Permission.objects.filter(pk__in=pk_set or ()))
    said = {"post_add": _("given"), "post_remove": _("taken away"), "post_clear": _("all taken away")}[action]
    names = {"role": instance, "said": said, "names": ", ".join(what) or "–"}
    audit.note(AuditKind.RIGHTS, detail=_("Role %(role)s, permissions %(said)s: %(names)s.") % names)


def _note_links(signal: dict[str, Any], model: type[Model], given: str, taken: str) -> None:
    """Note what was added to or removed from accounts, whichever side of the link it was done from."""
    words = {"post_add": given, "pre_remove": taken, "pre_clear": taken}.get(signal["action"])
    if words is None:
        return
    instance, pks = signal["instance"], signal["pk_set"]
    if signal["reverse"]:  # from a role or permission to its accounts
        accounts = instance.user_set.all() if pks is None else User.objects.filter(pk__in=pks)
        names = _names(model._default_manager.filter(pk=instance.pk))
    else:
        linked = instance.groups if model is Group else instance.user_permissions
        accounts = [instance]
        names = _names(linked.all() if pks is None else model._default_manager.filter(pk__in=pks))
    for account in accounts if names else ():
        audit.note(AuditKind.RIGHTS, account, detail=words % {"names": ", ".join(names)})


def _names(things: Any) -> list[str]:
    """Return roles by name, and permissions as `application.codename`, in order."""
    if things.model is Group:
        return sorted(things.values_list("name", flat=True))
    return sorted(".".join(pair) for pair in things.values_list("content_type__app_label", "codename"))
