"""The one cheap way to render a public page: Jinja, with Django's addresses, words, dates and numbers.

The suffix of a file says its language. `.jinja` is Jinja's and belongs to the public pages; all else in templates/ is
Django's own and belongs to staff, sign-in and letters. docs/decisions/0009-jinja-for-public-pages.md says why.
"""

import datetime
import itertools
import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any, NoReturn

import jinja2
from django.conf import settings
from django.contrib.humanize.templatetags import humanize
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import storages
from django.http import HttpRequest
from django.template import engines
from django.template.defaultfilters import filesizeformat, truncatechars, truncatewords
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import escape as escape_always
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]
from markupsafe import Markup, escape

SUFFIX = ".jinja"
# Of each more than the pages have, so that nothing is made twice; with a bound, so that nothing grows for ever.
MANY = 20_000


class JinjaFiles(jinja2.FileSystemLoader):
    """Only the files that are Jinja's; the rest of the folder is left to Django's own engine, which comes next."""

    def get_source(self, environment: jinja2.Environment, template: str) -> Any:
        if not template.endswith(SUFFIX):
            raise jinja2.TemplateNotFound(template)
        return super().get_source(environment, template)

    def list_templates(self) -> list[str]:
        return [name for name in super().list_templates() if name.endswith(SUFFIX)]


class Unknown(jinja2.StrictUndefined):
    """A name that nobody gave. It may be asked for and compared, and is then nothing; to show it is an error."""

    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:  # type: ignore[override]
        return False

    def __eq__(self, other: object) -> bool:  # type: ignore[override]
        return isinstance(other, Unknown)

    def __ne__(self, other: object) -> bool:  # type: ignore[override]
        return not isinstance(other, Unknown)

    def __html__(self) -> NoReturn:
        self._fail_with_undefined_error()


class _Reader(threading.local):
    """The language of the page that this thread is making; None between pages."""

    language: str | None = None


_reader = _Reader()


def language_code() -> str | None:
    """The reader's language. Django's own answer takes a lock, so a page asks it once and not for every word."""
    return _reader.language or translation.get_language()


class Template(jinja2.Template):
    def render(self, *args: Any, **kwargs: Any) -> str:
        before, _reader.language = _reader.language, translation.get_language()
        try:
            return super().render(*args, **kwargs)
        finally:
            _reader.language = before

    def _get_default_module(self, ctx: jinja2.runtime.Context | None = None) -> Any:
        """The macros of a file. A part sees its inputs alone: nothing of the page is to be looked through for it."""
        return super()._get_default_module()


class Environment(jinja2.Environment):
    template_class = Template

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a dot gives. Of a dictionary it is what stands under the name: `row.items` is never its method."""
        if isinstance(obj, dict):
            try:
                return obj[attribute]
            except KeyError:
                pass
        return super().getattr(obj, attribute)


def environment(**options: Any) -> Environment:
    """The environment of all public pages, for TEMPLATES in the settings."""
    folders = options.pop("loader").searchpath
    options["undefined"] = Unknown
    made = Environment(
        loader=JinjaFiles(folders),
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        **options,
    )
    made.policies["ext.i18n.trimmed"] = True
    # Not the extension's "new style": that looks up the catalogue and escapes for each use, and one page has hundreds.
    made.install_gettext_callables(  # type: ignore[attr-defined]
        words, translation.ngettext, newstyle=False, pgettext=translation.pgettext, npgettext=translation.npgettext
    )
    made.globals |= {
        "_": words,
        "language_code": language_code,
        "querystring": querystring,
        "static": static,
        "url": url,
    }
    made.filters |= {
        "date": date,
        "filesizeformat": filesizeformat,
        "forceescape": escape_always,  # Jinja's own leaves alone what Django has marked as safe
        "intcomma": intcomma,
        "linebreaksbr": linebreaksbr,
        "runs": runs,
        "truncatechars": truncatechars,
        "truncatewords": truncatewords,
    }
    return made


def load_all() -> None:
    """Load every template of the public pages now, so that no reader waits for it."""
    for engine in engines.all():
        if isinstance(found := getattr(engine, "env", None), Environment):
            for name in found.list_templates():
                found.get_template(name)


def words(message: str) -> Markup:
    """A text of ours in the reader's language. It may hold tags, since only templates say what is translated."""
    return _words(message, language_code())


@lru_cache(MANY)
def _words(message: str, language: str | None) -> Markup:
    return Markup(translation.gettext(message))  # noqa: S704


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The path of a named address."""
    where = (get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), language_code())
    return _url(where, name, args, tuple(kwargs.items()))


@lru_cache(MANY)
def _url(where: tuple[Any, ...], name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, urlconf=where[0], args=args, kwargs=dict(kwargs))


def static(path: str) -> str:
    """The address of a static file, by its hashed name where there is one."""
    return _static(storages["staticfiles"], settings.DEBUG, path)


@lru_cache(MANY)
def _static(storage: Any, debug: bool, path: str) -> str:
    return staticfiles_storage.url(path)


def querystring(request: HttpRequest, **changed: Any) -> str:
    """The parameters of an address with some of them changed, with the question mark."""
    asked = request.GET.copy()
    for name, value in changed.items():
        asked[name] = str(value)
    return f"?{asked.urlencode()}"


def date(value: datetime.date | None, style: str = "DATE_FORMAT") -> str:
    """A date in a format of the reader's language, or in letters such as "Y-m-d"; nothing for no date."""
    if not value:
        return ""
    return _date(template_localtime(value), isinstance(value, datetime.datetime), style, language_code())


@lru_cache(MANY)
def _date(value: datetime.date, is_moment: bool, style: str, language: str | None) -> str:
    return date_format(value, style)


def intcomma(value: Any) -> str:
    """A number with its thousands set apart as in the reader's language."""
    if type(value) is int and 0 <= value < 1000:  # most of them; none is set apart in any language
        return str(value)
    return _intcomma(value, language_code())


@lru_cache(MANY, typed=True)
def _intcomma(value: Any, language: str | None) -> str:
    return str(humanize.intcomma(value))


def linebreaksbr(value: Any) -> Markup:
    """A text with its line breaks kept."""
    whole = escape(value).replace("\r\n", "\n").replace("\r", "\n")
    return whole.replace("\n", Markup("<br>"))


def runs(rows: Iterable[Any], name: str) -> Iterator[tuple[Any, list[Any]]]:
    """Rows in their order, those after one another that agree in a value taken together: the value, and its rows."""
    rows = list(rows)
    value = itemgetter(name) if rows and isinstance(rows[0], dict) else attrgetter(name)
    for key, group in itertools.groupby(rows, value):
        yield key, list(group)
