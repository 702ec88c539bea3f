import gc

import pytest

from inspections.management.collecting import without_collecting


def test_nothing_is_collected_meanwhile_and_again_afterwards():
    with without_collecting():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_is_collected_again_after_an_error():
    with pytest.raises(KeyError), without_collecting():
        raise KeyError
    assert gc.isenabled()
