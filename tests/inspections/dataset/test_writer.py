"""What is written can be read again: the same record, the same bytes."""

import datetime
import os
import stat
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspections.dataset.loader import load
from inspections.dataset.reader import read
from inspections.dataset.schema import FILES
from inspections.dataset.selection import EVERYTHING, Selection
from inspections.dataset.writer import NotOurs, csv_of, write
from inspections.models import Inspection, Recommendation, Response, Theme
from inspections.models.withdrawal import Withdrawable
from tests.make import (
    make_force,
    make_inspection,
    make_item,
    make_observation,
    make_response,
    make_source,
    make_theme,
    make_update,
    partial,
)
from tests.packages import contents, emptied, small, write_folder

pytestmark = pytest.mark.django_db


def test_a_file_is_written_with_lf_and_quotes_only_where_needed():
    rows = [{"slug": "a", "name": 'He said "no", twice\nover', "name_cy": "", "synonyms": "x; y"}]
    assert b"".join(csv_of(FILES["themes"], rows)) == (
        b'slug,name,name_cy,synonyms\na,"He said ""no"", twice\nover",,x; y\n'
    )


def test_a_long_file_comes_in_portions():
    rows = [{"slug": str(number), "name": "n", "name_cy": "", "synonyms": ""} for number in range(1200)]
    portions = list(csv_of(FILES["themes"], rows))
    assert len(portions) == 3
    assert b"".join(portions).count(b"\n") == 1201


def test_dump_load_dump_gives_the_same_bytes(tmp_path):
    with emptied():
        assert load(read(write_folder(tmp_path / "given", small()))).loaded
        write(tmp_path / "first", EVERYTHING)
    with emptied():
        assert load(read(tmp_path / "first")).loaded
        write(tmp_path / "second", EVERYTHING)
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    assert len(contents(tmp_path / "first")) == 17


def test_a_zip_has_the_same_bytes_whenever_it_is_written(tmp_path):
    load(read(write_folder(tmp_path / "given", small())))
    write(tmp_path / "a.zip", EVERYTHING)
    write(tmp_path / "b.zip", EVERYTHING)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    write(tmp_path / "folder", EVERYTHING)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == contents(tmp_path / "folder")


def test_one_file_can_be_written_alone(tmp_path):
    make_theme("custody")
    write(tmp_path / "themes.csv", EVERYTHING)
    assert (tmp_path / "themes.csv").read_text() == "slug,name,name_cy,synonyms\ncustody,Custody,,\n"


def test_a_file_of_another_name_is_not_written(tmp_path):
    with pytest.raises(KeyError):
        write(tmp_path / "people.csv", EVERYTHING)
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_package_is_replaced_and_nothing_else_is(tmp_path):
    write(tmp_path / "package", EVERYTHING)
    make_theme("custody")
    write(tmp_path / "package", EVERYTHING)
    assert b"custody" in contents(tmp_path / "package")["themes.csv"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Dear")
    for path in (tmp_path / "mine", tmp_path / "mine" / "letter.txt"):
        with pytest.raises(NotOurs):
            write(path, EVERYTHING)
    assert list(contents(tmp_path / "mine")) == ["letter.txt"]


def test_a_write_that_fails_leaves_what_was_there(tmp_path, monkeypatch):
    make_theme("custody")
    write(tmp_path / "all.zip", EVERYTHING)
    before = (tmp_path / "all.zip").read_bytes()

    def fail(*_arguments):
        yield b"half of it"
        raise OSError("The disk is full.")

    monkeypatch.setattr("inspections.dataset.writer.file_of", fail)
    with pytest.raises(OSError, match="disk is full"):
        write(tmp_path / "all.zip", EVERYTHING)
    assert contents(tmp_path) == {"all.zip": before}


WITHDRAWN = datetime.date(2022, 3, 4)


def load_and_withdraw(tmp_path):
    """Load the small package, and take back an inspection, a recommendation and a response."""
    assert load(read(write_folder(tmp_path / "given", small()))).loaded
    gone: list[Withdrawable] = [
        Inspection.objects.get(slug="north-2019"),
        Recommendation.objects.get(ref="north-2021-1"),
        Response.objects.get(),
    ]
    for number, thing in enumerate(gone):
        thing.withdrawn_on, thing.withdrawal_note = WITHDRAWN, f"- an error: number {number}"
        thing.save()


def test_what_was_withdrawn_comes_back_with_the_same_bytes(tmp_path):
    with emptied():
        load_and_withdraw(tmp_path)
        write(tmp_path / "first", Selection(WITHDRAWN))
    first = contents(tmp_path / "first")
    for name in ("inspections", "recommendations", "responses"):
        assert b"withdrawn_on,withdrawal_note\n" in first[f"{name}.csv"]
        assert b"2022-03-04,- an error" in first[f"{name}.csv"]
    assert first["datapackage.json"].count(b'"withdrawal_note"') == 3
    assert first["status_updates.csv"].count(b"\n") == 6
    with emptied():
        assert load(read(tmp_path / "first")).loaded
        assert Inspection.objects.get(slug="north-2019").withdrawn_on == WITHDRAWN
        write(tmp_path / "second", Selection(WITHDRAWN))
    assert first == contents(tmp_path / "second")


def test_a_package_without_a_withdrawal_is_as_it_always_was(tmp_path):
    load_and_withdraw(tmp_path)
    day_before = Selection(WITHDRAWN - datetime.timedelta(1))
    write(tmp_path / "before", day_before)
    before = contents(tmp_path / "before")
    assert not any(b"withdraw" in content for content in before.values())
    write(tmp_path / "responses.csv", day_before)
    assert (tmp_path / "responses.csv").read_bytes() == before["responses.csv"]
    Recommendation.objects.update(withdrawn_on=None, withdrawal_note="")
    write(tmp_path / "one", Selection(WITHDRAWN))
    one = contents(tmp_path / "one")
    assert [name for name in sorted(one) if b"withdrawn_on" in one[name]] == [
        "datapackage.json",
        "inspections.csv",
        "responses.csv",
    ]


def test_a_cell_that_reading_would_change_is_kept_from_it(tmp_path):
    with emptied():
        for number, name in enumerate(("=1+1", "'=1+1", "''-x", "'tis")):
            make_theme(f"theme-{number}", name=name)
        write(tmp_path / "first", EVERYTHING)
    assert b"0,=1+1,," in contents(tmp_path / "first")["themes.csv"]
    with emptied():
        load(read(tmp_path / "first"))
        assert [theme.name for theme in Theme.objects.order_by("slug")] == ["=1+1", "'=1+1", "''-x", "'tis"]
        write(tmp_path / "second", EVERYTHING)
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_others_may_read_what_is_written(tmp_path):
    write(tmp_path / "all.zip", EVERYTHING)
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "all.zip").stat().st_mode) == 0o666 & ~mask


REPORT = 1900  # the year of the report; a response comes after it

# Any text that a database takes: line ends of all kinds, quotes, semicolons, other scripts, invisible characters.
characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.text(characters, min_size=1, max_size=60).filter(str.strip)
days_since = st.dates(datetime.date(REPORT + 1, 1, 1))
dates = st.one_of(
    days_since.map(lambda day: day.isoformat()),
    days_since.map(lambda day: day.isoformat()[:7]),
    days_since.map(lambda day: day.isoformat()[:4]),
    st.none(),
)
said = st.sampled_from(["planned", "under-way", "says-complete", "being-progressed", "complete"])


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(texts, min_size=6, max_size=6),
    days=st.lists(dates, min_size=3, max_size=3),
    positions=st.lists(said, max_size=5),
)
def test_any_record_survives_dump_load_dump(tmp_path_factory, words, days, positions):
    folder = tmp_path_factory.mktemp("record")
    name, title, text, reason, wording, note = words
    with emptied():
        force = make_force(name=name, established_on=partial(days[0]))
        theme = make_theme(name=name, synonyms=note)
        inspection = make_inspection(title=title, published=str(REPORT), bodies=[force], summary=text)
        inspection.sources.add(make_source(title=title, note=note, captured_on=partial(days[1])))
        make_observation(inspection, text=text)
        make_response(inspection, force, days[2], url="https://example.org/", summary=text)
        item = make_item(body=force, inspection=inspection, text=text, themes=[theme], paragraph=wording)
        for position in positions:
            make_update(item, position, reason=reason, publisher_wording=wording)
        write(folder / "first", EVERYTHING)
    with emptied():
        report = load(read(folder / "first"))
        assert report.loaded, [str(problem) for problem in report.problems.shown]
        write(folder / "second", EVERYTHING)
    assert contents(folder / "first") == contents(folder / "second")
