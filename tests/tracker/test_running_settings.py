"""What watches the site is set from the environment, and a value that means nothing stops the start."""

import pytest

from tests.tracker.test_settings import start

pytestmark = pytest.mark.once


@pytest.mark.parametrize("value", ["much", "-1", "1.5", "200MB"])
def test_a_limit_that_is_no_number_is_refused_with_a_sentence(value):
    done = start(DEMO="1", LEAST_FREE_MB=value)
    assert done.returncode != 0
    assert f"LEAST_FREE_MB must be a whole number of megabytes from 0 to 100000, not “{value}”." in done.stderr
