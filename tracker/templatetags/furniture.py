"""Template tags that the page parts cannot do without."""

from collections.abc import Iterator

from django import template
from django.core.paginator import Page

register = template.Library()


@register.simple_tag
def elided_pages(page_obj: Page) -> Iterator[int | str]:
    """Return the page numbers around a page, with "…" for what is left out.

    A template can call the paginator's own method only without its argument, which would always centre on page 1.
    """
    return page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
