import pytest
from django.core.management import CommandError, call_command

from tests.make import make_force, make_inspection, make_item, make_recommendation, make_update

pytestmark = pytest.mark.django_db


def test_it_says_what_each_kind_of_page_costs(capsys):
    force = make_force("cleveland")
    make_update(make_item("alone", body=force), "planned")
    national = make_inspection("national")
    make_recommendation("wide", to=[force, make_force()], inspection=national)
    make_recommendation("second", to=[force], inspection=national)
    call_command("measure_pages")
    rows = capsys.readouterr().out.splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == [
        "/",
        "/recommendations/",
        "/recommendations/?force=cleveland&status=under-way",
        "/recommendations/?q=children",
        "/recommendations/alone/cleveland/",
        "/recommendations/wide/",
        "/forces/cleveland/",
        "/inspections/national/",
    ]
    for row in rows:
        weight, small, queries, _time = (cell.strip() for cell in row.split("|")[2:-1])
        assert float(weight.split()[0]) > float(small.split()[0]) > 0
        assert int(queries) > 0


def test_an_empty_record_has_nothing_to_measure():
    with pytest.raises(CommandError, match="load a record first"):
        call_command("measure_pages")
