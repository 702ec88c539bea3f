"""Themes for staff."""

from inspections.models import Recommendation, Theme
from tests.make import make_recommendation, make_theme

LIST = "/admin/inspections/theme/"


def test_the_list_counts_recommendations(boss, db):
    make_recommendation(themes=[make_theme()])
    assert '<td class="field-recommendation_count">1</td>' in boss.get(LIST).content.decode()


def test_a_new_synonym_finds_its_recommendations_at_once(boss, db):
    theme = make_theme("missing-children", name="Missing children")
    make_recommendation(themes=[theme])
    sent = {"slug": theme.slug, "name": theme.name, "synonyms": "runaways"}
    boss.post(f"{LIST}{theme.pk}/change/", sent)
    assert Recommendation.objects.matching("runaways").count() == 1


def test_a_theme_in_use_is_not_deleted(boss, db):
    theme = make_theme()
    recommendation = make_recommendation(themes=[theme])
    answer = boss.post(f"{LIST}{theme.pk}/delete/", {"post": "yes"})
    assert f"{recommendation}</a>" in answer.content.decode()
    assert Theme.objects.exists()
