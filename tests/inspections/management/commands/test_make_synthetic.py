import pytest
from django.core.management import CommandError, call_command

from inspections.dataset.reader import read
from inspections.synthetic import reference

pytestmark = pytest.mark.once


def test_it_says_where_it_wrote_and_gives_ten_updates_each_where_none_are_named(tmp_path, capsys):
    call_command("make_synthetic", str(tmp_path / "made.zip"), "--recommendations=1,0", "--label=try-1")
    assert f"Written to {tmp_path / 'made.zip'}." in capsys.readouterr().out
    tables = read(tmp_path / "made.zip").tables
    assert len(tables["recommendations"]) == 10
    assert len(tables["status_updates"]) == 100
    assert tables["recommendations"][0].cells["ref"] == "try-1-000001-001"


@pytest.mark.parametrize(
    ("argument", "sentence"),
    [
        ("--recommendations=0", "“0” is not a whole number of at least 1"),
        ("--updates=many", "“many” is not a whole number"),
        ("--label=Not_this", "“Not_this” is not a label"),
        ("--seed=x", "invalid int value"),
    ],
)
def test_a_bad_number_is_refused_with_a_sentence_and_nothing_is_written(tmp_path, argument, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("make_synthetic", str(tmp_path / "made.zip"), argument)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("make_synthetic", str(tmp_path / "file" / "made.zip"), "--recommendations=10")


def test_without_reference_data_it_says_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(reference.Reference.__init__, "__defaults__", (tmp_path / "nowhere",))
    with pytest.raises(CommandError, match=r"bodies\.csv is missing"):
        call_command("make_synthetic", str(tmp_path / "made.zip"), "--recommendations=10")
    assert not (tmp_path / "made.zip").exists()
