"""The form of an update for those who may not record: what they send is a proposal, in their own bodies' voice."""

import re

import pytest
from django.urls import reverse

from inspections.models import Body, Proposal, Source
from inspections.proposals import return_proposals
from tests.inspections.admin.recording import address, claim, sent
from tests.make import (
    make_account,
    make_force,
    make_inspection,
    make_inspectorate,
    make_item,
    make_policing_body,
    make_proposal,
    make_source,
)


@pytest.fixture
def item(db):
    cleveland = make_force("cleveland", name="Cleveland Police")
    make_policing_body(cleveland, "cleveland-pcc", start="2012-11-22")
    return make_item("cp-2017-1", cleveland, inspection=make_inspection(published="2017-09-21", bodies=[cleveland]))


@pytest.fixture
def contributor(as_role, item):
    return as_role("contributor", item.body, username="contributor")


def test_a_contributors_update_is_a_proposal_and_says_so_at_each_step(contributor, item):
    page = contributor.get(address(item)).content.decode()
    assert "Propose a status update" in page
    assert "Nothing of it is public until a publisher accepts it." in page
    preview = contributor.post(address(item), claim(item, step="check")).content.decode()
    assert "What the public would see" in preview
    assert "No progress published" in preview
    assert "Reported complete, not confirmed" in preview
    assert "Send the proposal" in preview
    assert not Proposal.objects.exists()
    answer = contributor.post(address(item), claim(item, note="Asked the chief."), follow=True)
    proposal = Proposal.objects.get()
    assert "Sent as a proposal" in answer.content.decode()
    assert reverse("admin:inspections_proposal_change", args=[proposal.pk]) in answer.content.decode()
    assert (proposal.proposed_by.username, proposal.note, proposal.stated_by) == (
        "contributor",
        "Asked the chief.",
        item.body,
    )
    assert not item.updates.exists()


def test_the_one_body_that_can_speak_is_chosen_already(contributor, boss, item):
    radios = re.findall(r'<input type="radio" name="stated_by"[^>]*>', contributor.get(address(item)).content.decode())
    assert len(radios) == 1
    assert f'value="{item.body.pk}"' in radios[0]
    assert " checked" in radios[0]
    assert "checked" not in str(boss.get(address(item)).context["form"]["stated_by"])


def test_only_the_positions_of_the_accounts_voice_are_offered(contributor, item):
    page = contributor.get(address(item)).content.decode()
    assert 'value="says-complete"' in page
    assert 'value="assured"' not in page
    assert 'value="complete"' not in page


@pytest.mark.parametrize("who", ["hmicfrs", "cleveland-pcc", "elsewhere"])
@pytest.mark.parametrize("step", ["check", "record"])
def test_a_contributor_cannot_speak_for_another_body(contributor, item, who, step):
    make_inspectorate()
    make_force("elsewhere")
    answer = contributor.post(address(item), claim(item, step=step, by=Body.objects.get(slug=who)))
    assert "only speak for the bodies that your account speaks for" in str(answer.context["form"].errors["stated_by"])
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("position", ["complete", "assured"])
def test_a_contributor_cannot_take_the_words_of_another_voice(contributor, item, position):
    answer = contributor.post(address(item), claim(item, position=position))
    assert "can only say" in str(answer.context["form"].errors["position"])
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_bodys_item_is_not_there_for_a_contributor(contributor, item, method):
    other = make_item("other")
    answer = getattr(contributor, method)(address(other), claim(other), follow=True)
    assert "exist" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_a_draft_of_the_own_body_is_not_there_either(contributor, item):
    draft = make_item("draft", item.body, inspection=make_inspection(draft=True, bodies=[item.body]))
    assert contributor.get(address(draft)).status_code == 302
    contributor.post(address(draft), claim(draft))
    assert not Proposal.objects.exists()


def test_a_source_of_an_embargoed_report_is_neither_suggested_nor_found(contributor, boss, item):
    embargoed = make_source("the-embargoed-report", title="The embargoed report", url="https://example.org/secret")
    make_inspection(draft=True).sources.add(embargoed)
    item.recommendation.inspection.sources.add(make_source("public-report"))
    page = contributor.get(address(item)).content.decode()
    assert "public-report" in page
    assert "embargoed" not in page
    assert "the-embargoed-report" in boss.get(address(item)).content.decode()
    for words in ("the-embargoed-report", "The embargoed report", "https://example.org/secret"):
        answer = contributor.post(address(item), claim(item, evidence="document", source=words))
        assert "No source is on record" in str(answer.context["form"].errors["source"])
    # Nor does adding it again tell that it is there.
    new = {"evidence": "document", "new_title": "A report", "new_url": "https://example.org/secret"}
    assert contributor.post(address(item), claim(item, **new)).status_code == 302
    assert not Proposal.objects.filter(source=embargoed).exists()


def test_an_editor_proposes_in_every_voice_and_records_nothing(as_role, item):
    editor = as_role("editor")
    editor.post(address(item), sent(item))
    editor.post(address(item), claim(item))
    assert set(Proposal.objects.values_list("position", flat=True)) == {"complete", "says-complete"}
    assert not item.updates.exists()


def test_a_publisher_records_directly_and_sees_what_waits(as_role, contributor, item):
    contributor.post(address(item), claim(item))
    publisher = as_role("publisher")
    page = publisher.get(address(item)).content.decode()
    assert "Proposed, and waiting for a publisher" in page
    publisher.post(address(item), sent(item))
    assert item.updates.get().position == "complete"


@pytest.mark.parametrize(
    "new",
    [
        {},
        {"evidence": "document", "new_title": "A new letter"},
        {"evidence": "document", "new_title": "A new letter", "new_url": "https://example.org/letter"},
    ],
)
def test_a_proposal_that_is_sent_twice_is_one_and_so_is_its_new_source(contributor, item, new):
    for _time in range(2):
        answer = contributor.post(address(item), claim(item, **new), follow=True)
        assert "Sent as a proposal" in answer.content.decode()
    assert Proposal.objects.count() == 1
    assert Source.objects.filter(title="A new letter").count() == (1 if new else 0)


def test_other_words_are_another_proposal(contributor, item):
    contributor.post(address(item), claim(item))
    contributor.post(address(item), claim(item, target_on="2022-03"))
    assert Proposal.objects.count() == 2


def test_a_contributor_of_no_body_reads_why_there_is_no_form(as_role, item):
    nobody = as_role("contributor")
    answer = nobody.get(address(item))
    assert answer.status_code == 403
    assert "speaks for no body yet" in answer.content.decode()
    assert nobody.post(address(item), claim(item)).status_code == 403
    assert not Proposal.objects.exists()
    assert "speaks for no body yet" in nobody.get("/admin/inspections/addressee/").content.decode()


@pytest.mark.parametrize("role", ["viewer", "administrator"])
def test_other_roles_neither_record_nor_propose(as_role, item, role):
    client = as_role(role, item.body)
    assert client.get(address(item)).status_code == 403
    assert client.post(address(item), claim(item)).status_code == 403
    assert not Proposal.objects.exists()


def returned(item, by):
    proposal = make_proposal(item, "says-complete", by=by, note="For colleagues.", reason="It is done.")
    return_proposals([proposal.pk], by=make_account("publisher"), comment="Say which files.")
    return proposal


def test_what_was_returned_is_sent_again_from_its_own_words_and_leaves_the_worklist(contributor, item):
    old = returned(item, contributor.account)
    again = f"{address(item)}?proposal={old.pk}"
    form = contributor.get(again).context["form"]
    for name, value in {"stated_by": item.body.pk, "reason": "It is done.", "note": "For colleagues."}.items():
        assert form[name].value() == value
    contributor.post(again, claim(item, reason="All 40 files were reviewed."))
    old.refresh_from_db()
    assert old.state == "withdrawn"
    assert Proposal.objects.waiting().get().reason == "All 40 files were reviewed."


@pytest.mark.parametrize("named", ["0", "x", "99999999999999999999", "²", ""])
def test_a_proposal_that_is_not_there_begins_an_empty_form(contributor, item, named):
    assert contributor.get(f"{address(item)}?proposal={named}").context["form"]["reason"].value() is None


def test_somebody_elses_words_can_be_begun_with_and_stay_theirs(contributor, item):
    colleague = returned(item, make_account("contributor", item.body))
    hidden = make_proposal(item, "being-progressed", by=make_account("editor"))
    assert contributor.get(f"{address(item)}?proposal={hidden.pk}").context["form"]["reason"].value() is None
    contributor.post(f"{address(item)}?proposal={colleague.pk}", claim(item))
    colleague.refresh_from_db()
    assert colleague.state == "returned"
