"""The stream of changes, which triggers feed, and which the database itself keeps as it is."""

from django.db import migrations, models

STREAM, WAITING = "inspections_change", "inspections_waitingchange"
REFUSAL = "the stream of changes is append-only"

INSERTED, WITHDRAWN, LOOKED = "INSERT", "UPDATE OF withdrawn_on", "UPDATE OF not_found_as_of"

# What happens to which table, and what is then noted, each on a condition: one trigger a line.
EVENTS = [
    (
        "statusupdate",
        INSERTED,
        [
            ("update-recorded", "NEW.corrects_id IS NULL"),
            ("correction-recorded", "NEW.corrects_id IS NOT NULL"),
        ],
    ),
    (
        "inspection",
        INSERTED,
        [
            ("inspection-published", "NEW.id IS NOT NULL"),
            ("inspection-withdrawn", "NEW.withdrawn_on IS NOT NULL"),
        ],
    ),
    ("recommendation", INSERTED, [("recommendation-withdrawn", "NEW.withdrawn_on IS NOT NULL")]),
    (
        "response",
        INSERTED,
        [
            ("response-recorded", "NEW.not_found_as_of IS NULL"),
            ("response-not-found", "NEW.not_found_as_of IS NOT NULL"),
            ("response-withdrawn", "NEW.withdrawn_on IS NOT NULL"),
        ],
    ),
    (
        "response",
        LOOKED,
        [
            ("response-recorded", "OLD.not_found_as_of IS NOT NULL AND NEW.not_found_as_of IS NULL"),
            ("response-not-found", "OLD.not_found_as_of IS NULL AND NEW.not_found_as_of IS NOT NULL"),
        ],
    ),
    *(
        (
            noun,
            WITHDRAWN,
            [
                (f"{noun}-withdrawn", "OLD.withdrawn_on IS NULL AND NEW.withdrawn_on IS NOT NULL"),
                (f"{noun}-put-back", "OLD.withdrawn_on IS NOT NULL AND NEW.withdrawn_on IS NULL"),
            ],
        )
        for noun in ("inspection", "recommendation", "response")
    ),
]

# What was on the record before there was a stream comes first in it.
BEFORE = [
    ("inspection-published", "inspection", "1 = 1"),
    ("response-recorded", "response", "not_found_as_of IS NULL"),
    ("response-not-found", "response", "not_found_as_of IS NOT NULL"),
    ("update-recorded", "statusupdate", "corrects_id IS NULL"),
    ("correction-recorded", "statusupdate", "corrects_id IS NOT NULL"),
    *((f"{noun}-withdrawn", noun, "withdrawn_on IS NOT NULL") for noun in ("inspection", "recommendation", "response")),
]


def name_of(noun, event):
    return f"change_{noun}_{event.split()[-1].lower()}"


def body_of(rows):
    note = f"INSERT INTO {WAITING} (kind, object_id) SELECT"
    return " ".join(f"{note} '{kind}', NEW.id WHERE {condition};" for kind, condition in rows)


def sqlite():
    for noun, event, rows in EVENTS:
        yield f"CREATE TRIGGER {name_of(noun, event)} AFTER {event} ON inspections_{noun} BEGIN {body_of(rows)} END"
    for act in ("UPDATE", "DELETE"):
        yield f"CREATE TRIGGER stream_no_{act.lower()} BEFORE {act} ON {STREAM} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    yield f"""CREATE TRIGGER stream_no_replace BEFORE INSERT ON {STREAM}
        WHEN EXISTS (SELECT 1 FROM {STREAM} WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""


def sqlite_back():
    yield from (f"DROP TRIGGER {name_of(noun, event)}" for noun, event, _rows in EVENTS)
    yield from (f"DROP TRIGGER stream_no_{act}" for act in ("update", "delete", "replace"))


def postgresql():
    for noun, event, rows in EVENTS:
        name = name_of(noun, event)
        yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body_of(rows)} RETURN NULL; END $$"
        yield f"CREATE TRIGGER {name} AFTER {event} ON inspections_{noun} FOR EACH ROW EXECUTE FUNCTION {name}()"
    yield f"""CREATE FUNCTION stream_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"""
    yield f"CREATE TRIGGER stream_no_change BEFORE UPDATE OR DELETE ON {STREAM} FOR EACH ROW EXECUTE FUNCTION stream_refuses()"
    yield f"CREATE TRIGGER stream_no_truncate BEFORE TRUNCATE ON {STREAM} FOR EACH STATEMENT EXECUTE FUNCTION stream_refuses()"


def postgresql_back():
    for noun, event, _rows in EVENTS:
        name = name_of(noun, event)
        yield f"DROP TRIGGER {name} ON inspections_{noun}"
        yield f"DROP FUNCTION {name}()"
    yield f"DROP TRIGGER stream_no_change ON {STREAM}"
    yield f"DROP TRIGGER stream_no_truncate ON {STREAM}"
    yield "DROP FUNCTION stream_refuses()"


def forwards(apps, schema_editor):
    for kind, noun, condition in BEFORE:
        schema_editor.execute(
            f"INSERT INTO {WAITING} (kind, object_id) SELECT '{kind}', id FROM inspections_{noun} WHERE {condition} ORDER BY id"
        )
    for statement in {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]():
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in {"sqlite": sqlite_back, "postgresql": postgresql_back}[schema_editor.connection.vendor]():
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """A later migration that makes SQLite copy one of these tables drops its triggers: run `sqlite` again there."""

    dependencies = [
        ("inspections", "0005_edition"),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("update-recorded", "A status update was recorded"),
                            ("correction-recorded", "A status update was recorded that corrects an earlier one"),
                            ("inspection-published", "An inspection came onto the record"),
                            ("response-recorded", "A response was recorded"),
                            ("response-not-found", "A response was looked for and not found"),
                            ("inspection-withdrawn", "An inspection was withdrawn"),
                            ("recommendation-withdrawn", "A recommendation was withdrawn"),
                            ("response-withdrawn", "A response was withdrawn"),
                            ("inspection-put-back", "The withdrawal of an inspection was undone"),
                            ("recommendation-put-back", "The withdrawal of a recommendation was undone"),
                            ("response-put-back", "The withdrawal of a response was undone"),
                        ],
                        max_length=30,
                        verbose_name="kind",
                    ),
                ),
                ("time", models.DateTimeField(verbose_name="time")),
                ("day", models.DateField(db_index=True, verbose_name="day")),
                ("what", models.CharField(max_length=1000, verbose_name="what")),
                ("path", models.CharField(max_length=300, verbose_name="page")),
                ("inspection", models.CharField(max_length=100, verbose_name="inspection")),
                ("recommendation", models.CharField(blank=True, max_length=100, verbose_name="recommendation")),
                ("body", models.CharField(blank=True, max_length=100, verbose_name="body")),
                ("sequence", models.PositiveIntegerField(null=True, verbose_name="sequence")),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="WaitingChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
                ("object_id", models.BigIntegerField()),
            ],
        ),
        migrations.RunPython(forwards, backwards),
    ]
