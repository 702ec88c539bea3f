"""What somebody typed into a form of the staff's side is kept when the form cannot be accepted.

A session ends while a long reason is being written, or another window signs in afresh and the form's token is void.
What was typed then travels in the sign-in form, signed and compressed, and waits in the new session until it is sent
again or thrown away. It gives nobody a right: sent again, it is judged as any form is.
"""

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

FIELD = "kept"  # of the sign-in form, and of the session
SALT = "tracker.kept"
LONGEST = 300_000  # characters as they travel: far more than anybody types, less than a server would refuse
SECONDS = 12 * 3600
LARGEST = 2_500_000  # bytes of a form that is looked into at all

# Names of fields that are not for keeping.
SECRET = re.compile(r"passw|passphrase|secret|^csrfmiddlewaretoken$|^kept$", re.IGNORECASE)
# What no person would miss on a page: nothing, a number, a tick.
MARK = re.compile(r"[\d\s]*|on")
# Pages whose forms are about getting in or out.
NOT_KEPT = re.compile(r"^(login|logout|send-again|password|second-factor)")


@dataclass
class Kept:
    """The fields of one form, in their order, and where it was to go."""

    path: str
    fields: list[tuple[str, list[str]]]
    files: list[str] = field(default_factory=list)  # names of files: these have to be chosen again

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every value with the name that it is sent under."""
        return [(name, value) for name, values in self.fields for value in values]

    @property
    def words(self) -> list[tuple[str, str]]:
        """What a person would recognise: each field that holds words, longest first. The rest goes along unseen."""
        said = [(name, "\n".join(filter(None, values))) for name, values in self.fields if not name.startswith("_")]
        shown = [(name.replace("_", " ").replace("-", " ").strip().capitalize(), text) for name, text in said]
        return sorted(
            ((name, text) for name, text in shown if not MARK.fullmatch(text)), key=lambda pair: -len(pair[1])
        )


def is_keepable(request: HttpRequest) -> bool:
    """Whether this is a form of the staff's side that somebody may have worked on."""
    if request.method != "POST" or not request.path.startswith(reverse("admin:index")):
        return False
    # Looking into a large body would first write it to disk, for somebody who is not signed in.
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return False
    try:
        name = resolve(request.path_info).url_name or ""
    except Resolver404:
        return False
    return not NOT_KEPT.match(name)


def typed(request: HttpRequest) -> Kept:
    """Take what was typed out of a request, without passwords, tokens and files."""
    fields = [(name, list(map(str, values))) for name, values in request.POST.lists() if not SECRET.search(name)]
    return Kept(request.get_full_path(), fields, _names_of_files(request))


def _names_of_files(request: HttpRequest) -> list[str]:
    return [str(file.name) for _field, files in request.FILES.lists() for file in files]


def sealed(kept: Kept) -> str:
    """Return what was typed as one text that only this site can have written; empty where that would be too long."""
    text = signing.dumps(asdict(kept), salt=SALT, compress=True)
    return text if len(text) <= LONGEST else ""


def opened(text: str) -> Kept | None:
    """Return what was typed; None where the text is not ours, or older than twelve hours."""
    try:
        return _of(signing.loads(text, salt=SALT, max_age=SECONDS))
    except (signing.BadSignature, TypeError, KeyError):
        return None


def put(request: HttpRequest, kept: Kept) -> None:
    request.session[FIELD] = asdict(kept)


def waiting(request: HttpRequest) -> Kept | None:
    stored = request.session.get(FIELD)
    return _of(stored) if stored else None


def drop(request: HttpRequest) -> None:
    request.session.pop(FIELD, None)


def drop_if_sent(request: HttpRequest) -> None:
    """Once the form arrives where it was to go, it is not kept any longer."""
    if request.method == "POST" and request.session.get(FIELD, {}).get("path") == request.get_full_path():
        drop(request)


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the request, and no other."""
    origin = request.headers.get("Origin")
    return origin is not None and origin in (
        f"{request.scheme}://{request.get_host()}",
        *settings.CSRF_TRUSTED_ORIGINS,
    )


def _of(stored: dict[str, Any]) -> Kept:
    kept = Kept(stored["path"], [(name, list(values)) for name, values in stored["fields"]], list(stored["files"]))
    if not kept.path.startswith(reverse("admin:index")):
        raise KeyError("path")
    return kept
