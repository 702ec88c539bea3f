"""Search documents in the order of the list, and the full-text index of each engine on them.

The documents are derived, so the old ones are dropped. The new ones are written when all migrations are through: see
inspections.signals.index_what_is_missing.
"""

import importlib

import django.db.models.deletion
from django.db import migrations, models

DOCUMENTS = "inspections_searchdocument"
COLUMNS = "text, title, context"
NEW, OLD = ("NEW.text, NEW.title, NEW.context", "OLD.text, OLD.title, OLD.context")
DELETE = f"INSERT INTO inspections_search(inspections_search, rowid, {COLUMNS}) VALUES ('delete', OLD.place, {OLD})"
INSERT = f"INSERT INTO inspections_search(rowid, {COLUMNS}) VALUES (NEW.place, {NEW})"

# The tokens are made before they come here: no engine is to stem them, or to take an accent off.
SQLITE = [
    f"""CREATE VIRTUAL TABLE inspections_search USING fts5(
        {COLUMNS}, content='{DOCUMENTS}', content_rowid='place', tokenize='unicode61 remove_diacritics 0')""",
    f"CREATE TRIGGER search_insert AFTER INSERT ON {DOCUMENTS} BEGIN {INSERT}; END",
    f"CREATE TRIGGER search_delete AFTER DELETE ON {DOCUMENTS} BEGIN {DELETE}; END",
    f"CREATE TRIGGER search_update AFTER UPDATE ON {DOCUMENTS} BEGIN {DELETE}; {INSERT}; END",
]
SQLITE_BACK = [
    *(f"DROP TRIGGER {name}" for name in ("search_insert", "search_delete", "search_update")),
    "DROP TABLE inspections_search",
]
# The letter between the columns is the one between names: no phrase is found across it.
POSTGRESQL = [
    f"""ALTER TABLE {DOCUMENTS} ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', text || ' þ'), 'A') || setweight(to_tsvector('simple', title || ' þ'), 'B')
        || setweight(to_tsvector('simple', context), 'C')) STORED""",
    f"CREATE INDEX inspections_search ON {DOCUMENTS} USING gin (vector)",
]
POSTGRESQL_BACK = [f"ALTER TABLE {DOCUMENTS} DROP COLUMN vector"]

_before = importlib.import_module("inspections.migrations.0002_ledger_and_search")


def before(statements):
    """Those of migration 0002 that are about search."""
    return [statement for statement in statements if "search" in statement]


def run(sqlite, postgresql):
    def statements(apps, schema_editor):
        for statement in {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return statements


class Migration(migrations.Migration):
    """A later migration that makes SQLite copy the documents drops their triggers: run SQLITE again there."""

    dependencies = [("inspections", "0009_change_tables")]

    operations = [
        migrations.RunPython(
            run(before(_before.SQLITE_BACK), before(_before.POSTGRESQL_BACK)),
            run(before(_before.SQLITE), before(_before.POSTGRESQL)),
        ),
        migrations.DeleteModel(name="SearchDocument"),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("place", models.BigAutoField(primary_key=True, serialize=False)),
                ("title_key", models.CharField(db_index=True, max_length=300)),
                ("text", models.TextField()),
                ("title", models.TextField()),
                ("context", models.TextField()),
                (
                    "recommendation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_document",
                        to="inspections.recommendation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("token", models.CharField(max_length=420)),
            ],
        ),
        migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK)),
    ]
