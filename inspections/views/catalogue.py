"""The description of the data set for catalogues of open data."""

import json
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from inspections.catalogue import described
from inspections.days import today
from inspections.views.conditional import conditional, current, reading
from tracker.addresses import absolute
from tracker.keep_day import PARAMETER


@csrf_exempt
@require_safe
@reading(PARAMETER)
@partial(conditional, keep=True)
def catalogue(request: HttpRequest) -> HttpResponse:
    """DCAT as JSON-LD. It describes what can be had today, so that it takes no day, as the data package does not."""
    if request.GET.get(PARAMETER, "").strip():
        sentence = _("as_at: the catalogue describes the data as it can be had today. Take the day away.")
        return HttpResponse(f"{sentence}\n", status=400, content_type="text/plain; charset=utf-8")
    data = described(current(request), today(), lambda path: absolute(path, request))
    response = HttpResponse(json.dumps(data, ensure_ascii=False, indent=2) + "\n", content_type="application/ld+json")
    response["Access-Control-Allow-Origin"] = "*"  # public, the same for everybody, and without cookies
    return response
