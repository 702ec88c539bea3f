"""Addresses of the API are plural nouns, each with a name, and the last answers for the rest."""

from inspections.api import urls


def test_every_address_has_a_name_of_its_own_and_ends_as_the_others_do():
    names = [pattern.name for pattern in urls.urlpatterns]
    assert len(set(names)) == len(names)
    assert names[-1] == "api-nowhere"
    assert all(str(pattern.pattern).endswith(("/", ".json")) for pattern in urls.urlpatterns[:-1])
