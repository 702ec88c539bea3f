"""Texts are looked up once in each language, and stay what they are."""

from typing import Any

from django.utils import translation
from django.utils.translation import trans_real


def test_each_language_keeps_what_it_was_asked_for():
    for language in ("en-gb", "cy"):
        catalogue: Any = trans_real.translation(language)
        before = catalogue.gettext.cache_info().hits
        with translation.override(language):
            first, second = (translation.gettext("A text that nobody translates") for _time in range(2))
        assert first == second == "A text that nobody translates"
        assert catalogue.gettext.cache_info().hits > before


def test_languages_do_not_mix():
    with translation.override("cy"):
        welsh = translation.gettext("January")
    with translation.override("en-gb"):
        assert translation.gettext("January") == "January"
    assert welsh != "January"
