"""Memory and shelf as one, as the settings say."""

import pytest

from tracker.answers.answer import Original
from tracker.answers.keeper import Keeper

pytestmark = pytest.mark.once


@pytest.mark.django_db
def test_the_settings_say_how_much_is_kept_and_where(settings, tmp_path):
    settings.KEPT_ANSWERS_DIR, settings.KEPT_ANSWERS_DIR_MB, settings.KEPT_MEMORY_MB = str(tmp_path), 2, 1
    keeper = Keeper.of_settings()
    assert keeper.shelf
    assert (keeper.memory.limit, keeper.shelf.limit) == (1024 * 1024, 2 * 1024 * 1024)
    keeper.keep("7", "/a", "br", Original.of([], b"a page"))
    other = Keeper.of_settings()
    found = other.find("7", "/a", "identity")
    assert found
    assert found.body == b"a page"
    assert other.reader.state() is not None


def test_without_a_folder_each_process_has_its_own(settings):
    settings.KEPT_ANSWERS_DIR = ""
    keeper = Keeper.of_settings()
    assert keeper.shelf is None
    keeper.keep("7", "/a", "br", Original.of([], b"a page"))
    assert keeper.find("7", "/a", "gzip")
    assert Keeper.of_settings().find("7", "/a", "br") is None


def test_what_cannot_be_unpacked_is_not_there(settings):
    settings.KEPT_ANSWERS_DIR = ""
    keeper = Keeper.of_settings()
    keeper.keep("7", "/a", "br", Original([], b"nonsense"))
    assert keeper.find("7", "/a", "identity") is None
