import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.models import Grade
from tests import make
from tests.harness.markup import html_errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def forces():
    names = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf"]
    found = [make.make_force(name, name=f"{name.title()} Police", short_name=name.title()) for name in names]
    for force in found:
        make.make_item(body=force)
    return found


def page(client, query: str = "") -> str:
    response = client.get(f"/compare/{query}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def headings(text: str) -> list[str]:
    table = text.partition('aria-labelledby="figures-table"')[2].partition("</thead>")[0]
    return re.findall(r'<th scope="col"><a[^>]*>(\w+)</a>', table)


def test_bodies_stand_in_the_order_in_which_they_were_named(client, forces):
    text = page(client, "?force=charlie&force=alpha&force=charlie")
    assert headings(text) == ["Charlie", "Alpha"]
    assert "This is not a ranking." in text
    assert "What cannot be compared" in text
    assert "Error:" not in text


def test_each_number_leads_to_what_it_counts(client, forces):
    make.make_item(body=forces[0], due_on="2021")
    text = page(client, "?force=alpha&force=bravo")
    assert '<a class="govuk-link" href="/recommendations/?force=alpha">2</a>' in text
    assert '<a class="govuk-link" href="/recommendations/?force=alpha&amp;due=overdue">1</a> of 1' in text
    assert '<td data-label="Bravo">none to count</td>' in text


def test_nothing_chosen_is_a_form_without_a_complaint(client, forces):
    text = page(client)
    assert text.count('type="checkbox"') == 7
    assert "Choose two to six." in text
    assert "Error:" not in text
    assert headings(text) == []


def test_one_chosen_asks_for_more_and_keeps_it(client, forces):
    text = page(client, "?force=bravo")
    assert "Bravo Police is chosen. Choose one to five more." in text
    assert 'value="bravo" checked' in text
    assert headings(text) == []


def test_more_than_six_says_which_are_left_out(client, forces):
    text = page(client, "?" + "&".join(f"force={force.slug}" for force in forces))
    assert "Only the first 6 are compared: 7 bodies were chosen." in text
    assert 'id="filter-force-error"' in text
    assert headings(text) == ["Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot"]


@pytest.mark.parametrize("value", ["atlantis", "%00", "%FF", "x" * 3000, "%22%3E%3Cscript%3E", "' OR 1=1"])
def test_an_unknown_body_is_said_beside_the_field_and_the_others_are_compared(client, forces, value):
    text = page(client, f"?force=alpha&force={value}&force=bravo")
    assert "to choose here." in text
    assert 'href="#filter-force"' in text
    assert "<script" not in text
    assert headings(text) == ["Alpha", "Bravo"]


def test_too_few_that_are_known_says_so(client, forces):
    text = page(client, "?force=alpha&force=atlantis")
    assert "There is no “atlantis” to choose here. Choose at least two bodies." in text
    assert headings(text) == []


def test_the_day_of_the_page_decides_what_is_compared(client, forces):
    make.make_update(forces[0].items.get(), "complete", "2021-06-01")
    before = page(client, "?force=alpha&force=bravo&as_at=2021-05-31")
    assert 'data-label="Alpha"><a class="govuk-link" href="/recommendations/?force=alpha&amp;status=' in before
    assert '<td data-label="Alpha">0 of 1</td>' in before  # confirmed complete
    assert '<td data-label="Alpha">0 of 1</td>' in page(client, "?force=alpha&force=bravo")  # still open
    assert page(client, "?as_at=2019-12-31").count('type="checkbox"') == 0


def test_grades_are_shown_by_scheme(client, forces):
    for force, word in zip(forces[:2], ("good", "inadequate"), strict=True):
        inspection = make.make_inspection(published="2019-09-27")
        Grade.objects.create(inspection=inspection, body=force, framework="peel-2018-19", topic="Ethics", grade=word)
    text = page(client, "?force=alpha&force=bravo")
    assert "peel 2018–19" in text
    assert "Good (" in text
    assert "Inadequate (" in text
    alone = page(client, "?force=alpha&force=charlie")
    assert "No two of these bodies were graded by the same scheme" in alone
    assert "Good (" not in alone


def test_an_empty_record_has_nothing_to_compare(client):
    assert "Nothing to compare yet" in page(client)


@pytest.mark.once
def test_it_is_valid_html(client, forces):
    texts = {query: client.get(f"/compare/{query}").content.decode() for query in ("", "?force=alpha&force=bravo")}
    assert html_errors(texts) == {}


def test_at_most_twenty_queries_for_six_bodies_whatever_they_were_asked(client, forces):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, "?" + "&".join(f"force={force.slug}" for force in forces[:6]))
        return len(captured)

    def fill(number: int) -> None:
        for force in forces:
            make.make_policing_body(force, f"{force.slug}-pcc-{number}", start="2012-11") if number == 5 else None
            for _copy in range(number):
                inspection = make.make_inspection(published="2019-09-27", bodies=[force])
                item = make.make_item(body=force, inspection=inspection, due_on="2021")
                make.make_update(item, "complete", "2021-03-01")
                Grade.objects.create(inspection=inspection, body=force, framework="peel", topic="Ethics", grade="good")

    fill(5)
    few = queries()
    assert few <= 20
    fill(10)
    assert queries() == few
