"""Every file of the format, damaged in every way: loaded whole, or refused with sentences and nothing written."""

import io
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import strategies as st

from inspections.dataset.loader import load
from inspections.dataset.package import MOST_PACKED, Limits
from inspections.dataset.reader import read, read_upload
from inspections.dataset.schema import FILES
from inspections.record_check import RecordCheck
from tests.fuzz.hostile import TEXTS, texts
from tests.fuzz.limits import fuzzing
from tests.fuzz.test_staff import rows, taken_back
from tests.packages import small, text_of, write_zip

pytestmark = pytest.mark.django_db

EXAMPLES = 25  # for each file of the format
SMALL = {name: text_of(table).encode() for name, table in small().items()}


def damaged(content: bytes) -> st.SearchStrategy[bytes]:
    """A file cut off, in another encoding, with bytes changed, with rows twice, in another order, or with odd cells."""
    end = len(content)
    lines = content.splitlines(keepends=True)
    text = content.decode()
    bodies = st.permutations(lines[1:]).map(lambda found: b"".join([lines[0], *found]))
    return st.one_of(
        st.integers(0, end).map(lambda at: content[:at]),
        st.sampled_from(["utf-16", "utf-32", "cp500"]).map(text.encode),
        st.tuples(st.integers(0, end), st.binary(min_size=1, max_size=4)).map(
            lambda found: content[: found[0]] + found[1] + content[found[0] + len(found[1]) :]
        ),
        bodies,
        st.sampled_from(lines).map(lambda line: content + line),
        st.sampled_from(lines).map(lambda line: content.replace(line, b"", 1)),
        st.tuples(st.integers(0, 10_000), texts()).map(lambda found: _with_cell(text, *found)),
        st.sampled_from([b"\xef\xbb\xbf" + content, content.replace(b"\n", b"\r\n"), content.replace(b",", b";")]),
        st.just(content.replace(b"\n", b"\r")),
        st.just(content + b'"'),
        st.just(content + b"\x00"),
        st.binary(max_size=200),
    )


def _with_cell(text: str, seed: int, cell: str) -> bytes:
    """One cell replaced by a text, quoted as CSV wants it."""
    luck, lines = random.Random(seed), text.split("\n")
    at = luck.randrange(len(lines))
    cells = lines[at].split(",")
    cells[luck.randrange(len(cells))] = '"' + cell.replace('"', '""') + '"'
    lines[at] = ",".join(cells)
    return "\n".join(lines).encode(errors="replace")


def loaded_or_refused(path: Path, before: dict[str, int]) -> None:
    """Load a package. What is refused says why and has written nothing; what is loaded holds together."""
    report = load(read(path))
    if report.loaded:
        assert not report.problems
        assert [str(each) for each in RecordCheck().disagreements()] == []
    else:
        assert report.problems.shown
        assert all(str(problem).strip() for problem in report.problems.shown)
        assert rows() == before


@pytest.mark.parametrize("name", [*FILES])
def test_a_damaged_file_is_loaded_whole_or_refused_with_reasons(tmp_path: Path, counting: Any, name: str) -> None:
    count, before = counting("damaged packages"), rows()
    others = {f"{other}.csv": content for other, content in SMALL.items() if other != name}
    content = SMALL.get(name, (",".join(FILES[name].by_name) + "\n").encode())

    @fuzzing(EXAMPLES, damaged(content))
    def send(broken: bytes) -> None:
        count.one()
        with taken_back():
            loaded_or_refused(write_zip(tmp_path / "p.zip", {**others, f"{name}.csv": broken}), before)

    send()
    assert count.sent >= EXAMPLES // 2


def test_a_damaged_zip_is_loaded_whole_or_refused_with_reasons(tmp_path: Path, counting: Any) -> None:
    count, before = counting("damaged packages"), rows()
    whole = write_zip(tmp_path / "whole.zip", {f"{name}.csv": content for name, content in SMALL.items()}).read_bytes()
    cut = st.integers(0, len(whole)).map(lambda at: whole[:at])
    changed = st.tuples(st.integers(0, len(whole) - 1), st.binary(min_size=1, max_size=3)).map(
        lambda found: whole[: found[0]] + found[1] + whole[found[0] + len(found[1]) :]
    )

    @fuzzing(4 * EXAMPLES, st.one_of(cut, changed, changed))
    def send(broken: bytes) -> None:
        count.one()
        (tmp_path / "p.zip").write_bytes(broken)
        with taken_back():
            loaded_or_refused(tmp_path / "p.zip", before)

    send()


@pytest.mark.parametrize(
    "entry", ["../../bodies.csv", "/etc/bodies.csv", "a\\..\\bodies.csv", "bodies.csv/", "x" * 300]
)
def test_the_name_of_a_file_in_a_zip_leads_nowhere(tmp_path: Path, counting: Any, entry: str) -> None:
    counting("damaged packages").one()
    before = sorted(tmp_path.rglob("*"))
    path = write_zip(tmp_path / "p.zip", {entry: SMALL["bodies"]})
    with taken_back():
        load(read(path))
    assert sorted(tmp_path.rglob("*")) == [*before, path]


def test_what_would_unpack_without_end_is_refused_before_it_is_unpacked(tmp_path: Path, counting: Any) -> None:
    count = counting("damaged packages")
    for content in (b"\0" * 20_000_000, b"slug,name,kind\n" + b"a,b,c\n" * 4_000_000):
        count.one()
        path = write_zip(tmp_path / "bomb.zip", {"bodies.csv": content})
        assert path.stat().st_size * MOST_PACKED < len(content)
        report = load(read(path))
        assert not report.loaded
        assert "packed so tightly" in str(report.problems.shown[0])


def test_a_file_that_is_enormous_is_refused_with_its_limit(tmp_path: Path, counting: Any) -> None:
    counting("damaged packages").one()
    row = "force-{0},Force {0},police-force\n"
    path = tmp_path / "bodies.csv"
    path.write_text("slug,name,kind\n" + "".join(row.format(number) for number in range(40_000)))
    package = read(path, limits=Limits(most_bytes=1_000_000))
    assert "more than 0 MB" in str(package.problems.shown[0]) or "too much" in str(package.problems.shown[0])
    package = read(path, limits=Limits(most_rows=30_000))
    assert "more than 30000 rows" in str(package.problems.shown[0]).replace(",", "")


def test_no_upload_of_any_name_or_content_breaks_the_reader(counting: Any) -> None:
    count = counting("damaged packages")
    ends = st.sampled_from(["", ".csv", ".zip", ".xlsx", ".CSV", ".tar.gz", ".csv.zip"])
    name = st.tuples(st.one_of(st.sampled_from(["bodies", "themes-2026-11-22", *TEXTS]), texts()), ends).map("".join)
    begins = st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"slug,name\n", b"\xd0\xcf\x11\xe0"])
    content = st.tuples(begins, st.binary(max_size=300)).map(b"".join)

    @fuzzing(8 * EXAMPLES, name, content)
    def send(called: str, sent: bytes) -> None:
        count.one()
        package = read_upload(called, io.BytesIO(sent))
        assert package.problems or any(package.tables.values()) or sent.startswith((b"slug,name", b"PK\x05\x06")), (
            called
        )

    send()


def test_the_whole_small_package_is_loaded_undamaged(tmp_path: Path) -> None:
    """Else every test above could pass because nothing ever loads."""
    path = write_zip(tmp_path / "p.zip", {f"{name}.csv": content for name, content in SMALL.items()})
    assert zipfile.ZipFile(path).testzip() is None
    with transaction.atomic():
        assert load(read(path)).loaded
