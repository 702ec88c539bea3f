import pytest

from inspections.bitmaps.names import names_of
from inspections.models.edition import edition
from tests import make

pytestmark = pytest.mark.django_db


def test_names_are_read_once_for_an_edition(django_assert_num_queries):
    theme = make.make_theme("custody", name="Custody")
    now = edition()
    assert names_of(now).things["theme"][theme.pk].label == "Custody"
    with django_assert_num_queries(0):
        assert names_of(now).key("theme", "custody") == theme.pk
    theme.name = "Cells"
    theme.save()
    assert names_of(edition()).things["theme"][theme.pk].label == "Cells"


def test_inspections_are_called_by_title_and_date():
    dated = make.make_inspection(published="2019-09", title="PEEL")
    bare = make.make_inspection("bare", published=None, title="Custody")
    names = names_of(None)
    assert [each.label for each in names.of_inspections([dated.pk, bare.pk]).values()] == [
        "PEEL, September 2019", "Custody",
    ]  # fmt: skip
    assert names.key("inspection", "bare") == bare.pk
    assert names.key("inspection", "nowhere") == 0
