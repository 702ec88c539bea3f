"""What needs doing: a record built around the boundaries, and behind each link a list of exactly the rows counted."""

import datetime

import pytest

from inspections.days import today
from inspections.models import Inspection, Recommendation, Source
from inspections.scope import scope_of
from inspections.worklist import CLAIM_DAYS, COMING_DAYS, QUIET_DAYS, TASKS, worklist
from tests.harness.standing import copied, written_once
from tests.inspections.staff import browser_of, days_ago, propose
from tests.make import (
    make_account,
    make_force,
    make_inspection,
    make_inspectorate,
    make_item,
    make_policing_body,
    make_programme,
    make_response,
    make_source,
    make_staff,
    make_update,
)

pytestmark = pytest.mark.django_db

ITEMS = {"overdue", "at-once", "quiet", "claimed", "closed"}
KEPT = {"coming", "sources"}


class Record:
    """Two forces, and for each task rows on both sides of its boundary."""

    def __init__(self) -> None:
        self.force, self.other = make_force("cleveland"), make_force("elsewhere")
        self.pcc = make_policing_body(self.force)
        make_policing_body(self.other)
        self.open_source = make_source("readable", url="https://example.org/letter")
        self.no_clock = make_programme("no-clock", response_duty="none")
        self.report = self.published(1000)
        self.overdue()
        self.at_once()
        self.quiet()
        self.claimed()
        self.closed()
        self.coming()
        self.sources()
        self.responses()

    def published(self, days: int, **fields) -> Inspection:
        return make_inspection(published=days_ago(days), programme=self.no_clock, **fields)

    def item(self, ref, force=None, inspection=None, **fields):
        return make_item(ref, force or self.force, inspection=inspection or self.report, **fields)

    def say(self, item, position, days, **fields):
        """Something that was said so many days ago, in a document that can be opened."""
        return make_update(
            item, position, days_ago(days), **{"source": self.open_source, "recorded_on": today(), **fields}
        )

    def overdue(self):
        for ref, force, due in [
            ("late", self.force, 1),
            ("late-elsewhere", self.other, 1),
            ("due-today", self.force, 0),
            ("late-but-done", self.force, 1),
            ("late-but-withdrawn", self.force, 1),
        ]:
            item = self.item(ref, force, due_on=days_ago(due))
            self.say(item, "complete" if ref == "late-but-done" else "under-way", 10)
        Recommendation.objects.filter(ref="late-but-withdrawn").update(
            withdrawn_on=today(), withdrawal_note="Entered twice."
        )
        draft = self.published(1000, slug="draft", draft=True)
        self.item("late-in-draft", inspection=draft, due_on=days_ago(1))

    def at_once(self):
        for ref, force in [
            ("at-once", self.force),
            ("at-once-elsewhere", self.other),
            ("at-once-but-done", self.force),
        ]:
            item = self.item(ref, force, deadline="immediately")
            self.say(item, "complete" if ref == "at-once-but-done" else "under-way", 10)

    def quiet(self):
        self.say(self.item("quiet"), "under-way", QUIET_DAYS)
        self.say(self.item("heard"), "under-way", QUIET_DAYS - 1)
        self.item("never-heard", self.other)
        self.say(self.item("quiet-but-done"), "complete", QUIET_DAYS)

    def claimed(self):
        self.say(self.item("claimed"), "says-complete", CLAIM_DAYS)
        self.say(self.item("just-claimed"), "says-complete", CLAIM_DAYS - 1)
        self.say(self.item("claimed-elsewhere", self.other), "says-complete", CLAIM_DAYS + 1)
        for ref, decision in [("confirmed", "complete"), ("dropped", "no-further-action")]:
            item = self.item(ref)
            self.say(item, "says-complete", CLAIM_DAYS)
            self.say(item, decision, 1)

    def closed(self):
        self.say(self.item("unreadable"), "complete", 1, source=make_source("no-address"))
        archived = make_source("archived", archive_url="https://archive.example.org/letter")
        self.say(self.item("readable-copy"), "complete", 1, source=archived)
        item = self.item("reopened")
        self.say(item, "complete", 2, source=Source.objects.get(slug="no-address"))
        self.say(item, "reopened", 1)

    def coming(self):
        self.published(-COMING_DAYS, slug="this-week")
        self.published(-COMING_DAYS - 1, slug="next-week")
        self.published(-COMING_DAYS - 1, slug="draft-of-next-week", draft=True)
        self.published(0, slug="out-today")

    def sources(self):
        make_source("no-address-either", note="A letter that we were shown.")

    def responses(self):
        """The Police Act's last day is 55 days after publication."""
        act = make_programme("with-a-clock")
        for slug, days, force in [
            ("due-in-14-days", 55 - 14, self.force),
            ("due-in-15-days", 55 - 15, self.force),
            ("due-since-yesterday", 56, self.other),
            ("answered", 56, self.force),
        ]:
            inspection = make_inspection(slug, published=days_ago(days), programme=act)
            make_item(body=force, inspection=inspection)
        make_response(Inspection.objects.get(slug="answered"), self.pcc, days_ago(1))


def names(entry) -> set[str]:
    """What the rows of an entry are known by."""
    known = (
        getattr(row, "slug", None)
        or (row.recommendation.ref if hasattr(row, "recommendation") else None)
        or (row.inspection.slug if hasattr(row, "inspection") else str(row.pk))
        for row in entry.rows
    )
    return set(known)


def of(account, on=None):
    return worklist(scope_of(account, on or today()))


record_stands = written_once(Record)


@pytest.fixture
def record(record_stands, db) -> Record:
    return copied(record_stands)


@pytest.mark.parametrize("role", ["viewer", "editor", "publisher"])
def test_staff_of_the_register_are_told_of_every_row_over_the_boundary(record, role):
    found = {entry.code: names(entry) for entry in of(make_account(role)).entries}
    assert {code: found[code] for code in ITEMS | KEPT | {"responses"}} == {
        "overdue": {"late", "late-elsewhere"},
        "at-once": {"at-once", "at-once-elsewhere"},
        "quiet": {"quiet", "never-heard"},
        "claimed": {"claimed", "claimed-elsewhere"},
        "closed": {"unreadable"},
        "coming": {"draft", "this-week", "draft-of-next-week"},
        "sources": {"no-address", "no-address-either"},
        "responses": {"due-in-14-days", "due-since-yesterday"},
    }


def test_a_contributor_is_told_only_of_what_concerns_the_body(record):
    found = {entry.code: names(entry) for entry in of(make_account("contributor", record.other)).entries}
    assert found == {
        "returned": set(),
        "sent": set(),
        "overdue": {"late-elsewhere"},
        "at-once": {"at-once-elsewhere"},
        "quiet": {"never-heard"},
        "claimed": {"claimed-elsewhere"},
        "closed": set(),
        "responses": {"due-since-yesterday"},
    }


@pytest.mark.parametrize(
    ("role", "tasks"),
    [
        ("viewer", ITEMS | KEPT | {"responses"}),
        ("contributor", ITEMS | {"responses", "returned", "sent"}),
        ("editor", ITEMS | KEPT | {"responses", "returned", "sent"}),
        ("publisher", ITEMS | KEPT | {"responses", "proposals"}),
        ("administrator", set()),
    ],
)
def test_each_role_has_its_tasks(db, role, tasks):
    assert {entry.code for entry in of(make_account(role, make_force())).entries} == tasks


def send_proposals(record, me):
    """Proposals of mine and of somebody else, in every state that an account is told of, and one taken back."""
    colleague = make_account("editor")
    item = make_item("proposed-about", record.force, inspection=record.report)
    for by in (me, colleague):
        for state in ("waiting", "returned", "withdrawn"):
            propose(item, by, state)


@pytest.mark.parametrize("may_accept_own", [False, True])
@pytest.mark.parametrize("role", ["viewer", "contributor", "editor", "publisher", "superuser"])
def test_behind_each_link_is_a_list_of_exactly_these_rows(record, settings, role, may_accept_own):
    settings.ALLOW_OWN_PROPOSALS = may_accept_own
    account = make_staff(superuser=True) if role == "superuser" else make_account(role, record.force)
    send_proposals(record, account)
    browser, seen = browser_of(account), set()
    for entry in of(account).entries:
        answer = browser.get(entry.address)
        assert answer.status_code == 200, entry.address
        if entry.code == "responses":
            listed = {row.duty for row in answer.context["rows"]}
            counted = set(entry.rows)
        else:
            listed = {row.pk for row in answer.context["cl"].result_list}
            counted = {row.pk for row in entry.rows}
        assert listed == counted, entry.code
        assert entry.count == len(counted), entry.code
        if entry.count:
            seen.add(entry.code)
    # Each task of the role had something to show, so nothing was equal only for being empty.
    assert seen == {entry.code for entry in of(account).entries}


def test_every_task_is_of_somebody(db):
    assert {entry.code for entry in of(make_staff(superuser=True)).entries} == {task.code for task in TASKS}


@pytest.mark.parametrize(("may_accept_own", "count"), [(False, 1), (True, 2)])
def test_ones_own_proposals_wait_for_others_unless_a_setting_allows_it(record, settings, may_accept_own, count):
    settings.ALLOW_OWN_PROPOSALS = may_accept_own
    account = make_staff(superuser=True)
    send_proposals(record, account)
    (entry,) = [entry for entry in of(account).entries if entry.code == "proposals"]
    assert entry.count == count


def test_a_contributor_is_not_told_of_a_proposal_for_a_body_that_was_taken_away(record):
    account = make_account("contributor", record.force)
    send_proposals(record, account)
    account.speaks_for.update(body=record.other)
    found = {entry.code: entry.count for entry in of(account).entries}
    assert (found["sent"], found["returned"]) == (0, 0)


def test_an_inspectorate_is_told_of_the_items_of_its_inspections(record):
    account = make_account("contributor", make_inspectorate())
    found = {entry.code: names(entry) for entry in of(account).entries}
    assert found["overdue"] == {"late", "late-elsewhere"}
    assert found["responses"] == {"due-in-14-days", "due-since-yesterday"}


def test_tasks_stand_as_on_their_day(record):
    """The day is passed in: nobody has to wait for tomorrow to see what it brings."""
    tomorrow = {
        entry.code: names(entry) for entry in of(make_account("viewer"), today() + datetime.timedelta(1)).entries
    }
    assert "due-today" in tomorrow["overdue"]
    assert "heard" in tomorrow["quiet"]
    assert "just-claimed" in tomorrow["claimed"]
    assert "due-in-15-days" in tomorrow["responses"]
    assert "next-week" in tomorrow["coming"]


@pytest.mark.parametrize(
    ("role", "words"),
    [("", "no role yet"), ("administrator", "None of your roles"), ("contributor", "speaks for no body yet")],
)
def test_an_account_without_tasks_is_told_why_and_whom_to_ask(record, role, words):
    found = of(make_account(role) if role else make_staff())
    assert found.entries == ()
    assert words in found.why_none
    assert "administrator" in found.why_none


def test_the_words_of_every_task_are_complete(db):
    for entry in of(make_staff(superuser=True)).entries:
        assert "%" not in entry.title + entry.sentence
        assert entry.sentence.endswith(".")


def test_the_queries_do_not_grow_with_the_rows(record, django_assert_max_num_queries):
    account = make_staff(superuser=True)
    for number in range(20):
        record.say(record.item(f"more-{number}", due_on=days_ago(1)), "under-way", QUIET_DAYS)
    with django_assert_max_num_queries(20):
        assert [entry.count for entry in of(account).entries]
