import csv
import tracemalloc
import zipfile

import pytest
from django.core.management import call_command

from inspections.dataset.reader import read
from inspections.models import Addressee, Inspection, Recommendation, StatusPeriod, StatusUpdate
from inspections.synthetic.package import write
from inspections.synthetic.reference import REFERENCE, Reference


def made(path, recommendations=150, updates=1_500, seed=1, **more):
    write(path, recommendations=recommendations, updates=updates, seed=seed, **more)
    return path


@pytest.mark.django_db
def test_it_loads_without_a_complaint(tmp_path):
    call_command("load_dataset", REFERENCE, made(tmp_path / "made.zip"), verbosity=0)
    assert Recommendation.objects.count() == 150
    assert StatusUpdate.objects.count() == 1_500
    assert StatusPeriod.objects.exists()
    assert not Inspection.objects.exclude(title__startswith="Synthetic:").exists()


@pytest.mark.django_db
def test_two_packages_with_labels_of_their_own_load_into_one_record(tmp_path):
    one = made(tmp_path / "one.zip", label="one")
    other = made(tmp_path / "other.zip", seed=2, label="other")
    call_command("load_dataset", REFERENCE, one, verbosity=0)
    before = Addressee.objects.count()
    call_command("load_dataset", other, verbosity=0)
    assert Recommendation.objects.filter(ref__startswith="other-").count() == 150
    assert Addressee.objects.count() > before


@pytest.mark.once
def test_the_same_numbers_give_the_same_bytes(tmp_path):
    first = made(tmp_path / "first.zip").read_bytes()
    assert made(tmp_path / "again.zip").read_bytes() == first
    assert made(tmp_path / "other.zip", seed=2).read_bytes() != first


@pytest.mark.once
def test_a_folder_has_the_same_files_as_a_zip(tmp_path):
    zipped, folder = made(tmp_path / "made.zip"), made(tmp_path / "made")
    with zipfile.ZipFile(zipped) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            path.name: path.read_bytes() for path in folder.iterdir()
        }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made", "made.zip"]  # nothing is left beside them


@pytest.mark.once
def test_rows_are_in_the_order_of_their_keys(tmp_path):
    for table, rows in read(made(tmp_path / "made.zip")).tables.items():
        number = "sequence" if table == "status_updates" else ""
        keys = [(*list(row.cells.values())[:2], int(row.cells.get(number, "0"))) for row in rows]
        assert keys == sorted(keys), table


@pytest.mark.once
def test_ten_times_as_much_takes_no_more_memory(tmp_path):
    def peak(size):
        tracemalloc.start()
        made(tmp_path / "made", size, 10 * size, reference=reference)
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    reference = Reference()
    peak(20)  # what is imported and kept by the first run is not counted
    assert peak(2_000) < 1.5 * peak(200) + 200_000


@pytest.mark.once
def test_its_description_names_the_files_that_are_there(tmp_path):
    folder = made(tmp_path / "made")
    named = (folder / "datapackage.json").read_text(encoding="utf-8")
    for path in folder.glob("*.csv"):
        assert f'"path": "{path.name}"' in named
        with path.open(encoding="utf-8", newline="") as file:
            assert len(list(csv.reader(file))) > 1, path
