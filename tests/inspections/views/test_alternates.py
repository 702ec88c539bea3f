"""Pages name their feed and their calendar, so that a reader's program finds them."""

import re

import pytest

from inspections.views.alternates import alternates

LINK = re.compile(r'<link rel="alternate" type="(?:application/atom\+xml|text/calendar)" title="[^"]+" href="([^"]+)"')


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "forms"),
    [
        ("/forces/northshire/", ["/forces/northshire.atom", "/forces/northshire.ics"]),
        ("/inspections/northshire-2017/", ["/inspections/northshire-2017.atom", "/inspections/northshire-2017.ics"]),
        ("/themes/missing-children/", ["/themes/missing-children.atom"]),
        ("/programmes/child-protection/", ["/programmes/child-protection.atom"]),
        ("/recommendations/records/", ["/recommendations/records.atom"]),
        ("/recommendations/records/northshire/", ["/recommendations/records/northshire.atom"]),
        (
            "/recommendations/?force=northshire&sort=oldest&page=1",
            ["/recommendations.atom?force=northshire", "/recommendations.ics?force=northshire"],
        ),
        ("/changes/?since=2019&force=northshire", ["/changes.atom?force=northshire"]),
        ("/forces/northshire/?as_at=2019-06-30", ["/forces/northshire.atom", "/forces/northshire.ics"]),
    ],
)
def test_a_page_names_its_forms_and_they_answer(client, page, forms, record):
    found = LINK.findall(client.get(page).content.decode())
    assert [path for path in found if ".atom" in path or ".ics" in path] == forms
    assert [client.get(path).status_code for path in found] == [200] * len(found)


def test_a_form_of_a_list_has_its_parameters_in_order_without_the_sorting():
    (feed, _calendar) = alternates("recommendation-list", theme=["b", "a"], force=["x"], sort=["due"])
    assert feed[2] == "/recommendations.atom?force=x&theme=a&theme=b"
