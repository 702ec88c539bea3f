"""What is derived stays true when staff save one thing."""

import pytest
from django.apps import apps
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate

from inspections.models import Recommendation, SearchDocument
from tests.make import make_body, make_force, make_inspection, make_item, make_programme, make_theme

pytestmark = pytest.mark.django_db


def found(words):
    return list(Recommendation.objects.matching(words).values_list("ref", flat=True))


def test_a_new_recommendation_can_be_found_at_once():
    make_item("one", text="Look for missing children.")
    assert found("missing children") == ["one"]


def test_a_changed_text_is_found_by_its_new_words_only():
    recommendation = make_item("one", text="Look for missing children.").recommendation
    recommendation.text = "Train detectives."
    recommendation.save()
    assert found("missing") == []
    assert found("detectives") == ["one"]


def test_it_is_found_by_the_names_of_what_it_belongs_to():
    theme = make_theme("domestic-abuse", synonyms="DA; coercive control")
    programme = make_programme(name="Child protection", abbreviation="NCPI")
    inspection = make_inspection(title="Vulnerability 2021", area="Teesside", programme=programme)
    make_item("one", body=make_force("cleveland"), inspection=inspection, themes=[theme])
    for words in ("cleveland", "coercive", "DA", "ncpi", "vulnerability 2021", "teesside"):
        assert found(words) == ["one"], words


@pytest.mark.parametrize("noun", ["theme", "body", "programme", "inspection"])
def test_a_new_name_finds_it_and_the_old_one_does_not(noun):
    theme, body, programme = make_theme(name="Oldname"), make_body(name="Oldname"), make_programme(name="Oldname")
    inspection = make_inspection(title="Oldname", programme=programme)
    make_item("one", body=body, inspection=inspection, themes=[theme])
    for thing in (theme, body, programme, inspection):
        field = "title" if thing is inspection else "name"
        setattr(
            thing,
            field,
            "Newname"
            if thing is {"theme": theme, "body": body, "programme": programme, "inspection": inspection}[noun]
            else "Other",
        )
        thing.save()
    assert found("newname") == ["one"]
    assert found("oldname") == []


def test_it_is_no_longer_found_by_a_body_that_was_taken_off():
    item = make_item("one", body=make_force("cleveland"))
    item.recommendation.addressees.all().delete()
    assert found("cleveland") == []


def test_a_moved_publication_moves_what_is_due():
    recommendation = make_item(
        inspection=make_inspection(published="2020-01-15"), deadline="within-3-months"
    ).recommendation
    inspection = recommendation.inspection
    inspection.published_on = "2020-02-15"
    inspection.full_clean()
    inspection.save()
    recommendation.refresh_from_db()
    assert recommendation.due_day.isoformat() == "2020-05-15"


def after_migrating(**named):
    config = apps.get_app_config("inspections")
    post_migrate.send(config, app_config=config, using="default", verbosity=0, interactive=False, **named)


def test_an_upgrade_that_dropped_the_search_documents_ends_with_a_search_that_finds():
    make_item("one", text="Look for missing children.")
    SearchDocument.objects.all().delete()
    after_migrating()
    assert found("missing children") == ["one"]


def test_while_migrations_are_missing_nothing_is_indexed(monkeypatch):
    """The tables are not those that the models tell of."""
    make_item("one", text="Look for missing children.")
    SearchDocument.objects.all().delete()
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [("a migration", False)])
    after_migrating()
    assert not SearchDocument.objects.exists()
