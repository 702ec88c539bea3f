"""Every package that the application runs on states a licence, and the page lists what each states."""

from email.message import Message

import pytest

from tests.supply import licences
from tests.supply.licences import PAGE, licence_of, main, page, stated

pytestmark = pytest.mark.once


def about(*headers):
    found = Message()
    for name, value in headers:
        found.add_header(name, value)
    return found


@pytest.mark.parametrize(
    ("headers", "licence"),
    [
        ([("License-Expression", "MIT"), ("License", "other")], "MIT"),
        ([("License", "BSD-3-Clause"), ("Classifier", "License :: OSI Approved :: BSD License")], "BSD-3-Clause"),
        ([("License", "x" * 81), ("Classifier", "License :: OSI Approved :: BSD License")], "BSD License"),
        (
            [
                ("License", "Dual License"),
                ("Classifier", "License :: OSI Approved :: BSD License"),
                ("Classifier", "License :: OSI Approved :: Apache Software License"),
                ("Classifier", "Framework :: Django"),
            ],
            "BSD License or Apache Software License",
        ),
        ([("Classifier", "License :: OSI Approved")], ""),
        ([("License", "UNKNOWN")], ""),
        ([], ""),
    ],
)
def test_the_most_exact_statement_counts(headers, licence):
    assert licence_of(about(*headers)) == licence


def test_the_page_is_current():
    assert PAGE.read_text() == page(stated()), "Run: make licences"
    assert main(["--check"]) == 0


def test_every_package_states_one():
    found = stated()
    assert len(found) > 50
    assert [name for name, licence in found.items() if not licence] == []


def test_a_page_that_is_not_current_is_a_failure_that_says_what_to_run(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(licences, "PAGE", tmp_path / "licences.md")
    assert main(["--check"]) == 1
    assert capsys.readouterr().err == "docs/licences.md is not current. Run: make licences\n"
    assert main([]) == 0
    assert main(["--check"]) == 0


def test_a_package_without_one_is_a_failure(monkeypatch, capsys):
    monkeypatch.setattr(licences, "stated", lambda: {"django": "BSD-3-Clause", "nameless": ""})
    assert main(["--check"]) == 1
    assert "These packages state no licence: nameless." in capsys.readouterr().err
