import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from inspections.paths import path_to


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("recommendation-list", ()),
        ("recommendation-detail", ("kent-2019-a1",)),
        ("item-detail", ("kent-2019-a1", "kent")),
        ("force-detail", ("slug-0-of-1",)),
    ],
)
def test_it_is_what_django_would_say(name, slugs):
    assert path_to(name, *slugs) == reverse(name, args=slugs)


def test_it_stands_under_the_prefix_of_the_site():
    before = path_to("force-list")
    set_script_prefix("/register/")
    try:
        assert path_to("force-list") == f"/register{before}"
    finally:
        set_script_prefix("/")


def test_a_page_that_is_not_there_has_no_address():
    with pytest.raises(NoReverseMatch):
        path_to("nowhere")
