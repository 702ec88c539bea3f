"""The ledger that the database itself keeps append-only, and the two engines' full-text search."""

from django.db import migrations

LEDGER = "inspections_statusupdate"
DOCUMENTS = "inspections_searchdocument"
REFUSAL = "the ledger is append-only: record a new status update that corrects the earlier one"

SQLITE = [
    f"CREATE TRIGGER ledger_no_update BEFORE UPDATE ON {LEDGER} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER ledger_no_delete BEFORE DELETE ON {LEDGER} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    # INSERT OR REPLACE would delete the row in its way without asking the trigger above.
    f"""CREATE TRIGGER ledger_no_replace BEFORE INSERT ON {LEDGER}
        WHEN EXISTS (SELECT 1 FROM {LEDGER} WHERE id = NEW.id
                     OR (addressee_id = NEW.addressee_id AND sequence = NEW.sequence))
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE VIRTUAL TABLE inspections_search USING fts5(
        text, context, content='{DOCUMENTS}', content_rowid='recommendation_id', tokenize='porter unicode61')""",
    f"""CREATE TRIGGER search_insert AFTER INSERT ON {DOCUMENTS} BEGIN
        INSERT INTO inspections_search(rowid, text, context) VALUES (NEW.recommendation_id, NEW.text, NEW.context); END""",
    f"""CREATE TRIGGER search_delete AFTER DELETE ON {DOCUMENTS} BEGIN
        INSERT INTO inspections_search(inspections_search, rowid, text, context)
        VALUES ('delete', OLD.recommendation_id, OLD.text, OLD.context); END""",
    f"""CREATE TRIGGER search_update AFTER UPDATE ON {DOCUMENTS} BEGIN
        INSERT INTO inspections_search(inspections_search, rowid, text, context)
        VALUES ('delete', OLD.recommendation_id, OLD.text, OLD.context);
        INSERT INTO inspections_search(rowid, text, context) VALUES (NEW.recommendation_id, NEW.text, NEW.context); END""",
]
SQLITE_BACK = [
    *(f"DROP TRIGGER {name}" for name in ("ledger_no_update", "ledger_no_delete", "ledger_no_replace")),
    *(f"DROP TRIGGER {name}" for name in ("search_insert", "search_delete", "search_update")),
    "DROP TABLE inspections_search",
]

POSTGRESQL = [
    f"""CREATE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON {LEDGER} FOR EACH ROW EXECUTE FUNCTION ledger_refuses()",
    f"CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON {LEDGER} FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses()",
    f"""ALTER TABLE {DOCUMENTS} ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', text), 'A') || setweight(to_tsvector('english', context), 'B')) STORED""",
    f"CREATE INDEX inspections_search ON {DOCUMENTS} USING gin (vector)",
]
POSTGRESQL_BACK = [
    f"DROP TRIGGER ledger_no_change ON {LEDGER}",
    f"DROP TRIGGER ledger_no_truncate ON {LEDGER}",
    "DROP FUNCTION ledger_refuses()",
    f"ALTER TABLE {DOCUMENTS} DROP COLUMN vector",
]


def forwards(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """A later migration that makes SQLite copy one of these tables drops its triggers: run these statements again there."""

    dependencies = [("inspections", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
