"""Whole addresses, for what leaves the site."""

import pytest
from django.test import RequestFactory

from tracker.addresses import absolute


@pytest.mark.parametrize("site", ["https://register.example.org", "https://register.example.org/"])
def test_where_the_site_has_a_name_the_request_plays_no_part(settings, site):
    settings.SITE_URL = site
    asked = RequestFactory().get("/forces/", headers={"host": "other.example.com"})
    assert absolute("/forces/?a=1", asked) == "https://register.example.org/forces/?a=1"
    assert absolute("/") == "https://register.example.org/"


def test_without_a_name_it_is_the_host_that_was_asked(settings):
    settings.SITE_URL = ""
    assert absolute("/forces/", RequestFactory().get("/")) == "http://testserver/forces/"
    assert absolute("/forces/", RequestFactory().get("/", secure=True)) == "https://testserver/forces/"


def test_with_neither_it_says_so(settings):
    settings.SITE_URL = ""
    with pytest.raises(ValueError, match="SITE_URL is not set"):
        absolute("/forces/")
