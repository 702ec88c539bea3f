"""Sentences for a synthetic record, put together from a small vocabulary of our own.

One word is in about two thirds of the texts and some are in one of thousands: a search has both to find.
"""

import random
from collections.abc import Callable

from .measured import Scale, between, chance

# How the reader is told, at the head of everything that can be read by itself.
MARK = "Synthetic:"

COMMON = "officers"
COMMON_IN_100 = 65
RARE = (
    *(
        "lighthouse",
        "harbour",
        "orchard",
        "viaduct",
        "tramway",
        "quarry",
        "aqueduct",
        "ferry",
        "greenhouse",
        "windmill",
    ),
    *("reservoir", "causeway", "observatory", "allotment", "boathouse", "cattle", "drone", "fairground", "glacier"),
    *("hovercraft", "incunabula", "jetty", "kiosk", "lagoon", "marina", "narrowboat", "obelisk", "pontoon", "zeppelin"),
)
RARE_IN_100 = 1.5  # of texts, for all of these words together

WHO = (
    "supervisors",
    "call handlers",
    "detectives",
    "control-room staff",
    "neighbourhood teams",
    "custody staff",
    "leaders",
)
VERBS = (
    *("improve", "review", "record", "explain", "check", "supervise", "plan", "train staff in", "set a standard for"),
    *("report on", "share", "measure", "agree", "write down", "test", "staff", "pay attention to", "publish"),
)
THINGS = (
    *("the first response to calls", "the grading of incidents", "risk assessments", "reports of missing children"),
    *("referrals to partners", "the quality of investigations", "records of decisions", "domestic abuse cases"),
    *(
        "repeat victims",
        "the demand on teams",
        "the vetting of staff",
        "stop and search",
        "the care of detained people",
    ),
    *("crime recording", "online abuse", "plans for the workforce", "the views of children", "vulnerable people"),
    *("the management of offenders", "fire protection visits", "information about sites", "firearms licences"),
    *("neighbourhood policing", "the backlog of digital devices", "training records", "lessons of earlier reports"),
)
WHY = (
    *("so that risk is seen early", "so that victims are kept informed", "so that nobody waits too long"),
    *("because cases were missed", "because the reasons were not written down", "so that leaders know what works"),
    *("and see that it lasts", "and look at the results each month", "with its partners", "in every part of the area"),
    *("before the next inspection", "and make one person answerable for it", "without delay", "at every level"),
)
NEWS = (
    *("a plan is in place", "the first steps were taken", "not enough had changed", "most of the work was done"),
    *("some cases were still weak", "the sample was good", "nothing was shown for it", "new guidance had been issued"),
    *("staff had been trained", "audits found the change had lasted", "the work waits for a new system"),
    *("a date was set for the rest", "the board looked at it", "inspectors looked at case files"),
)
SUBJECTS = (
    *("How it protects children", "How it answers the public", "How it records crime", "How it treats its workforce"),
    *("Its care of detained people", "Its use of powers", "Its work with partners", "Its plans for demand"),
    *("How it investigates", "How it prevents fires"),
)


def one(luck: random.Random, words: tuple[str, ...]) -> str:
    return words[int(luck.random() * len(words))]


def asked(luck: random.Random, lengths: Scale) -> str:
    """What inspectors ask for, about as long as the scale says."""
    return _text(luck, lengths, lambda: f"{one(luck, VERBS)} {one(luck, THINGS)} {one(luck, WHY)}")


def told(luck: random.Random, lengths: Scale) -> str:
    """What somebody says of progress, or a summary."""
    return _text(luck, lengths, lambda: f"on {one(luck, THINGS)}, {one(luck, NEWS)}")


def title(luck: random.Random, number: int, subject: str, lengths: Scale) -> str:
    """The title of a report, with its number, so that no two are the same."""
    words = f"{MARK} report {number} on {subject}"
    longest = max(between(luck, lengths), len(words))
    rest = f". {one(luck, SUBJECTS)}, and {one(luck, THINGS)}"
    return words + rest if len(words) + len(rest) <= longest + 20 else words


def _text(luck: random.Random, lengths: Scale, clause: Callable[[], str]) -> str:
    longest = between(luck, lengths)
    words = f"{MARK} {COMMON if chance(luck, COMMON_IN_100) else one(luck, WHO)}"
    if chance(luck, RARE_IN_100):
        words += f" at the {one(luck, RARE)}"
    words += f": {clause()}"
    while len(words) + 40 < longest:
        words += f"; {clause()}"
    return f"{words}."
