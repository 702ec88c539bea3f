import io
import zipfile

import pytest

from inspections.dataset.package import MEGABYTE, Limits, Package, Row, Unreadable, header_fits, table_named


def entry(name="themes.csv", size=10, packed=10, flags=0):
    info = zipfile.ZipInfo(name)
    info.file_size, info.compress_size, info.flag_bits = size, packed, flags
    return info


def test_reading_ends_at_the_limit_of_all_files_together():
    package = Package(limits=Limits(most_bytes=10))
    assert package.take(io.BytesIO(b"123456")) == b"123456"
    with pytest.raises(Unreadable, match="too much to read"):
        package.take(io.BytesIO(b"12345"))


def test_rows_end_at_their_limit():
    package = Package(limits=Limits(most_rows=2))
    for number in (2, 3):
        package.add("themes", Row("themes.csv", number, {}))
    with pytest.raises(Unreadable, match=r"more than 2 rows.*manage\.py load_dataset"):
        package.add("bodies", Row("bodies.csv", 2, {}))
    assert package.rows_read == 2


def test_without_a_limit_rows_go_on():
    package = Package()
    for number in range(2000):
        package.add("themes", Row("themes.csv", number, {}))
    assert package.rows_read == len(package.tables["themes"]) == 2000


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (entry(size=300 * MEGABYTE, packed=200 * MEGABYTE), "more than 256 MB together"),
        (entry(size=2 * MEGABYTE, packed=2000), "packed so tightly"),
        (entry(size=2 * MEGABYTE, packed=0), "packed so tightly"),
        (entry(flags=1), "locked with a password"),
    ],
)
def test_what_would_unpack_to_too_much_is_refused_before_it_is(bad, sentence):
    with pytest.raises(Unreadable, match=sentence):
        Package().refuse_bombs([entry(), bad])


def test_a_well_packed_table_is_not_refused():
    Package().refuse_bombs([entry(size=50 * MEGABYTE, packed=MEGABYTE), entry(size=MEGABYTE, packed=1100)])


@pytest.mark.parametrize(
    ("name", "table"),
    [("themes.csv", "themes"), ("themes-2026-11-22.xlsx", "themes"), ("status_updates.csv", "status_updates")],
)
def test_a_single_file_is_known_by_its_name(name, table):
    assert table_named(name) == table


def test_every_fault_of_a_header_is_named():
    said = []
    assert not header_fits("themes", ["slug", "slug", "colour"], lambda sentence, row=None: said.append(sentence))
    assert len(said) == 3
    assert header_fits("themes", ["name", "slug"], lambda *_arguments: pytest.fail("It is right."))
