"""Parts of public pages, each made by itself."""

from typing import Any

from django.template import engines


def part(name: str, **inputs: Any) -> str:
    """The HTML of templates/components/<name>.jinja with these inputs."""
    made = engines["jinja2"].env.get_template(f"components/{name}.jinja").module  # type: ignore[attr-defined]
    return str(getattr(made, name)(**inputs))
