"""What processes share on disk: whole or not at all, below a limit, and of few states."""

import os
import time

import pytest

from tracker.answers.answer import Original
from tracker.answers.shelf import Shelf

pytestmark = pytest.mark.once

PAGE = Original.of([("Content-Type", "text/html")], b"a page")


def files(tmp_path):
    return sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_what_one_process_put_another_finds(tmp_path):
    Shelf(tmp_path, 10_000).put("7", "/a?q=1", PAGE)
    shelf = Shelf(tmp_path, 10_000)
    assert shelf.get("7", "/a?q=1") == PAGE
    assert shelf.get("8", "/a?q=1") is None
    assert shelf.get("7", "/a") is None


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "other", "nonsense"])
def test_a_damaged_file_is_not_read(tmp_path, damage):
    shelf = Shelf(tmp_path, 10_000)
    shelf.put("7", "/a", PAGE)
    path = files(tmp_path)[0]
    content = path.read_bytes()
    path.write_bytes(
        {
            "cut": content[:-3],
            "changed": content.replace(b"text/html", b"text/evil"),
            "empty": b"",
            "other": content.replace(b'"/a"', b'"/b"'),
            "nonsense": b"[1]\n",
        }[damage]
    )
    assert shelf.get("7", "/a") is None
    shelf.put("7", "/a", PAGE)
    assert shelf.get("7", "/a") == PAGE


def test_files_of_old_states_go_once_nobody_can_be_reading_them(tmp_path):
    shelf = Shelf(tmp_path, 10_000)
    shelf.put("6", "/a", PAGE)
    old = files(tmp_path)[0].parent
    shelf.put("7", "/a", PAGE)
    assert shelf.get("6", "/a") == PAGE
    os.utime(old, (time.time() - 100, time.time() - 100))
    shelf.put("8", "/a", PAGE)
    assert not old.exists()
    assert shelf.get("7", "/a") == PAGE


def test_the_limit_of_bytes_is_kept(tmp_path):
    shelf = Shelf(tmp_path, 3_000)
    for number in range(50):
        shelf.put("7", f"/{number}", PAGE)
        assert sum(path.stat().st_size for path in files(tmp_path)) <= 3_000
    assert shelf.get("7", "/49") == PAGE
    assert shelf.get("7", "/0") is None


def test_what_is_larger_than_the_limit_is_not_kept(tmp_path):
    shelf = Shelf(tmp_path, 10)
    shelf.put("7", "/a", PAGE)
    assert files(tmp_path) == []


def test_a_folder_that_is_taken_away_is_made_again(tmp_path):
    shelf = Shelf(tmp_path / "answers", 10_000)
    shelf.put("7", "/a", PAGE)
    for path in files(tmp_path):
        path.unlink()
        path.parent.rmdir()
    shelf.put("7", "/a", PAGE)  # is lost
    shelf.put("7", "/a", PAGE)
    assert shelf.get("7", "/a") == PAGE


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path, caplog):
    (tmp_path / "answers").write_text("a file where the folder should be")
    shelf = Shelf(tmp_path / "answers", 10_000)
    shelf.put("7", "/a", PAGE)
    assert shelf.get("7", "/a") is None
    assert "could not be kept" in caplog.text
