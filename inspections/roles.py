"""What each role of staff may do. A role is a group of Django's, made by a migration; an account may have several.

Permissions say what; inspections.scope says of which rows.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What the register is made of, as the models of Django's permissions are called.
RECORD: Final = (
    "body", "oversight", "monitoringphase", "programme", "theme", "source", "inspection", "observation", "grade",
    "recommendation", "addressee", "succession", "statusupdate", "response", "responseitem", "proposal", "staffnote",
)  # fmt: skip
# What is written down before an inspection is published.
DRAFTS: Final = ("inspection", "observation", "grade", "recommendation", "addressee", "succession", "source")
# What has no draft of its own: it is public as soon as it is saved, or as soon as its inspection is.
STANDING: Final = ("body", "oversight", "monitoringphase", "programme", "theme", "response", "responseitem")


@dataclass(frozen=True)
class Role:
    """A role: the name of its group, what it is called, what it may do in a sentence, and its permissions."""

    name: str
    label: str | Promise
    meaning: str | Promise
    permissions: frozenset[str]


def _allow(acts: str, *models: str) -> frozenset[str]:
    return frozenset(f"inspections.{act}_{model}" for act in acts.split() for model in models)


_VIEW_ALL = _allow("view", *RECORD) | {"inspections.see_all"}
_WRITE_DRAFTS = _allow("add change delete", *DRAFTS)

ROLES: Final = (
    Role(
        "viewer",
        _("Viewer"),
        _("Reads everything that staff keep, drafts and proposals too. Changes nothing."),
        _VIEW_ALL,
    ),
    Role(
        "contributor",
        _("Contributor"),
        _(
            "Sees the public items of the bodies that the account speaks for, and proposes updates in the voice of "
            "those bodies. Nothing is public until a publisher accepts it."
        ),
        _allow("view", "addressee", "statusupdate", "proposal") | _allow("add", "proposal"),
    ),
    Role(
        "editor",
        _("Editor"),
        _(
            "Proposes updates for every body. Writes inspections, their findings, recommendations and sources as long "
            "as they are in draft, and changes nothing that is public."
        ),
        _VIEW_ALL | _WRITE_DRAFTS | _allow("add", "proposal", "staffnote"),
    ),
    Role(
        "publisher",
        _("Publisher"),
        _(
            "Publishes inspections, changes and withdraws what is public, accepts and returns proposals, records "
            "updates directly, and loads data packages."
        ),
        _VIEW_ALL
        | _WRITE_DRAFTS
        | _allow("add change delete", *STANDING)
        | _allow("add", "statusupdate", "staffnote")
        | {"inspections.publish_inspection", "inspections.decide_proposal", "inspections.load_dataset"},
    ),
    Role(
        "administrator",
        _("Administrator"),
        _("Keeps the accounts, their roles and the bodies that they speak for, and reads the list of sign-ins."),
        _allow("view add change delete", "speaksfor")
        | {f"tracker.{act}_user" for act in ("view", "add", "change", "delete")}
        | {"tracker.view_auditentry", "auth.view_group"},
    ),
)
