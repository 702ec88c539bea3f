"""What each role may do with each model, and the acts of its work: the table that the tests of roles walk."""

from collections.abc import Iterable

ROLES = ("nobody", "viewer", "contributor", "editor", "publisher", "administrator", "superuser")
LIST, VIEW, ADD, CHANGE, DELETE = "list", "view", "add", "change", "delete"

# What may be done by whom, with a row that the public sees and with one that it does not. Each word is a role's
# initial: v(iewer), c(ontributor), e(ditor), p(ublisher), a(dministrator), s(uperuser). Nobody may do nothing.
INITIALS = {"v": "viewer", "c": "contributor", "e": "editor", "p": "publisher", "a": "administrator", "s": "superuser"}
READERS = "veps"
TABLE: dict[str, dict[str, str]] = {
    # model and row: list, view, add, change, delete
    "inspection, public": {LIST: READERS, VIEW: READERS, ADD: "eps", CHANGE: "ps", DELETE: ""},
    "inspection, draft": {LIST: READERS, VIEW: READERS, ADD: "eps", CHANGE: "eps", DELETE: "eps"},
    "recommendation, public": {LIST: READERS, VIEW: READERS, ADD: "eps", CHANGE: "ps", DELETE: ""},
    "recommendation, draft": {LIST: READERS, VIEW: READERS, ADD: "eps", CHANGE: "eps", DELETE: "eps"},
    "source, public": {LIST: READERS, VIEW: READERS, ADD: "eps", CHANGE: "ps", DELETE: ""},
    "source, draft": {LIST: READERS, VIEW: READERS, ADD: "eps", CHANGE: "eps", DELETE: "eps"},
    "response, public": {LIST: READERS, VIEW: READERS, ADD: "ps", CHANGE: "ps", DELETE: ""},
    "response, draft": {LIST: READERS, VIEW: READERS, ADD: "ps", CHANGE: "ps", DELETE: "ps"},
    "body, public": {LIST: READERS, VIEW: READERS, ADD: "ps", CHANGE: "ps", DELETE: ""},
    "body, draft": {LIST: READERS, VIEW: READERS, ADD: "ps", CHANGE: "ps", DELETE: "ps"},
    "programme, public": {LIST: READERS, VIEW: READERS, ADD: "ps", CHANGE: "ps", DELETE: ""},
    "programme, draft": {LIST: READERS, VIEW: READERS, ADD: "ps", CHANGE: "ps", DELETE: "ps"},
    "theme, public": {LIST: READERS, VIEW: READERS, ADD: "ps", CHANGE: "ps", DELETE: ""},
    "theme, draft": {LIST: READERS, VIEW: READERS, ADD: "ps", CHANGE: "ps", DELETE: "ps"},
    # An item is a recommendation and a body: another pair is another item, and who asks whom stands on its page.
    "addressee, public": {LIST: "vceps", VIEW: "vceps", ADD: "", CHANGE: "", DELETE: ""},
    "addressee, draft": {LIST: "vceps", VIEW: READERS, ADD: "", CHANGE: "", DELETE: "eps"},
    "addressee, other": {LIST: "vceps", VIEW: READERS, ADD: "", CHANGE: "", DELETE: ""},
    # The ledger is read here and written on the page of its item.
    "statusupdate, public": {LIST: "vceps", VIEW: "vceps", ADD: "", CHANGE: "", DELETE: ""},
    "statusupdate, other": {LIST: "vceps", VIEW: READERS, ADD: "", CHANGE: "", DELETE: ""},
    "proposal, own": {LIST: "vceps", VIEW: "vceps", ADD: "", CHANGE: "", DELETE: ""},
    "proposal, other": {LIST: "vceps", VIEW: READERS, ADD: "", CHANGE: "", DELETE: ""},
    "user, any": {LIST: "as", VIEW: "as", ADD: "as", CHANGE: "as", DELETE: "as"},
    "group, any": {LIST: "as", VIEW: "as", ADD: "s", CHANGE: "s", DELETE: "s"},
}

# Acts beside those of every model. The row says what it is done with.
ACTS: dict[str, str] = {
    "record an update": "ps",
    "propose an update": "ce",
    "record for another body": "ps",
    "propose for another body": "e",
    "record for many": "ps",
    "propose for many": "ce",
    "accept a proposal": "ps",
    "return a proposal": "ps",
    "withdraw one’s own proposal": "ceps",
    "publish an inspection": "ps",
    "withdraw what is public": "ps",
    "preview a draft": READERS,
    "load a data package": "ps",
    "download the list of items": "vceps",
    "read the list of sign-ins": "as",
    "give a role": "as",
}


def may(who: str, initials: str) -> bool:
    return who in {INITIALS[letter] for letter in initials}


def printed(walked: Iterable[tuple[str, str, bool]]) -> str:
    """What the tests found: a line an act, a column a role, and how many tries that were."""
    tries = {(act, who): allowed for act, who, allowed in walked}
    known = [f"{row}: {act}" for row, marks in TABLE.items() for act in marks] + list(ACTS)
    done = [act for act in known if any((act, who) in tries for who in ROLES)]
    lines = [f"{'':32}" + "".join(f"{who:15}" for who in ROLES)]
    for act in done:
        marks = ({True: "yes", False: "–", None: "not tried"}[tries.get((act, who))] for who in ROLES)
        lines.append(f"{act:32}" + "".join(f"{mark:15}" for mark in marks).rstrip())
    allowed = sum(tries.values())
    lines.append(f"{len(done)} acts × {len(ROLES)} roles: {len(tries)} tries, {allowed} allowed, the others refused.")
    return "\n".join(lines)
