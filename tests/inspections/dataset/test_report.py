from inspections.dataset.report import MOST_SHOWN, Counts, Problem, Problems, Report, shortened


def test_a_problem_says_where_it_is_and_what_stands_there():
    problem = Problem("demo/bodies.csv", "Expected one of: a, b.", 5, "kind", "polis")
    assert str(problem) == "demo/bodies.csv, row 5, column kind, “polis”: Expected one of: a, b."


def test_an_empty_cell_is_called_empty():
    assert (
        str(Problem("a.csv", "Expected a value.", 2, "name")) == "a.csv, row 2, column name, empty: Expected a value."
    )


def test_a_problem_of_a_whole_file_names_no_row():
    assert str(Problem("a.csv", "It is empty.")) == "a.csv: It is empty."


def test_a_long_value_is_cut_where_it_is_shown():
    assert len(shortened("x" * 500)) == 80
    assert shortened("x" * 80) == "x" * 80


def test_all_problems_are_counted_and_the_first_are_kept():
    problems = Problems()
    assert not problems
    for number in range(MOST_SHOWN + 5):
        problems.add(Problem("a.csv", "Wrong.", number))
    assert problems.count == MOST_SHOWN + 5
    assert [problem.row for problem in problems.shown] == list(range(MOST_SHOWN))


def test_a_report_is_good_while_nothing_is_wrong():
    problems = Problems()
    report = Report(problems)
    assert report.is_good
    problems.add(Problem("a.csv", "Wrong."))
    assert not report.is_good


def test_counts_add_up():
    assert Counts(new=1, unchanged=2, kept=3, conflicting=4).total == 10
