"""A list as a spreadsheet and as CSV opens in LibreOffice."""

import pytest

from tests import make
from tests.harness.office import sheets_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("address", ["/recommendations", "/inspections", "/responses", "/changes"])
def test_a_list_opens_in_libreoffice(client, tmp_path, address, form):
    item = make.make_item("asked", make.make_force("northshire"), text="=2+3 is not to be worked out.")
    make.make_update(item, "under-way")
    make.make_response(item.recommendation.inspection, item.body)
    answer = client.get(f"{address}.{form}")
    path = tmp_path / f"list.{form}"
    path.write_bytes(answer.getvalue())
    assert sheets_of(path) >= 1


def test_a_list_of_nothing_opens_too(client, tmp_path):
    path = tmp_path / "list.xlsx"
    path.write_bytes(client.get("/recommendations.xlsx?q=nothing-of-the-kind").getvalue())
    assert sheets_of(path) >= 1
