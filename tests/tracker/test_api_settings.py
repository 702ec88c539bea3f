"""The settings of the API: JSON only, nobody is recognised, nothing is counted in a cache."""

from rest_framework.settings import api_settings
from rest_framework.views import APIView


def test_every_view_is_open_to_all_and_answers_json_alone():
    assert [each.media_type for each in APIView.renderer_classes] == ["application/json"]
    assert APIView.authentication_classes == APIView.permission_classes == APIView.throttle_classes == []
    assert APIView.parser_classes == []
    assert api_settings.URL_FORMAT_OVERRIDE is None
