import pytest

from inspections.bitmaps.names import names_of
from inspections.models import Body
from inspections.models.edition import Edition, edition
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


def test_a_statement_leaves_names_alone(django_assert_num_queries):
    item = make.make_item()
    before = names_of(edition())
    make.make_update(item, "planned")
    now = edition()
    with django_assert_num_queries(0):
        assert names_of(now) is before
    make.make_theme("custody")
    later = edition()
    assert names_of(later) is not before
    assert later.name != now.name


def test_names_of_a_record_of_which_only_statements_are_known_are_read_anew():
    make.make_theme("custody")
    Edition.objects.update(beside_at=None)
    before = names_of(edition())
    Edition.objects.update(number=77)
    assert names_of(edition()) is not before


def test_inspections_are_called_by_title_and_date():
    dated = make.make_inspection(published="2019-09", title="PEEL")
    bare = make.make_inspection("bare", published=None, title="Custody")
    names = names_of(None)
    assert [each.label for each in names.of_inspections([dated.pk, bare.pk]).values()] == [
        "PEEL, September 2019", "Custody",
    ]  # fmt: skip
    assert names.key("inspection", "bare") == bare.pk
    assert names.key("inspection", "nowhere") == 0


def test_bodies_are_ranked_by_name_as_the_database_puts_them_in_order():
    names = ("Zeal", "Émile", "alpha", "Beta")
    made = {make.make_force(f"force-{number}", name=name).pk: name for number, name in enumerate(names)}
    listed = Body.objects.filter(pk__in=made).order_by("name").values_list("pk", flat=True)
    ranks = names_of(None).ranks
    assert sorted(made, key=lambda pk: ranks[pk]) == list(listed)
