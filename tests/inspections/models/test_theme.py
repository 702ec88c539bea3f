from inspections.models import Theme


def test_synonyms_are_listed_one_by_one():
    assert Theme(synonyms="CSE; grooming gangs").synonym_list == ["CSE", "grooming gangs"]
    assert Theme().synonym_list == []
