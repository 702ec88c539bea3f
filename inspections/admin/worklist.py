"""The worklist on the first page of the admin."""

from typing import Any

from django.http import HttpRequest

from inspections.worklist import worklist
from tracker.staff_site import FIRST_PAGE

from .scoped import scope


def first_page(request: HttpRequest) -> dict[str, Any]:
    """What needs doing for whoever is signed in, and whether there is anything to search."""
    return {
        "worklist": worklist(scope(request)),
        "may_find_items": request.user.has_perm("inspections.view_addressee"),
    }


FIRST_PAGE.append(first_page)
