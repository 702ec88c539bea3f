import pytest

from inspections.models import Recommendation, SearchDocument
from tests.make import make_recommendation
from tests.packages import run

pytestmark = pytest.mark.django_db


def test_everything_can_be_found_again_after_the_search_documents_were_lost():
    make_recommendation("wanted", text="Look for missing children at once.")
    make_recommendation("other", text="Record crimes properly.")
    SearchDocument.objects.all().delete()
    assert not Recommendation.objects.matching("children").exists()
    assert "2 recommendations can be found again." in run("rebuild_search")
    assert [found.ref for found in Recommendation.objects.matching("children")] == ["wanted"]


def test_an_outdated_search_document_is_replaced():
    recommendation = make_recommendation("wanted", text="Look for missing children.")
    Recommendation.objects.filter(pk=recommendation.pk).update(text="Check the vetting.")
    run("rebuild_search")
    assert not Recommendation.objects.matching("children").exists()
    assert Recommendation.objects.matching("vetting").exists()
