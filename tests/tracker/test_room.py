"""A disk without room is told apart from every other error, and is said in a sentence."""

import errno

import pytest

from tracker.room import NoRoom, needing_room, try_later

pytestmark = pytest.mark.once


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_no_room_and_a_disk_that_only_reads_are_known_by_their_number(number, caplog):
    with pytest.raises(NoRoom), needing_room():
        raise OSError(number, "said by the system", "the-file")
    assert "the-file" in caplog.text


def test_what_writes_spreadsheets_says_it_in_a_way_of_its_own():
    class SerialisationError(Exception):
        """As lxml's is, which no module of ours names."""

    with pytest.raises(NoRoom), needing_room():
        raise SerialisationError("IO_ENOSPC")


@pytest.mark.parametrize("error", [OSError(errno.EIO, "a broken disk"), FileNotFoundError(2, "x"), ValueError("x")])
def test_any_other_error_stays_what_it_is(error):
    with pytest.raises(type(error)) as caught, needing_room():
        raise error
    assert caught.value is error


def test_the_answer_is_a_sentence_that_asks_to_come_again_and_is_not_kept():
    answer = try_later()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "60", "no-store")
    assert answer.content.decode().startswith("There is no room on our disk")
