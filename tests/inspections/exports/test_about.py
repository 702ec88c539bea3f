import datetime

from inspections.exports.about import About


def test_a_file_of_staff_has_no_edition_and_no_day():
    about = About(
        "The register", "https://example.org/", "everything", datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    )
    assert (about.edition, about.as_at, about.remark) == ("", None, "")
