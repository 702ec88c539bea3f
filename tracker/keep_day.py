"""Links of a page that shows a past day lead to pages of the same day.

One mechanism for all pages: what a page links to within the site is known when it has been rendered, and only there.
Rendering for today, the common case, never comes by here.
"""

import re
from collections.abc import Callable

from django.http import HttpResponse

# Our templates write attributes in double quotes and escape what stands in them, so this finds every link there is.
_LINK = re.compile(r'(<a\b[^>]*?\shref=")(/[^"#]*|\?[^"#]*)')
_FORM = re.compile(r'<form\b(?=[^>]*\smethod="get")[^>]*>', re.IGNORECASE)
ELSEWHERE = ("/static/", "/admin/")  # addresses that have no day
PARAMETER = "as_at"


def keep_day(day: str) -> Callable[[HttpResponse], HttpResponse]:
    """Return what makes a rendered page keep a day, as ISO 8601, in its links and in its forms that search.

    A link or form that names a day itself is left alone, and so is a link marked `data-day="today"`.
    """

    def link(found: re.Match[str]) -> str:
        start, address = found.groups()
        if address.startswith(ELSEWHERE) or f"{PARAMETER}=" in address or 'data-day="today"' in start:
            return found[0]
        return f"{start}{address}{'&amp;' if '?' in address else '?'}{PARAMETER}={day}"

    def form(found: re.Match[str]) -> str:
        if 'data-day="chosen"' in found[0]:
            return found[0]
        return f'{found[0]}<input type="hidden" name="{PARAMETER}" value="{day}">'

    def keep(response: HttpResponse) -> HttpResponse:
        page = response.content.decode(response.charset)
        response.content = _FORM.sub(form, _LINK.sub(link, page)).encode(response.charset)
        return response

    return keep
