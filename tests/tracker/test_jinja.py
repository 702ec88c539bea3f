"""The engine of the public pages: Django's words, dates and addresses, and a misspelt name is an error."""

import datetime
import re
from pathlib import Path

import jinja2
import pytest
from django.contrib.humanize.templatetags import humanize
from django.core.paginator import Paginator
from django.template import TemplateDoesNotExist, defaultfilters, engines
from django.template.loader import get_template
from django.test import RequestFactory, override_settings
from django.urls import reverse, set_script_prefix
from django.utils.functional import lazystr
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, override
from jinja2 import UndefinedError, meta

from tests.harness.server import ROOT
from tests.parts import part
from tracker import jinja

pytestmark = pytest.mark.once

FILES = sorted(str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.jinja"))
MACRO = re.compile(r"{% macro (\w+)\((.*?)\) %}")
COMMENT = re.compile(r"{#(.*?)#}", re.DOTALL)


@pytest.fixture
def env():
    return engines["jinja2"].env  # type: ignore[attr-defined]


def shown(env, source: str, **context) -> str:
    return env.from_string(source).render(context)


def text(name: str) -> str:
    return (ROOT / "templates" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_sound(env, name):
    env.get_template(name)


def test_every_file_names_only_files_that_there_are(env):
    named = {name: set(meta.find_referenced_templates(env.parse(text(name)))) for name in FILES}
    assert {name: found - set(FILES) for name, found in named.items() if found - set(FILES)} == {}


def test_the_inputs_of_every_part_stand_in_its_comment():
    unsaid = {}
    for name in FILES:
        comment = " ".join(COMMENT.findall(text(name)))
        for _macro, inputs in MACRO.findall(text(name)):
            names = {
                one.split("=")[0].strip() for one in inputs.split(",") if "=" in one or one.strip(" ()").isidentifier()
            }
            missing = {one for one in names if not re.search(rf"\b{one}\b", comment.partition("Input")[2])}
            unsaid |= {name: missing} if missing else {}
    assert unsaid == {}


def imported(env, name: str) -> set[str]:
    """The names that a file gives to parts of other files."""
    pairs = [each for node in env.parse(text(name)).find_all(jinja2.nodes.FromImport) for each in node.names]
    return {pair[1] if isinstance(pair, tuple) else pair for pair in pairs}


def test_no_part_takes_the_name_of_what_a_page_or_its_frame_is_given(env):
    """A page and the frame that it extends see each other's imports: an import would stand in the way of the value."""
    of_frame = imported(env, "base.jinja")
    given_to_frame = meta.find_undeclared_variables(env.parse(text("base.jinja"))) - of_frame
    wrong = {}
    for name in FILES:
        if '{% extends "base.jinja" %}' in text(name):
            own = imported(env, name)
            given = meta.find_undeclared_variables(env.parse(text(name))) - own
            wrong |= {name: found} if (found := (own & given_to_frame) | (of_frame & given)) else {}
    assert wrong == {}


def test_the_suffix_says_which_engine_reads_a_file():
    assert get_template("base.jinja").backend.name == "jinja2"  # type: ignore[attr-defined]
    assert get_template("admin/base_site.html").backend.name == "django"  # type: ignore[attr-defined]
    with pytest.raises(TemplateDoesNotExist):
        get_template("admin/base_site.html", using="jinja2")


def test_public_templates_are_all_jinja():
    rest = [path for path in (ROOT / "templates").rglob("*") if path.is_file() and path.suffix != ".jinja"]
    folders = {path.relative_to(ROOT / "templates").parts[0] for path in rest}
    assert folders == {"admin", "emails", "registration"}


def test_a_misspelt_name_is_an_error_and_one_that_is_left_out_is_not(env):
    for wrong in (
        "{{ nmae }}",
        "{{ row.nmae }}",
        "{{ row.name.nmae.x }}",
        "{% for one in nmae %}{% endfor %}",
        "{{ nmae|date }}x{{ nmae|length }}",
    ):
        with pytest.raises(UndefinedError):
            shown(env, wrong, row={"name": "Kent"})
    asked = (
        "{% if nmae or row.nmae or nmae == 'x' or not nmae != 'x' %}wrong{% else %}{{ nmae or 'nothing' }}{% endif %}"
    )
    assert shown(env, asked, row={}) == "nothing"


def test_what_stands_in_a_row_comes_before_what_the_row_can_do(env):
    assert shown(env, "{{ row.items }} {{ row.count }}", row={"items": 3, "count": 4}) == "3 4"


def test_what_a_page_is_given_is_escaped_and_our_own_markup_is_not(env):
    lazy = gettext_lazy("a < b")
    assert shown(env, "{{ a }} {{ b }} {{ c }}", a="<b>", b=lazy, c=format_html("<i>{}</i>", "&")) == (
        "&lt;b&gt; a &lt; b <i>&amp;</i>"
    )
    assert shown(env, "{% trans who=who %}by <b>{{ who }}</b>{% endtrans %}", who="<x>") == "by <b>&lt;x&gt;</b>"
    assert shown(env, "{{ made|forceescape }}", made=format_html("<i>{}</i>", "x")) == "&lt;i&gt;x&lt;/i&gt;"


def test_a_text_with_a_per_cent_sign_is_shown_as_it_is(env):
    assert shown(env, "{{ _('up to 400%') }} {% trans %}100% sure{% endtrans %}") == "up to 400% 100% sure"
    assert shown(env, "{% trans top=5 %}ends at {{ top }}% of {{ top }}{% endtrans %}") == "ends at 5% of 5"


def test_one_and_many(env):
    source = "{% trans counter=n, shown=n|intcomma %}{{ shown }} item{% pluralize %}{{ shown }} items{% endtrans %}"
    assert [shown(env, source, n=n) for n in (0, 1, 1200)] == ["0 items", "1 item", "1,200 items"]


def test_words_are_those_of_the_reader_s_language(monkeypatch):
    monkeypatch.setattr(jinja.translation, "gettext", lambda text: f"{text}-{jinja.translation.get_language()}")
    for language in ("cy", "en-gb", "cy"):
        with override(language):
            assert jinja.words("Forces of this test") == f"Forces of this test-{language}"


def test_the_language_is_asked_for_once_a_page_and_let_go_of_after_it(env, monkeypatch):
    asked = []

    def in_welsh() -> str:
        asked.append("once")
        return "cy"

    monkeypatch.setattr(jinja.translation, "get_language", in_welsh)
    assert shown(env, "{{ language_code() }} {{ _('one') }} {{ _('two') }}") == "cy one two"
    assert len(asked) == 1
    with pytest.raises(UndefinedError):
        shown(env, "{{ nmae }}")
    monkeypatch.undo()
    assert jinja.language_code() == "en-gb"


def test_all_words_can_be_taken_out_for_translators(env):
    found = {words for name in FILES for _line, _function, words in env.extract_translations(text(name))}
    assert "Inspection recommendations" in found
    assert ("%(shown)s correction", "%(shown)s corrections") in {words[:2] for words in found}
    assert "Record as at <b>%(date)s</b>" in found


DAY = datetime.date(2019, 6, 30)
MOMENT = datetime.datetime(2019, 6, 30, 23, 30, 1, tzinfo=datetime.UTC)


@pytest.mark.parametrize("value", [DAY, MOMENT, None, ""])
@pytest.mark.parametrize("style", ["DATE_FORMAT", "Y-m-d", "c"])
def test_dates_are_written_as_django_writes_them(value, style):
    if style == "c" and value is DAY:
        style = "j F Y"
    there = engines["django"].from_string("{{ value|date:style }}").render({"value": value, "style": style})
    for _again in range(2):
        assert jinja.date(value, style) == there


def test_a_moment_late_in_the_evening_belongs_to_the_day_in_london():
    assert jinja.date(MOMENT) == "1 July 2019"


@pytest.mark.parametrize("value", [0, 999, 1000, 1234567, "1234", 12.5, 1, 1.0, True, None])
def test_numbers_are_written_as_django_writes_them(value):
    assert jinja.intcomma(value) == str(humanize.intcomma(value))


@pytest.mark.parametrize("value", ["a\nb", "a\r\nb\rc", "<b>\n&", lazystr("x\ny"), format_html("<i>{}</i>\n", "&")])
def test_lines_are_broken_as_django_breaks_them(value):
    assert str(jinja.linebreaksbr(value)) == str(defaultfilters.linebreaksbr(value, autoescape=True))


def test_addresses_follow_the_prefix_and_the_set_of_addresses():
    assert jinja.url("recommendation-detail", slug="x") == reverse("recommendation-detail", kwargs={"slug": "x"})
    assert jinja.url("recommendation-detail", "y") == "/recommendations/y/"
    assert jinja.url("home") == "/"
    set_script_prefix("/register/")
    try:
        assert jinja.url("home") == "/register/"
    finally:
        set_script_prefix("/")
    with override_settings(ROOT_URLCONF="tests.tracker.views.test_errors"):
        assert jinja.url("home") == "/"
    assert jinja.url("home") == "/"


def test_static_files_follow_their_storage(settings):
    assert jinja.static("tracker/site.css") == "/static/tracker/site.css"
    settings.STATIC_URL = "/elsewhere/"
    settings.STORAGES = {**settings.STORAGES}
    assert jinja.static("tracker/site.css") == "/elsewhere/tracker/site.css"


def test_rows_that_agree_and_follow_one_another_go_together():
    rows = [{"day": day, "n": n} for n, day in enumerate("aabba")]
    assert [(day, [row["n"] for row in found]) for day, found in jinja.runs(rows, "day")] == [
        ("a", [0, 1]),
        ("b", [2, 3]),
        ("a", [4]),
    ]
    assert [day for day, _rows in jinja.runs([DAY, DAY], "year")] == [2019]
    assert list(jinja.runs([], "day")) == []


def pages(address: str, number: int, count: int = 18) -> str:
    page = Paginator(range(count * 10), 10).page(number)
    return part("pagination", page_obj=page, request=RequestFactory().get(address))


@pytest.mark.parametrize(("number", "numbers"), [(1, "1 2 ⋯ 18"), (7, "1 ⋯ 6 7 8 ⋯ 18"), (18, "1 ⋯ 17 18")])
def test_pages_around_the_present_one_are_shown_and_the_ends(number, numbers):
    assert " ".join(re.findall(r">(\d+|⋯)<", pages("/list/", number))) == numbers


def test_links_keep_the_filters():
    html = pages("/list/?status=planned&status=closed&page=7", 7)
    assert 'href="?status=planned&amp;status=closed&amp;page=8"' in html
    assert html.count('aria-current="page"') == 1
    assert 'aria-label="Page 7 of 18"' in html


def test_the_ends_have_no_way_beyond_them():
    assert 'rel="prev"' not in pages("/list/", 1)
    assert 'rel="next"' not in pages("/list/", 18)


def test_one_page_needs_no_numbers():
    assert pages("/list/", 1, count=1).strip() == ""


def test_a_page_reads_neither_session_nor_account_and_sets_no_cookie(env):
    request = RequestFactory().get("/")  # has neither: to ask for one would raise
    html = get_template("404.jinja").render({}, request)
    assert "Page not found" in html
    assert "CSRF_COOKIE" not in request.META


def test_only_the_folder_s_own_files_are_listed(env):
    assert env.list_templates() == FILES
    assert all(Path(name).suffix == jinja.SUFFIX for name in FILES)


def test_every_template_is_loaded_ahead(env, monkeypatch):
    jinja.load_all()
    monkeypatch.setattr(jinja.JinjaFiles, "load", lambda *_: pytest.fail("loaded again"))
    assert len(FILES) > 50
    for name in FILES:
        env.get_template(name)
