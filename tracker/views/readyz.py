"""/readyz: whether this process can do its work, for what watches it or sends it readers."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from tracker.outage import RETRY_SECONDS
from tracker.readiness import findings

TEXT, JSON = "text/plain", "application/json"


@csrf_exempt
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 with a line for each check, or 503 where one has failed; as JSON for who asks for JSON."""
    found = findings()
    ready = all(each.ok for each in found)
    status = 200 if ready else 503
    response: HttpResponse
    if request.get_preferred_type([TEXT, JSON]) == JSON:
        checks = {each.name: {"ok": each.ok, "said": each.said} for each in found}
        response = JsonResponse({"ready": ready, "checks": checks}, status=status)
    else:
        lines = ["ready" if ready else "not ready"]
        lines += [f"{each.name}: {'ok' if each.ok else 'failed'}, {each.said}" for each in found]
        response = HttpResponse("\n".join(lines) + "\n", status=status, content_type=f"{TEXT}; charset=utf-8")
    response["Cache-Control"] = "no-store"
    response["Vary"] = "Accept"
    if not ready:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response
