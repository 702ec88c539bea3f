"""One page has one address, however it was asked for."""

import datetime

import pytest
from django.utils.html import escape

from inspections.views.canonical import canonical_path, with_parameters
from tests import make
from tests.harness.standing import written_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("selected_stands")]

HOME = "http://localhost:8000"
DAY = datetime.date(2019, 6, 30)


def canonical(client, path: str) -> str:
    html = client.get(path).content.decode()
    assert html.count('<link rel="canonical"') == 1
    return html.partition('<link rel="canonical" href="')[2].partition('"')[0]


def test_parameters_come_in_order_and_empty_ones_not_at_all():
    assert canonical_path("/a/", {"z": ["b", "a"], "q": "", "m": "x y"}) == "/a/?m=x+y&z=a&z=b"
    assert canonical_path("/a/", {}) == "/a/"


def test_a_tuple_keeps_its_order():
    assert canonical_path("/compare/", {"force": ("north", "east")}) == "/compare/?force=north&force=east"


def test_a_day_and_a_page_stay_and_the_first_page_has_no_number():
    assert canonical_path("/a/", {"b": "1"}, DAY, 2) == "/a/?as_at=2019-06-30&b=1&page=2"
    assert canonical_path("/a/", {}, None, 1) == "/a/"


def test_more_parameters_go_to_the_end():
    assert with_parameters("/a/", edition="7") == "/a/?edition=7"
    assert with_parameters("/a/?b=1", edition="7") == "/a/?b=1&edition=7"


def selected() -> None:
    north, east = make.make_force("north"), make.make_force("east")
    theme = make.make_theme("children")
    for _number in range(51):
        make.make_recommendation(to=[north], themes=[theme])
    make.make_recommendation("both", to=[north, east])


selected_stands = written_once(selected)


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/recommendations/", "/recommendations/"),
        ("/recommendations/?theme=children&force=north&force=east&q=", "?force=east&force=north&theme=children"),
        ("/recommendations/?force=east&force=east&utm_source=x&status=nonsense", "?force=east"),
        ("/recommendations/?force=north&page=1", "?force=north"),
        ("/recommendations/?page=2&force=north", "?force=north&page=2"),
        ("/recommendations/?sort=newest", "/recommendations/"),
        ("/recommendations/?sort=oldest&sort=due", "?sort=due"),
        ("/recommendations/?q=++do+++what+&as_at=2021-01-01", "?as_at=2021-01-01&q=do+what"),
        ("/recommendations/?as_at=nonsense", "/recommendations/"),
        ("/recommendations/?edition=7", "/recommendations/"),
        ("/recommendations/both/?sort=body&x=1", "/recommendations/both/"),
        ("/recommendations/both/?sort=news", "?sort=news"),
        ("/recommendations/both/north/?as_at=2020-06-30", "?as_at=2020-06-30"),
        ("/forces/?kind=police-force&sort=name&q=north&nothing=", "?kind=police-force&q=north"),
        ("/forces/north/?x=1", "/forces/north/"),
        ("/inspections/?year=&sort=oldest", "?sort=oldest"),
        ("/responses/?state=late&state=in-time&x", None),
        ("/compare/?force=north&force=east&force=nobody", "?force=north&force=east"),
        ("/changes/?until=2021&since=2020-03&force=", "?since=2020-03&until=2021"),
        ("/changes/?since=nonsense", "/changes/"),
        ("/themes/?sort=late", "?sort=late"),
        ("/methodology/?x=1", "/methodology/"),
        ("/components/?page=3", "/components/"),
    ],
)
def test_every_page_names_the_one_address_that_it_has(client, asked, address):
    path = asked.partition("?")[0]
    found = canonical(client, asked)
    if address is None:  # what the states are called is theirs to say: sorted they must be
        assert found.partition("?")[2].split("&amp;") == sorted(found.partition("?")[2].split("&amp;"))
    else:
        assert found == escape(f"{HOME}{address if address.startswith('/') else path + address}")


def test_the_canonical_address_leads_to_itself(client):
    asked = "/recommendations/?theme=children&page=2&force=north&as_at=2021-01-01"
    found = canonical(client, asked).replace("&amp;", "&")
    assert canonical(client, found.removeprefix(HOME)).replace("&amp;", "&") == found


def test_the_pages_of_a_list_name_the_one_before_and_the_one_after(client):
    first = client.get("/recommendations/?force=north").content.decode()
    assert f'<link rel="next" href="{HOME}/recommendations/?force=north&amp;page=2">' in first
    assert '<link rel="prev"' not in first
    second = client.get("/recommendations/?page=2&force=north").content.decode()
    assert f'<link rel="prev" href="{HOME}/recommendations/?force=north">' in second
    assert '<link rel="next"' not in second
