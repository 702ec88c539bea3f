"""The pictures, on their own page and on those of bodies, programmes and themes."""

import re

import pytest

from inspections.models import Programme
from tests import make
from tests.harness.markup import html_errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    force, theme = make.make_force("northshire"), make.make_theme("custody")
    make.make_programme("peel")
    for number in range(6):
        inspection = make.make_inspection(published=f"202{number % 3}-01-15")
        item = make.make_item(body=force, inspection=inspection, themes=[theme])
        make.make_update(item, ["planned", "complete", "says-complete"][number % 3], "2023-02-01")
    return Programme.objects.get()


def text_of(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


PLACES = ["/charts/", "/forces/northshire/", "/programmes/peel/", "/themes/custody/"]


@pytest.mark.parametrize("path", PLACES)
def test_every_picture_has_a_title_a_description_and_a_table_under_a_heading(client, record, path):
    text = text_of(client, path)
    for name in ("over-time-picture", "open-ages-picture", "completion-picture"):
        assert f'role="img" aria-labelledby="{name}-title {name}-desc"' in text
        assert re.search(f'<title id="{name}-title">[^<]+</title> <desc id="{name}-desc">[^<]+</desc>', text)
        assert re.search(r'<h[34] class="chart__heading">The same in figures</h[34]> <details', text)
        assert f'id="{name}-table"' in text
    assert not re.search(r"\sstyle=", text)


def test_the_home_page_has_the_first_and_leads_to_the_others(client, record):
    text = text_of(client, "/")
    assert 'id="over-time-picture-title"' in text
    assert "open-ages-picture" not in text
    assert 'href="/charts/"' in text


def test_the_last_line_of_the_table_is_what_the_bar_says(client, record):
    text = text_of(client, "/forces/northshire/")
    last = re.findall(r"<tbody>(.*?)</tbody>", text.partition('id="over-time-picture-table"')[2])[0].rsplit("<tr>", 1)[
        1
    ]
    assert re.findall(r'app-table__number">(\d+)</td>', last) == ["0", "2", "2", "2", "6"]
    assert re.search(r'status-legend__count">2<.*Planned', text)


def test_a_past_day_ends_the_pictures_there(client, record):
    text = text_of(client, "/charts/?as_at=2022-06-30")
    assert "from January 2020 to 30 June 2022" in text
    assert "On 30 June 2022, 6 items: No progress published 6." in text
    assert "2023" not in text.partition("<main")[2].partition("</main>")[0]
    assert "Half have not been confirmed complete within 2 years and 5 months" in text


def test_what_has_no_day_of_publication_is_said_to_be_left_out(client, record):
    make.make_item(inspection=make.make_inspection(published=None))
    text = text_of(client, "/charts/")
    assert "1 open item whose day of publication is not known is left out." in text
    assert "1 item whose day of publication is not known is left out." in text


def test_a_few_items_make_no_curve_and_the_page_says_why(client):
    make.make_item(body=make.make_force("small"))
    text = text_of(client, "/forces/small/")
    assert "Ages and times are shown where there are at least 5 items." in text
    assert "over-time-picture" in text
    assert "completion-picture" not in text


def test_an_empty_record_is_a_sentence(client):
    assert "Nothing to draw yet" in text_of(client, "/charts/")
    assert "over-time-picture" not in text_of(client, "/")


@pytest.mark.once
def test_they_are_valid_html(client, record):
    assert html_errors({path: client.get(path).content.decode() for path in PLACES}) == {}


def test_four_queries_once_the_record_is_in_memory(client, record, django_assert_num_queries):
    for number in range(50):
        make.make_update(make.make_item(), "complete", "2023-05-01")
        if number in (0, 49):
            text_of(client, "/charts/")
            with django_assert_num_queries(4):
                text_of(client, "/charts/")
