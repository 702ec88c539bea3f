import datetime

import pytest
from django.core.management.base import CommandError

from inspections.days import today
from inspections.models import Inspection
from inspections.partial_dates import PartialDate
from tests.make import make_force, make_inspection, make_item
from tests.packages import contents, emptied, run, small, write_folder

pytestmark = pytest.mark.django_db


def test_dump_load_dump_gives_the_same_bytes(tmp_path):
    with emptied():
        run("load_dataset", write_folder(tmp_path / "given", small()))
        run("dump_dataset", tmp_path / "first.zip")
    with emptied():
        run("load_dataset", tmp_path / "first.zip")
        run("dump_dataset", tmp_path / "second.zip")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


def test_what_was_dumped_is_unchanged_for_the_record_it_came_from(tmp_path):
    run("load_dataset", write_folder(tmp_path / "given", small()))
    run("dump_dataset", tmp_path / "out")
    printed = run("load_dataset", tmp_path / "out")
    assert {line.split()[1] for line in printed.splitlines()[1:-1]} == {"0"}


@pytest.fixture
def three_inspections():
    tomorrow = today() + datetime.timedelta(days=1)
    force = make_force("north")
    make_item("public-item", force, inspection=make_inspection("public", today().isoformat()))
    make_item("embargoed-item", force, inspection=make_inspection("embargoed", tomorrow.isoformat()))
    make_item("draft-item", force, inspection=make_inspection("unfinished", "2020", draft=True))


def test_only_what_is_public_today_is_written(tmp_path, three_inspections):
    run("dump_dataset", tmp_path / "out")
    everything = b"".join(contents(tmp_path / "out").values())
    assert b"public-item" in everything
    assert b"embargoed" not in everything
    assert b"draft-item" not in everything
    assert b"unfinished" not in everything


def test_with_embargoed_takes_what_is_to_come_and_never_a_draft(tmp_path, three_inspections):
    run("dump_dataset", "--with-embargoed", tmp_path / "out")
    everything = b"".join(contents(tmp_path / "out").values())
    assert b"embargoed-item" in everything
    assert b"draft-item" not in everything


def test_a_time_of_publication_that_the_package_cannot_carry_is_warned_of(tmp_path):
    tomorrow = today() + datetime.timedelta(days=1)
    make_inspection("timed", tomorrow.isoformat(), published_time=datetime.time(9, 30))
    make_inspection("untimed", tomorrow.isoformat())
    make_inspection("past", "2020-01-02", published_time=datetime.time(9, 30))
    printed = run("dump_dataset", "--with-embargoed", tmp_path / "out")
    assert "Warning: 1 embargoed inspection has a time of publication" in printed
    assert f"  timed: {tomorrow} 09:30" in printed
    assert "untimed" not in printed
    assert "past" not in printed
    written = b"".join(contents(tmp_path / "out").values())
    assert b"timed" in written
    assert b"09:30" not in written
    assert "Warning" not in run("dump_dataset", tmp_path / "public")
    assert b"timed" not in b"".join(contents(tmp_path / "public").values())


def test_what_was_embargoed_is_still_so_where_it_is_loaded(tmp_path):
    with emptied():
        make_item("embargoed-item", make_force("north"), inspection=make_inspection("embargoed", "2099"))
        run("dump_dataset", "--with-embargoed", tmp_path / "out")
    with emptied():
        run("load_dataset", tmp_path / "out")
        assert Inspection.objects.get().published_on == PartialDate(2099)
        assert not Inspection.objects.public(today()).exists()


def test_one_file_can_be_asked_for(tmp_path, three_inspections):
    run("dump_dataset", tmp_path / "addressees.csv")
    assert (tmp_path / "addressees.csv").read_text() == "recommendation,body\npublic-item,north\n"


def test_a_file_that_is_not_of_the_format_is_refused_and_the_names_are_given(tmp_path):
    with pytest.raises(CommandError, match=r"people\.csv is not a file of the format.*bodies\.csv, oversight\.csv"):
        run("dump_dataset", tmp_path / "people.csv")


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(CommandError, match="Name a new or an empty folder"):
        run("dump_dataset", tmp_path)


def test_a_place_that_cannot_be_written_to_is_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file"):
        run("dump_dataset", tmp_path / "nowhere" / "all.zip")
