"""Programmes for staff."""

from tests.make import make_inspection, make_programme

LIST = "/admin/inspections/programme/"


def test_the_list_counts_inspections(boss, db):
    programme = make_programme()
    make_inspection(programme=programme)
    make_inspection(programme=programme)
    assert '<td class="field-inspection_count">2</td>' in boss.get(LIST).content.decode()


def test_a_programme_with_inspections_is_not_deleted(boss, db):
    programme = make_inspection().programme
    answer = boss.post(f"{LIST}{programme.pk}/delete/", {"post": "yes"})
    assert "would require deleting the following protected related objects" in answer.content.decode()


def test_one_without_is(boss, db):
    programme = make_programme()
    assert boss.post(f"{LIST}{programme.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not type(programme).objects.exists()
