"""A package is judged as a whole: what each bad one is told."""

import shutil

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.dataset.checker import check
from inspections.dataset.loader import load
from inspections.dataset.reader import read
from inspections.models import Body, Inspection
from tests.make import make_theme
from tests.packages import small, update, write_folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(tmp_path):
    """What a package is told: file, row, column and sentence of each problem."""

    def told(tables, **options):
        shutil.rmtree(tmp_path / "p", ignore_errors=True)
        report = check(read(write_folder(tmp_path / "p", tables)), **options)
        assert report.problems.count == len(report.problems.shown)
        return [(p.place.split("/")[1], p.row, p.column, p.sentence) for p in report.problems.shown]

    return told


def only(problems):
    assert len(problems) == 1, problems
    return problems[0]


def changed(name, number, /, **fields):
    """The small package with one row changed; rows are counted from 0."""
    tables = small()
    tables[name][number] |= fields
    return tables


def test_the_small_package_is_good_and_a_check_writes_nothing(tmp_path):
    report = check(read(write_folder(tmp_path, small())))
    assert report.is_good
    assert not report.loaded
    assert report.counts["status_updates"].new == 5
    assert not Body.objects.exists()


def test_a_key_that_stands_twice_is_told_where_the_first_is(told):
    tables = small()
    tables["themes"].append({"slug": "custody", "name": "Cells"})
    assert only(told(tables)) == ("themes.csv", 4, "slug", "This key stands in p/themes.csv, row 2, already.")


@pytest.mark.parametrize(
    ("name", "number", "column", "text"),
    [
        ("bodies", 3, "succeeded_by", "nobody"),
        ("oversight", 0, "policing_body", "nobody"),
        ("inspections", 0, "programme", "nothing"),
        ("inspections", 0, "bodies", "north; nobody"),
        ("inspections", 1, "follows_up", "nothing"),
        ("recommendations", 1, "parent", "nothing"),
        ("addressees", 1, "body", "nobody"),
        ("successions", 0, "later", "nothing"),
        ("status_updates", 0, "source", "nothing"),
        ("status_updates", 3, "made_in", "nothing"),
    ],
)
def test_a_reference_to_nothing_is_named(told, name, number, column, text):
    problems = told(changed(name, number, **{column: text}))
    file, row, at, sentence = problems[0]
    assert (file, row, at) == (f"{name}.csv", number + 2, column)
    assert "in this dataset or in the record" in sentence
    assert "is in neither" in sentence


def test_what_follows_from_a_bad_row_is_not_reported_again(told):
    """The inspection cannot be judged, and everything in the package hangs from it."""
    assert only(told(changed("inspections", 0, published_on="soon")))[:3] == ("inspections.csv", 2, "published_on")


def test_rows_of_the_record_can_be_named(tmp_path):
    load(read(write_folder(tmp_path / "all", small())))
    more = {"addressees": [{"recommendation": "north-2019-a1", "body": "north-pcc"}]}
    assert check(read(write_folder(tmp_path / "more", more))).counts["addressees"].new == 1


def test_an_update_needs_an_addressee(told):
    tables = small()
    tables["status_updates"] = [update(1, recommendation="north-2019-a", body="hmicfrs")]
    assert only(told(tables))[2:] == (
        "body",
        "Expected a body to which the recommendation is addressed: a row of addressees.csv.",
    )


@pytest.mark.parametrize(
    ("number", "fields", "column", "sentence"),
    [
        (0, {"position": "complete"}, "position", "North Police can only say"),
        (0, {"stated_by": "north-pcc"}, "position", "can only say: “Assured”"),
        (3, {"stated_by": "north", "position": "assured"}, "position", "can only say"),
        (3, {"stated_by": "hmic"}, "stated_by", "did not exist any more"),
        (2, {"effective_on": "2011"}, "stated_by", "did not answer for"),
        (0, {"source": ""}, "source", "Give a source"),
        (3, {"evidence": "assertion"}, "evidence", "an assertion is not enough"),
        (3, {"source": ""}, "source", "Give a source"),
        (0, {"reason": " "}, "reason", "never empty"),
        (0, {"effective_on": "2019-08"}, "effective_on", "before the inspection was published"),
        (0, {"effective_on": "2020-02"}, "effective_on", "after the day on which it is recorded"),
        (3, {"recorded_on": "2020-05-01", "effective_on": "2020-05-01"}, "made_in", "not public yet"),
        (4, {"corrects": "5"}, "corrects", "earlier row"),
        (4, {"corrects": "9"}, "corrects", "earlier row"),
        (1, {"corrects": "4"}, "corrects", "earlier row"),
        (1, {"recorded_on": "2019-12-31", "effective_on": "2019-12"}, "recorded_on", "no day before that of the row"),
    ],
)
def test_a_statement_that_breaks_a_rule_of_the_ledger_is_told_which(told, number, fields, column, sentence):
    problems = told(changed("status_updates", number, **fields))
    assert ("status_updates.csv", number + 2, column) in [problem[:3] for problem in problems]
    assert any(sentence in problem[3] for problem in problems)


def test_superseded_needs_a_successor(told):
    tables = changed("status_updates", 3, position="superseded")
    assert told(tables) == []
    del tables["successions"]
    assert "a superseded item always has a successor" in only(told(tables))[3]


@pytest.mark.parametrize(("sequences", "row", "expected"), [("12456", 5, 3), ("23456", 2, 1), ("13245", None, None)])
def test_sequences_have_no_gap_in_whatever_order_the_rows_come(told, sequences, row, expected):
    tables = small()
    tables["status_updates"] = [update(int(number)) for number in sequences]
    problems = told(tables)
    if expected is None:
        assert problems == []
    else:
        assert f"Expected {expected}: the numbers of an item run 1, 2, 3… without a gap" in only(problems)[3]


def test_sequences_go_on_from_those_of_the_record(tmp_path, told):
    load(read(write_folder(tmp_path / "all", small())))
    late = {"recorded_on": "2021-03-01"}
    assert told({"status_updates": [update(6, **late)]}) == []
    assert "Expected 6" in only(told({"status_updates": [update(7, **late)]}))[3]
    assert "no day before" in only(told({"status_updates": [update(6)]}))[3]


@pytest.mark.parametrize(
    ("name", "number", "fields", "column", "sentence"),
    [
        ("recommendations", 0, {"parent": "north-2021-1"}, "parent", "can only belong to"),
        ("recommendations", 1, {"parent": "north-2019-a1a"}, "parent", "does not lead back to this row"),
        ("recommendations", 1, {"parent": "north-2021-1"}, "parent", "can only belong to"),
        ("recommendations", 1, {"parent": "north-2019-a1"}, "parent", "another row than this one"),
        ("recommendations", 2, {"parent": ""}, "parent", "A part belongs to a recommendation"),
        ("recommendations", 1, {"deadline": "by-date"}, "due_on", "Give a date with “By a date”"),
        ("recommendations", 1, {"due_on": "2020"}, "due_on", "and only then"),
        ("recommendations", 1, {"number": "A"}, "number", "a recommendation of that number already"),
        ("inspections", 0, {"inspectorates": "north"}, "inspectorates", "“north” cannot stand here"),
        ("inspections", 0, {"fieldwork_start": "2019-10"}, "published_on", "before “fieldwork from”"),
        ("bodies", 3, {"established_on": "2018"}, "abolished_on", "before “established” (2018)"),
        ("oversight", 0, {"end": "2012-10"}, "end", "before “from”"),
        ("responses", 0, {"published_on": ""}, "not_found_as_of", "Give a date, an address or a source"),
        ("responses", 0, {"not_found_as_of": "2020-01-01"}, "not_found_as_of", "not both"),
        ("responses", 0, {"published_on": "2019-09-26"}, "published_on", "cannot come before the report"),
        ("response_items", 0, {"recommendation": "north-2021-1"}, "body", "made in another inspection"),
        ("successions", 0, {"later": "north-2019-a1"}, "later", "does not succeed itself"),
    ],
)
def test_a_row_that_breaks_a_rule_of_its_model_is_told_which(told, name, number, fields, column, sentence):
    file, row, at, said = told(changed(name, number, **fields))[0]
    assert (file, row, at) == (f"{name}.csv", number + 2, column)
    assert sentence in said


def test_a_number_that_the_record_has_already_is_told(tmp_path, told):
    load(read(write_folder(tmp_path / "all", small())))
    row = small()["recommendations"][0] | {"ref": "another"}
    assert "of that number already" in only(told({"recommendations": [row]}))[3]


def test_two_recommendations_do_not_succeed_each_other(told):
    tables = small()
    tables["successions"].append({"earlier": "north-2021-1", "later": "north-2019-a1", "kind": "repeated-in"})
    assert {problem[3] for problem in told(tables)} == {"The later one already comes before the earlier one."}


def test_bodies_do_not_succeed_each_other_in_a_circle(told):
    problems = told(changed("bodies", 2, succeeded_by="hmic"))
    assert [problem[:3] for problem in problems] == [
        ("bodies.csv", 4, "succeeded_by"),
        ("bodies.csv", 5, "succeeded_by"),
    ]


def test_every_problem_of_a_package_is_reported_at_once(told):
    tables = small()
    tables["bodies"][0]["nation"] = "england "
    tables["themes"][0]["name"] = ""
    tables["sources"][0]["url"] = "not an address"
    tables["grades"][0]["grade"] = "fine"
    tables["status_updates"][1]["position"] = "done"
    assert [problem[:3] for problem in told(tables)] == [
        ("themes.csv", 2, "name"),
        ("sources.csv", 2, "url"),
        ("grades.csv", 2, "grade"),
        ("status_updates.csv", 3, "position"),
    ]


def test_other_content_under_a_known_key_is_a_conflict_cell_by_cell(tmp_path, told):
    load(read(write_folder(tmp_path / "all", small())))
    tables = changed("status_updates", 0, reason="Work stopped.", publisher_wording="stopped")
    problems = told(tables)
    assert [(problem[0], problem[1], problem[2]) for problem in problems] == [
        ("status_updates.csv", 2, "reason"),
        ("status_updates.csv", 2, "publisher_wording"),
    ]
    assert "the record has “Work began.” here, and a load never changes what is recorded" in problems[0][3]
    assert "the record has an empty cell here" in problems[1][3]


def test_a_slug_that_was_renamed_still_means_the_same_thing(tmp_path, told):
    load(read(write_folder(tmp_path / "all", small())))
    for thing, slug in (
        (Body.objects.get(slug="north"), "north-police"),
        (Inspection.objects.get(slug="north-2019"), "n"),
    ):
        thing.slug = slug
        thing.save()
    assert told(small()) == []


def test_a_package_that_could_not_be_read_whole_is_not_judged_for_what_is_missing(tmp_path):
    folder = write_folder(tmp_path, small())
    (folder / "bodies.csv").write_bytes(b"slug,name,kind\nnorth,N\xff,police-force\n")
    report = check(read(folder))
    assert [problem.place for problem in report.problems.shown] == [f"{folder.name}/bodies.csv"]


def test_the_number_of_queries_does_not_grow_with_the_rows(tmp_path):
    def queries(tables, name):
        package = read(write_folder(tmp_path / name, tables))
        with CaptureQueriesContext(connection) as captured:
            assert check(package).is_good
        return len(captured)

    tables = small()
    few = queries(tables, "few")
    for number in range(60):
        ref, slug = f"more-{number}", f"inspection-{number}"
        tables["inspections"].append(tables["inspections"][0] | {"slug": slug})
        tables["recommendations"].append(tables["recommendations"][0] | {"ref": ref, "inspection": slug})
        tables["addressees"].append({"recommendation": ref, "body": "north"})
        tables["status_updates"] += [update(n, recommendation=ref) for n in (1, 2, 3)]
    assert queries(tables, "many") == few


def test_progress_is_told_of_every_row(tmp_path):
    make_theme("there")
    heard = []

    def progress(label, total):
        heard.append(total)
        return heard.append

    check(read(write_folder(tmp_path, small())), progress=progress)
    assert heard[0] == sum(heard[1:]) == sum(map(len, small().values()))
