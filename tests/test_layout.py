"""The tree keeps the shape that the README promises: know the noun and you know the files."""

import ast
import csv
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.harness.server import ROOT

pytestmark = pytest.mark.once

APPS = ("tracker", "inspections")
LONGEST = 300
LONG_BY_NATURE = re.compile(r"/migrations/|/static/")

BUILT = {
    ".git",
    ".venv",
    "var",
    "node_modules",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
}

# Modules without a test module of their own, each for its reason. A folder stands for everything in it.
NO_TEST_OF_THEIR_OWN = {
    "tracker/apps.py": "a name and nothing else",
    "inspections/apps.py": "a name and nothing else",
    "tracker/wsgi.py": "the browser tests are served through it",
    "tracker/gunicorn.py": "the tests of serving start it",
    "tracker/urls.py": "every address is walked by the tests of the pages",
    "inspections/urls.py": "every address is walked by the tests of the pages",
    "tracker/formats/en_GB/formats.py": "tests/inspections/test_partial_dates.py reads dates in these formats",
    "tracker/formats/cy/formats.py": "the same formats, until Welsh has its own",
}

# Templates at the root of templates/ that no address names.
NO_ADDRESS = {
    "base.jinja",
    "home.jinja",
    "400.jinja",
    "403.jinja",
    "403_csrf.jinja",
    "404.jinja",
    "500.jinja",
    "503.jinja",
    "refused.jinja",
}
# Folders of templates that are not a section of the site: Django's own admin, and parts.
NO_SECTION = {"admin", "components", "emails", "registration"}

MACHINE_PATH = re.compile(r"(?:^|[\s\"'(=`])/(?:root|home|farm|work|tmp)/", re.MULTILINE)
REGISTRY = re.compile(r"\b(?:pypi|npmjs|pythonhosted|yarnpkg)\.(?:org|com)\b", re.IGNORECASE)
INLINE = re.compile(
    r"\sstyle\s*=|<style\b|<script\b(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*[\"']|=\s*[\"']?\s*javascript:",
    re.IGNORECASE,
)


def tracked() -> list[Path]:
    """Return the files that are, or are about to be, in the repository, as paths from its root."""
    if not (ROOT / ".git").exists():  # a copy without its history: all but what is built or installed
        return sorted(
            path.relative_to(ROOT)
            for name in os.listdir(ROOT)
            if name not in BUILT
            for path in [ROOT / name, *(ROOT / name).rglob("*")]
            if path.is_file() and not BUILT & set(path.parts) and path.name != "site.css"
        )
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [Path(name) for name in sorted(listed.split("\0")) if name and (ROOT / name).is_file()]


def text_files() -> Iterator[tuple[Path, str]]:
    for path in tracked():
        try:
            yield path, (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture


def modules() -> list[Path]:
    return [
        path
        for path in tracked()
        if path.parts[0] in APPS
        and path.suffix == ".py"
        and path.name != "__init__.py"
        and "migrations" not in path.parts
    ]


def has_its_test(module: Path) -> bool:
    tests = ROOT / "tests" / module.parts[0]
    name = f"test_{module.stem.lstrip('_')}.py"
    if "commands" in module.parts:  # a command is known by its name, wherever it is kept
        return any(tests.rglob(name))
    return (ROOT / "tests" / module.parent / name).exists()


def test_every_module_has_its_test_module():
    missing = [str(path) for path in modules() if str(path) not in NO_TEST_OF_THEIR_OWN and not has_its_test(path)]
    assert missing == [], "Write tests/<same path>/test_<same name>.py, or give a reason in NO_TEST_OF_THEIR_OWN."


def test_the_exemptions_are_still_needed():
    present = {str(path) for path in modules()}
    assert [name for name in NO_TEST_OF_THEIR_OWN if name not in present or has_its_test(Path(name))] == []


def test_no_file_is_long():
    long = {
        str(path): len(text.splitlines())
        for path, text in text_files()
        if path.suffix in (".py", ".html", ".jinja", ".scss") and not LONG_BY_NATURE.search(f"/{path}")
    }
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


def imported(path: Path) -> set[str]:
    """Return the full names of all that a module imports, inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_the_domain_never_imports_the_views_of_the_site():
    wrong = {
        str(path): sorted(found)
        for path in modules()
        if path.parts[0] == "inspections"
        and (found := {name for name in imported(path) if f"{name}.".startswith("tracker.views.")})
    }
    assert wrong == {}


def test_the_application_never_imports_its_tests():
    assert [str(path) for path in modules() if any(name.split(".")[0] == "tests" for name in imported(path))] == []


def forces() -> set[str]:
    """Return the slugs and names of the police forces, in lower case, from the reference data."""
    with (ROOT / "fixtures" / "reference" / "bodies.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "police-force"]
    assert len(rows) >= 43
    return {row[column].lower() for row in rows for column in ("slug", "name")}


def test_the_site_never_names_a_force():
    """tracker/ is the frame; what it would know about one force belongs to the data."""
    named = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, sorted(forces()))) + r")(?![\w-])", re.IGNORECASE)
    wrong = {
        str(path): sorted(set(found))
        for path, text in text_files()
        if path.parts[0] == "tracker"
        and path.suffix in (".py", ".html")
        and (found := named.findall(text))
        # The gallery shows parts of pages with sample data, and real names make it readable.
        and path != Path("tracker/views/components.py")
    }
    assert wrong == {}


def templates() -> list[Path]:
    return [path.relative_to("templates") for path in tracked() if path.parts[0] == "templates"]


def sections() -> set[str]:
    """Return the first part of every address of the site: `forces` for /forces/<slug>/."""

    def routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from routes(pattern.url_patterns, route)
            else:
                yield route

    return {re.split(r"[/<]", route.lstrip("^/"))[0] for route in routes(get_resolver().url_patterns, "")}


def test_templates_live_where_their_address_says():
    known = sections()
    named = {Path(section).stem for section in known}
    homeless = [
        str(path)
        for path in templates()
        if str(path) not in NO_ADDRESS
        and path.parts[0] not in NO_SECTION
        and (path.parts[0] not in known if len(path.parts) > 1 else path.name.split(".")[0] not in named)
    ]
    assert homeless == []


def test_no_template_styles_or_scripts_in_place():
    wrong = {
        str(path): INLINE.findall(text)
        for path, text in text_files()
        if path.parts[0] == "templates" and INLINE.search(text)
    }
    assert wrong == {}, "The content security policy forbids it: the browser would drop it without a word."


def test_every_part_of_a_page_is_in_the_gallery():
    """A part that only another part includes is shown by that one."""
    parts = {str(path) for path in templates() if path.parts[0] == "components"}
    assert parts
    shown: set[str] = set()
    to_read = ["components.jinja", "base.jinja"]  # the gallery is a page too, and shows what every page has
    while to_read:
        text = (ROOT / "templates" / to_read.pop()).read_text(encoding="utf-8")
        found = {part for part in parts - shown if f'"{part}"' in text}
        shown |= found
        to_read += found
    assert sorted(parts - shown) == []


def test_no_file_carries_a_path_of_one_machine():
    assert [str(path) for path, text in text_files() if MACHINE_PATH.search(text)] == []


def test_no_file_names_a_package_registry():
    assert [str(path) for path, text in text_files() if REGISTRY.search(text)] == []


def test_the_readme_lists_the_tree():
    """The README's section "The tree" has a code block that names every file and folder of the root.

    Hidden files are the tools' own and need no line, except the folder .ci.
    """
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"^## The tree$.*?^```\w*\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL | re.IGNORECASE)
    assert found, 'README.md needs a section "## The tree" with a code block.'
    block = found[1]
    listed = {name.rstrip("/") for name in re.findall(r"[\w.*-]+/?", block)}
    root = {path.parts[0] for path in tracked() if not path.parts[0].startswith(".") or path.parts[0] == ".ci"}
    assert sorted(root - listed) == [], "These are in the root and not in the README's tree."
    promised = {line.split()[0].rstrip("/") for line in block.splitlines() if line[:1].strip()}
    assert sorted(name for name in promised if not (ROOT / name).exists()) == [], "The README's tree lists these."
