import os
import signal
import time

import pytest
from django.core.management.base import CommandError

from inspections.management.ending import ending_well
from tracker.backups import Unable

pytestmark = pytest.mark.once


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_told_to_stop_tidies_up_and_says_so(number):
    tidied = []

    def work() -> None:
        with ending_well():
            try:
                os.kill(os.getpid(), number)
                time.sleep(60)
            finally:
                os.kill(os.getpid(), number)  # whoever asks twice does not get half a tidying up
                tidied.append(number)

    with pytest.raises(CommandError, match="Interrupted"):
        work()
    assert tidied == [number]


def test_what_was_impossible_is_a_sentence():
    with pytest.raises(CommandError, match=r"^Because\.$"), ending_well():
        raise Unable("Because.")


def test_signals_mean_afterwards_what_they_meant_before():
    before = signal.getsignal(signal.SIGTERM)
    with ending_well():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before
