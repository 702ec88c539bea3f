"""The files of the format that are the ledger: what was said, and the seals that hold it together; see schema."""

from django.utils.translation import gettext_lazy as _

from inspections import models as record

from .columns import Column as C
from .columns import File, Link

ITEM = Link(
    "addressee",
    "addressees",
    ("recommendation", "body"),
    _("Expected a body to which the recommendation is addressed: a row of addressees.csv."),
)

LEDGER = (
    File(
        "status_updates",
        record.StatusUpdate,
        _("The ledger: who said what about progress, when, on what evidence"),
        ("recommendation", "body", "sequence"),
        (
            C("recommendation", _("The recommendation that was spoken of."), "addressee__recommendation"),
            C("body", _("The addressed body whose progress was spoken of."), "addressee__body"),
            C("sequence", _("1, 2, 3… per recommendation and body, in the order recorded; it never changes.")),
            C("stated_by", _("Whose statement it is.")),
            C("position", _("What was said, in our word for it.")),
            C("effective_on", _("When it was said.")),
            C("reason", _("What was said and why, in our words.")),
            C("publisher_wording", _("The publisher's own word for the status.")),
            C("evidence", _("What the statement rests on.")),
            C("source", _("The document that holds the statement.")),
            C("made_in", _("The later inspection in which it was said.")),
            C("target_on", _("The date that is now promised.")),
            C("batch", _("The same word on every row that was recorded together.")),
            C("recorded_on", _("The day on which it was put on the record.")),
            C("corrects", _("The sequence of the earlier row that it puts right."), "corrects__sequence"),
        ),
        links=(
            ITEM,
            Link(
                "corrects",
                "status_updates",
                ("recommendation", "body", "corrects"),
                _("Expected the sequence of an earlier row of the same recommendation and body."),
            ),
        ),
    ),
    File(
        "seals",
        record.Seal,
        _("The seals of the ledger: a hash of each row, chained in the order of publication"),
        ("recommendation", "body", "sequence"),
        (
            C("position", _("1, 2, 3… in the order of publication.")),
            C("recommendation", _("The recommendation of the row."), "update__addressee__recommendation"),
            C("body", _("The addressed body of the row."), "update__addressee__body"),
            C("sequence", _("The sequence of the row."), "update__sequence"),
            C("row_sha256", _("SHA-256 of the row in its canonical form.")),
            C("sha256", _("SHA-256 of the seal before it, the position, the hash of the row and the time.")),
            C("sealed_at", _("When it was sealed, in UTC.")),
        ),
        links=(
            Link(
                "update",
                "status_updates",
                ("recommendation", "body", "sequence"),
                _("Expected a row of status_updates.csv."),
            ),
        ),
    ),
)
