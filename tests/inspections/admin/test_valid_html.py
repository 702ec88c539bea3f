"""The pages on which updates are recorded, proposed and decided on are valid HTML, as far as they are ours."""

import re

import pytest

from tests.harness.markup import html_errors
from tests.inspections.admin.recording import address, claim, sent
from tests.make import (
    make_account,
    make_force,
    make_inspection,
    make_item,
    make_policing_body,
    make_proposal,
    make_update,
)

PROPOSALS = "/admin/inspections/proposal/"
TOGETHER = "/admin/inspections/addressee/together/"


@pytest.fixture
def item(db):
    cleveland = make_force("cleveland", name="Cleveland Police")
    make_policing_body(cleveland, "cleveland-pcc", start="2012-11-22")
    item = make_item("cp-2017-1", cleveland, inspection=make_inspection(published="2017-09-21"))
    make_update(item, "planned", on="2018-01", target_on="2019")
    return item


def ours(answer):
    """The part of a page within Django's frame, as a page of its own."""
    part = re.search(r"<h1>.*?(?=<br class=\"clear\">)", answer.content.decode(), re.S)[0]
    return f'<!DOCTYPE html><html lang="en"><head><title>x</title></head><body>{part}</body></html>'


@pytest.mark.once
def test_the_pages_are_valid_html(as_role, item):
    contributor, publisher = as_role("contributor", item.body), as_role("publisher")
    private = {"reason": "Ask Jo on 020 7946 0000.", "new_title": "A letter", "new_url": "x"}
    pages = {
        "form of a contributor": contributor.get(address(item)),
        "form of a publisher": publisher.get(address(item)),
        "refused": contributor.post(address(item), claim(item, step="check", position="complete", **private)),
        "preview": publisher.post(address(item), sent(item, step="check", note="x")),
        "preview of a proposal": contributor.post(address(item), claim(item, step="check")),
        "no body": as_role("contributor").get(address(item)),
    }
    mine = make_proposal(item, "under-way", by=contributor.account, note="x", batch="spring")
    other = make_proposal(item, "assured", by=make_account("editor"), batch="autumn")
    both = f"{mine.pk},{other.pk}"
    pages |= {
        "proposal of one's own": contributor.get(f"{PROPOSALS}{mine.pk}/change/"),
        "proposal": publisher.get(f"{PROPOSALS}{mine.pk}/change/"),
        "accept": publisher.get(f"{PROPOSALS}all/accept/"),
        "return": publisher.post(f"{PROPOSALS}decide/", {"proposals": both, "act": "return"}),
    }
    draft = make_item("draft", inspection=make_inspection(draft=True))
    together = claim(item, by=item.body, batch="all", items=f"{item.pk},{draft.pk}") | {"stated_by": "itself"}
    looked_at = {name: value for name, value in together.items() if name != "record"} | {"check": "1"}
    pages |= {
        "together": publisher.get(TOGETHER),
        "together, refused": publisher.post(TOGETHER, looked_at | private),
        "check": publisher.post(TOGETHER, looked_at | {"items": str(item.pk)}),
        "check with one that cannot": publisher.post(TOGETHER, looked_at),
    }
    # One at a time: what the checker says of many does not all arrive.
    found = [error for name, page in pages.items() for error in html_errors({name: ours(page)}).items()]
    assert found == []
