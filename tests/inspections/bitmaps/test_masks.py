import numpy as np
import pytest
from pyroaring import BitMap

from inspections.bitmaps.masks import BLOCK, MOST_LISTED, bitmap

pytestmark = pytest.mark.once


@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 5000, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 77])
@pytest.mark.parametrize("share", [0, 0.001, 0.06, 0.5, 1])
def test_a_bitmap_holds_the_places_that_are_not_nothing(size, share):
    mask = np.random.default_rng(size).random(size) < share
    assert bitmap(mask) == BitMap(np.flatnonzero(mask).tolist())
    assert bitmap(mask.astype(np.uint16) * 256) == bitmap(mask)


@pytest.mark.parametrize("count", [MOST_LISTED - 1, MOST_LISTED, MOST_LISTED + 1, BLOCK])
def test_the_form_changes_where_a_block_is_full_enough(count):
    mask = np.zeros(3 * BLOCK, bool)
    mask[2 * BLOCK : 2 * BLOCK + count] = True  # two blocks that hold nothing stand before it
    found = bitmap(mask)
    assert found == BitMap(range(2 * BLOCK, 2 * BLOCK + count))
    found.add(5)
    assert len(found) == count + 1
