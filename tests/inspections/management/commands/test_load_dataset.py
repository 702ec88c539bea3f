import io
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from inspections.models import Body, StatusUpdate, Theme
from tests.harness.server import ROOT
from tests.packages import run, small, text_of, update, write_folder, write_zip
from tests.workbooks import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "package", small())


def refused(*arguments):
    """What the command prints when it refuses, and the error that ends it with exit code 1."""
    out = io.StringIO()
    with pytest.raises(CommandError) as raised:
        call_command("load_dataset", *map(str, arguments), stdout=out, stderr=out)
    assert raised.value.returncode == 1
    return out.getvalue(), str(raised.value)


def test_a_load_prints_a_table_of_what_was_new(folder):
    printed = run("load_dataset", folder).splitlines()
    assert printed[0].split() == ["new", "unchanged", "kept", "conflicting"]
    assert printed[-2].split() == ["response_items", "1", "0", "0", "0"]
    assert printed[-1] == "Loaded."
    assert StatusUpdate.objects.count() == 5


def test_a_second_load_changes_nothing(folder):
    run("load_dataset", folder)
    [updates] = [line.split() for line in run("load_dataset", folder).splitlines() if line.startswith("status_updates")]
    assert updates == ["status_updates", "0", "5", "0", "0"]


def test_check_only_checks(folder):
    assert run("load_dataset", "--check", folder).endswith("No problems. Nothing was loaded, as you asked.\n")
    assert not Body.objects.exists()


def test_several_packages_are_one_dataset_in_any_order(tmp_path):
    tables = small()
    first = {name: tables.pop(name) for name in ("bodies", "programmes", "themes")}
    reference = write_folder(tmp_path / "reference", first)
    rest = write_zip(tmp_path / "rest.zip", {f"{name}.csv": text_of(table) for name, table in tables.items()})
    assert "Loaded." in run("load_dataset", rest, reference)
    assert StatusUpdate.objects.count() == 5


def test_a_spreadsheet_is_loaded_as_well(tmp_path):
    (tmp_path / "themes.xlsx").write_bytes(workbook({"themes": [("slug", "name"), ("custody", "Custody")]}).getvalue())
    assert "Loaded." in run("load_dataset", tmp_path / "themes.xlsx")
    assert Theme.objects.get().name == "Custody"


def test_a_conflict_is_printed_and_counted_and_stops_the_load(folder, tmp_path):
    run("load_dataset", folder)
    tables = {"themes": [{"slug": "custody", "name": "Cells"}, {"slug": "new", "name": "New"}]}
    printed, error = refused(write_folder(tmp_path / "other", tables))
    assert "other/themes.csv, row 2, column name, “Cells”: Conflict: the record has “Custody” here" in printed
    assert printed.splitlines()[-1].split() == ["themes", "1", "0", "0", "1"]
    assert error == "There is 1 problem. Nothing was loaded."
    assert not Theme.objects.filter(slug="new").exists()


def test_new_only_keeps_what_staff_have_edited(folder):
    run("load_dataset", folder)
    Theme.objects.filter(slug="custody").update(name="As staff call it")
    printed = run("load_dataset", "--new-only", folder)
    [themes] = [line.split() for line in printed.splitlines() if line.startswith("themes")]
    assert themes == ["themes", "0", "1", "1", "0"]
    assert Theme.objects.get(slug="custody").name == "As staff call it"


def test_if_empty_loads_the_first_time_and_never_again(folder):
    """What staff have removed since does not come back, and what they have changed is not called a conflict."""
    assert "Loaded." in run("load_dataset", "--if-empty", folder)
    Theme.objects.filter(slug="demand").delete()
    Theme.objects.filter(slug="custody").update(name="As staff call it")
    assert "nothing was loaded" in run("load_dataset", "--if-empty", folder)
    assert list(Theme.objects.values_list("name", flat=True)) == ["As staff call it"]


def test_ten_thousand_errors_are_all_counted_and_a_hundred_are_shown(tmp_path):
    tables = small()
    tables["status_updates"] = [update(number, position="done") for number in range(1, 10_001)]
    printed, error = refused(write_folder(tmp_path / "bad", tables))
    problems = [line for line in printed.splitlines() if "column position" in line]
    assert len(problems) == 100
    assert problems[0].startswith("bad/status_updates.csv, row 2, column position, “done”: Expected one of: not-")
    assert "… and 9900 more." in printed
    assert error == "There are 10000 problems. Nothing was loaded."
    assert not Body.objects.exists()


@pytest.mark.parametrize("problem", ["nowhere", "empty", "not.zip"])
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path, problem):
    (tmp_path / "empty").mkdir()
    (tmp_path / "not.zip").write_text("No zip.")
    printed, error = refused(tmp_path / problem)
    assert printed.startswith(f"{tmp_path / problem}: ")
    assert printed.count("\n") == 1
    assert "Nothing was loaded" in error


@pytest.mark.once
def test_the_exit_code_of_a_refusal_is_one(tmp_path):
    """As a shell sees it; a path that is not there needs no database."""
    done = subprocess.run(
        [sys.executable, "manage.py", "load_dataset", "--check", "--skip-checks", str(tmp_path / "nowhere")],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "There is no such file or folder." in done.stderr
    assert "Traceback" not in done.stderr
