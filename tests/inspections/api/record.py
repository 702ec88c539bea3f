"""A record for the tests of the API, and how they read it."""

from typing import Any

from django.test import Client

LISTS = ("bodies", "inspections", "recommendations", "items", "updates", "responses", "sources", "changes")


def get(client: Client, path: str, status: int = 200, **headers: str) -> Any:
    """The JSON of an address below /api/v1/."""
    answer = client.get(path if path.startswith("http") else f"/api/v1/{path}", headers=headers)
    assert answer.status_code == status, (path, answer.content)
    kind = "application/json" if status == 200 else "application/problem+json"
    assert answer["Content-Type"] == kind, path
    return answer.json()


def every_page(client: Client, path: str) -> list[dict[str, Any]]:
    """The results of a list, page after page."""
    found = []
    while path:
        page = get(client, path)
        found += page["results"]
        path = page["next"]
    return found
