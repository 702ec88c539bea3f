"""Draw the record's models and what they point to: docs/model.svg."""

import html
import subprocess
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models

# Graphviz itself, built to run in Node, so that every machine draws the same bytes.
DRAW = (
    "require('@viz-js/viz').instance().then(viz => process.stdout.write("
    "viz.renderString(require('fs').readFileSync(0, 'utf8'), {format: 'svg'})))"
)
HEAD = '<tr><td bgcolor="#1d3557"><font color="white"><b>{name}</b></font></td></tr>'
ROW = '<tr><td align="left" port="{port}">{text}</td></tr>'


class Command(BaseCommand):
    help = "Draws the models as docs/model.svg. Needs Node and `npm ci`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether the drawing is current")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "model.svg"
        drawing = self.draw(graph())
        if not options["check"]:
            path.write_text(drawing, encoding="utf-8")
            self.stdout.write(f"Drawn: {path.relative_to(settings.BASE_DIR)}")
        elif not path.exists() or path.read_text(encoding="utf-8") != drawing:
            raise CommandError("docs/model.svg is not current: run manage.py draw_model")

    def draw(self, dot: str) -> str:
        try:
            done = subprocess.run(  # noqa: S603  (a fixed command; the graph is its input)
                ["node", "-e", DRAW],  # noqa: S607
                input=dot,
                capture_output=True,
                text=True,
                check=True,
                cwd=settings.BASE_DIR,
            )
        except (OSError, subprocess.CalledProcessError) as error:
            raise CommandError("Drawing needs Node and its packages: run `npm ci` first.") from error
        return done.stdout


def graph() -> str:
    """The models of the record in Graphviz's language: a box each, an arrow for every reference."""
    boxes, arrows = [], []
    ours = sorted(apps.get_app_config("inspections").get_models(), key=lambda model: model.__name__)
    for model in ours:
        rows = []
        fields = [*model._meta.local_fields, *(f for f in model._meta.local_many_to_many if _is_auto(f))]
        for field in fields:
            target = field.related_model
            several = isinstance(field, models.ManyToManyField)
            if target in ours:
                style = ' [arrowhead="crow" dir="both"]' if several else ""
                arrows.append(f"  {model.__name__}:{field.name} -> {target.__name__}{style};")
            text = field.name + ("*" if several else "") + (" ?" if field.null else "")
            rows.append(ROW.format(port=field.name, text=html.escape(text)))
        table = HEAD.format(name=model.__name__) + "".join(rows)
        boxes.append(f'  {model.__name__} [label=<<table border="0" cellborder="1" cellspacing="0">{table}</table>>];')
    head = [
        "digraph record {",
        '  rankdir="LR"; ranksep=1.2; nodesep=0.3;',
        '  node [shape="plain" fontname="sans-serif" fontsize=11];',
    ]
    return "\n".join([*head, *boxes, *arrows, "}"])


def _is_auto(field: Any) -> bool:
    """Whether a many-to-many has no model of its own for its rows; those that have are drawn as boxes."""
    return bool(field.remote_field.through._meta.auto_created)
