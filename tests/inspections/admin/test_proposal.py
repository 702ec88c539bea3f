"""The queue of proposals: it opens on what waits, says why it is empty, and shows what each would change."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.proposals import publish_proposals, return_proposals, withdraw_proposals
from tests.make import (
    TODAY,
    make_account,
    make_force,
    make_inspection,
    make_inspectorate,
    make_item,
    make_policing_body,
    make_proposal,
    make_update,
)

LIST = "/admin/inspections/proposal/"


def page_of(proposal):
    return f"{LIST}{proposal.pk}/change/"


@pytest.fixture
def item(db):
    return make_item("r-1", make_force("cleveland", name="Cleveland Police"))


@pytest.fixture
def contributor(as_role, item):
    return as_role("contributor", item.body, username="contributor")


@pytest.fixture
def publisher(as_role):
    return as_role("publisher", username="a-publisher")


def listed(answer):
    return [row.position for row in answer.context["cl"].result_list]


@pytest.fixture
def four(item, contributor, publisher):
    """One in each state, and one more that waits, by an editor."""
    rows = {position: make_proposal(item, position, by=contributor.account) for position in ("planned", "under-way")}
    rows["says-complete"] = make_proposal(item, "says-complete", by=contributor.account)
    rows["not-started"] = make_proposal(item, "not-started", by=make_account("editor"))
    return_proposals([rows["under-way"].pk], by=publisher.account, comment="Say which files.")
    publish_proposals([rows["says-complete"].pk], by=publisher.account, on=TODAY)
    return rows


def test_the_list_opens_on_what_waits_the_longest_waiting_first(publisher, four):
    assert listed(publisher.get(LIST)) == ["planned", "not-started"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=waiting", ["planned", "not-started"]),
        ("state=returned", ["under-way"]),
        ("state=accepted", ["says-complete"]),
        ("state=withdrawn", []),
        ("state=all", ["planned", "under-way", "says-complete", "not-started"]),
        ("state=nonsense", []),
        ("mine=no", ["planned", "not-started"]),
        ("mine=yes", []),
        ("mine=nonsense", []),
        ("force=cleveland&state=all&q=r-1", ["planned", "under-way", "says-complete", "not-started"]),
        ("q=elsewhere", []),
    ],
)
def test_each_filter_finds_what_it_says(publisher, four, query, found):
    assert listed(publisher.get(f"{LIST}?{query}")) == found


def test_ones_own_are_found_by_the_filter(contributor, four):
    assert listed(contributor.get(f"{LIST}?mine=yes&state=all")) == ["planned", "under-way", "says-complete"]
    assert listed(contributor.get(f"{LIST}?mine=no&state=all")) == ["not-started"]


def test_an_empty_list_says_why(publisher, as_role, item):
    assert "No proposal is waiting for a decision." in publisher.get(LIST).content.decode()
    assert "No proposal is like that." in publisher.get(f"{LIST}?state=returned").content.decode()
    assert "speaks for no body yet" in as_role("contributor").get(LIST).content.decode()


def test_only_publishers_are_offered_a_decision(publisher, contributor, as_role, four):
    for client, offered in ((publisher, True), (contributor, False), (as_role("editor"), False)):
        page = client.get(LIST).content.decode()
        assert ("Accept the selected proposals" in page) is offered
        assert ("Accept all proposals of this list" in page) is offered
        assert "Delete selected" not in page
        page = client.get(page_of(four["planned"])).content.decode()
        assert ("Accept: put it on the public record" in page) is offered
        assert ("Return it with the comment" in page) is offered


def test_the_page_says_what_would_change_in_public_and_all_that_is_proposed(publisher, item):
    review = make_inspection("review", title="The review", published="2021-01-10")
    wrong = make_update(item, "planned", on="2021-01")
    proposal = make_proposal(
        item,
        "complete",
        by=make_account("editor", username="an-editor"),
        made_in=review,
        corrects=wrong,
        publisher_wording="Finished",
        target_on=None,
        note="Asked by telephone.",
    )
    page = publisher.get(page_of(proposal)).content.decode()
    for words in (
        "Planned",
        "Confirmed complete",
        "The inspectorate says that it is complete.",
        "HMICFRS",
        "The review",
        "Finished",
        "Corrects row",
        "Asked by telephone.",
        "an-editor",
        proposal.reason,
        proposal.source.title,
        item.recommendation.text,
    ):
        assert words in page, words


def test_one_that_moves_nothing_says_so(publisher, item):
    make_policing_body(item.body)
    page = publisher.get(page_of(make_proposal(item, "assured", by=make_account("editor")))).content.decode()
    assert "Stays:" in page


def test_one_that_cannot_go_on_the_record_any_more_says_why_and_can_only_be_returned(publisher, item):
    pcc = make_policing_body(item.body)
    proposal = make_proposal(item, "assured", by=make_account("editor"))
    pcc.oversees.all().delete()
    page = publisher.get(page_of(proposal)).content.decode()
    assert "did not answer for" in page
    assert 'value="accept"' not in page
    assert 'value="return"' in page


def test_ones_own_can_be_withdrawn_and_not_accepted(publisher, item, settings):
    proposal = make_proposal(item, "planned", by=publisher.account)
    page = publisher.get(page_of(proposal)).content.decode()
    assert "You proposed it yourself. A colleague has to accept it." in page
    assert 'value="accept"' not in page
    assert 'value="withdraw"' in page
    settings.ALLOW_OWN_PROPOSALS = True
    assert 'value="accept"' in publisher.get(page_of(proposal)).content.decode()


def test_what_was_returned_shows_the_comment_and_two_ways_on(contributor, four):
    page = contributor.get(page_of(four["under-way"])).content.decode()
    assert "Say which files." in page
    assert f"/record/?proposal={four['under-way'].pk}" in page
    assert 'value="withdraw"' in page


def test_what_was_decided_says_by_whom_and_offers_nothing(publisher, contributor, four):
    page = publisher.get(page_of(four["says-complete"])).content.decode()
    assert "Recorded as row 1" in page
    assert "Accepted" in page
    assert 'name="act"' not in page
    withdraw_proposals([four["planned"].pk], by=contributor.account)
    assert 'name="act"' not in contributor.get(page_of(four["planned"])).content.decode()


def test_the_page_leads_to_the_others_of_its_batch(publisher, item):
    editor = make_account("editor")
    first = make_proposal(item, "planned", by=editor)
    assert "sent with it" not in publisher.get(page_of(first)).content.decode()
    type(first).objects.filter(pk=first.pk).update(batch="spring")
    other = make_proposal(item, "under-way", by=editor)
    type(first).objects.filter(pk=other.pk).update(batch="spring")
    page = publisher.get(page_of(first)).content.decode()
    assert "See the 1 other that was sent with it" in page
    assert listed(publisher.get(f"{LIST}?state=all&q=spring")) == ["planned", "under-way"]


def test_another_bodys_proposal_is_not_there_for_a_contributor(contributor, as_role, item):
    foreign = make_proposal(make_item(), "planned", by=make_account("editor"))
    of_another_voice = make_proposal(item, "being-progressed", by=make_account("editor"))
    for proposal in (foreign, of_another_voice):
        assert contributor.get(page_of(proposal)).status_code == 302
    assert listed(contributor.get(f"{LIST}?state=all")) == []
    inspectorate = as_role("contributor", make_inspectorate())
    assert listed(inspectorate.get(f"{LIST}?state=all")) == ["being-progressed"]


def test_an_editors_note_is_not_for_contributors(contributor, publisher, item):
    proposal = make_proposal(item, "planned", by=make_account("editor"), note="Between us.")
    own = make_proposal(item, "under-way", by=contributor.account, note="My own.")
    assert "Between us." in publisher.get(page_of(proposal)).content.decode()
    assert "Between us." not in contributor.get(page_of(proposal)).content.decode()
    assert "My own." in contributor.get(page_of(own)).content.decode()


def test_nobody_adds_changes_or_deletes_one_here(boss, publisher, item):
    proposal = make_proposal(item, "planned", by=make_account("editor"))
    for client in (boss, publisher):
        for address in (f"{LIST}add/", page_of(proposal), f"{LIST}{proposal.pk}/delete/"):
            assert client.post(address, {"post": "yes", "reason": "Other words."}).status_code == 403, address
    proposal.refresh_from_db()
    assert proposal.reason != "Other words."


@pytest.mark.parametrize("role", ["administrator", None])
def test_without_the_permission_nothing_is_shown(as_role, sign_in, item, role):
    client = as_role(role) if role else sign_in()
    proposal = make_proposal(item, "planned", by=make_account("editor"))
    for address in (LIST, page_of(proposal)):
        assert client.get(address).status_code == 403


def test_the_queries_of_the_list_do_not_grow_with_its_rows(publisher, item):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert publisher.get(LIST).status_code == 200
        return len(caught)

    make_proposal(item, "planned", by=make_account("editor"))
    make_proposal(item, "under-way", by=make_account("editor"))
    few = queries()
    for _number in range(10):
        make_proposal(make_item(), "planned", by=make_account("editor"))
    assert queries() == few
    assert few <= 14
