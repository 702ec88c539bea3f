"""The name of the code that runs: another one as soon as a file is another."""

import os

import pytest

from tracker.release import release


@pytest.fixture(autouse=True)
def _anew():
    release.cache_clear()
    yield
    release.cache_clear()


@pytest.fixture
def code(tmp_path, settings):
    """A small tree of code in place of ours."""
    settings.BASE_DIR, settings.RELEASE = tmp_path, ""
    for name in ("inspections/rule.py", "templates/page.jinja", "tracker/static/picture.png"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("one")
        os.utime(file, (1, 1))
    return tmp_path


def again() -> str:
    release.cache_clear()
    return release()


def test_the_environment_may_name_it(settings):
    settings.RELEASE = "2026-11-22"
    assert release() == "2026-11-22"


def test_the_same_files_have_the_same_name(code):
    first = release()
    assert len(first) == 12
    assert again() == first


def test_a_changed_template_is_another_release(code):
    first = release()
    (code / "templates" / "page.jinja").write_text("other")
    assert again() != first


def test_a_file_of_the_same_length_that_was_written_later_is_too(code):
    first = release()
    (code / "inspections" / "rule.py").write_text("two")
    assert again() != first


def test_a_picture_is_not_code(code):
    first = release()
    (code / "tracker" / "static" / "picture.png").write_text("other")
    assert again() == first


def test_it_is_worked_out_once_a_process(code):
    first = release()
    (code / "templates" / "page.jinja").write_text("other")
    assert release() == first


def test_what_runs_here_has_a_name():
    assert release()
