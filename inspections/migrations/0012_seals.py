import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import inspections.models.fields

SEALS = "inspections_seal"
WAITING = "inspections_waitingseal"
LEDGER = "inspections_statusupdate"
REFUSAL = "the seals are append-only"

SQLITE = [
    f"CREATE TRIGGER seal_no_update BEFORE UPDATE ON {SEALS} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER seal_no_delete BEFORE DELETE ON {SEALS} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    # INSERT OR REPLACE would delete the row in its way without asking the trigger above.
    f"""CREATE TRIGGER seal_no_replace BEFORE INSERT ON {SEALS}
        WHEN EXISTS (SELECT 1 FROM {SEALS} WHERE id = NEW.id OR position = NEW.position OR update_id = NEW.update_id)
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
]
SQLITE_BACK = [f"DROP TRIGGER {name}" for name in ("seal_no_update", "seal_no_delete", "seal_no_replace")]

POSTGRESQL = [
    f"""CREATE FUNCTION seal_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"CREATE TRIGGER seal_no_change BEFORE UPDATE OR DELETE ON {SEALS} FOR EACH ROW EXECUTE FUNCTION seal_refuses()",
    f"CREATE TRIGGER seal_no_truncate BEFORE TRUNCATE ON {SEALS} FOR EACH STATEMENT EXECUTE FUNCTION seal_refuses()",
]
POSTGRESQL_BACK = [
    f"DROP TRIGGER seal_no_change ON {SEALS}",
    f"DROP TRIGGER seal_no_truncate ON {SEALS}",
    "DROP FUNCTION seal_refuses()",
]


def forwards(_apps, schema_editor):
    # Rows that are there already wait; they are sealed when all tables are as the code knows them (post_migrate).
    schema_editor.execute(f"INSERT INTO {WAITING} (row_id) SELECT id FROM {LEDGER}")
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(_apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """A later migration that makes SQLite copy the table of seals drops its triggers: run `SQLITE` again there."""

    dependencies = [
        ("inspections", "0011_what_happened_when"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "update",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seal",
                        to="inspections.statusupdate",
                        verbose_name="status update",
                    ),
                ),
                ("position", models.PositiveBigIntegerField(unique=True, verbose_name="position")),
                (
                    "row_sha256",
                    models.CharField(
                        max_length=64,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[0-9a-f]{64}\\Z", "Expected 64 hexadecimal digits, as a SHA-256 has."
                            )
                        ],
                        verbose_name="hash of the row",
                    ),
                ),
                (
                    "sha256",
                    models.CharField(
                        max_length=64,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[0-9a-f]{64}\\Z", "Expected 64 hexadecimal digits, as a SHA-256 has."
                            )
                        ],
                        verbose_name="hash of the chain up to here",
                    ),
                ),
                (
                    "sealed_at",
                    models.CharField(
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3])(:[0-5]\\d){2}Z\\Z",
                                "Expected a moment in UTC, as 2026-11-28T09:30:00Z.",
                            )
                        ],
                        verbose_name="sealed",
                    ),
                ),
                ("day", models.DateField(db_index=True, editable=False, verbose_name="day in London")),
            ],
            options={
                "verbose_name": "seal",
                "verbose_name_plural": "seals",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="WaitingSeal",
            fields=[
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="waiting_for_seal",
                        serialize=False,
                        to="inspections.statusupdate",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="body",
            name="sealed_as",
            field=inspections.models.fields.SlugField(
                blank=True,
                db_index=False,
                editable=False,
                help_text="Public: the slug under which it stands in the seals of the ledger, if it has another by now.",
                max_length=100,
                null=True,
                verbose_name="name in seals",
            ),
        ),
        migrations.AddField(
            model_name="inspection",
            name="sealed_as",
            field=inspections.models.fields.SlugField(
                blank=True,
                db_index=False,
                editable=False,
                help_text="Public: the slug under which it stands in the seals of the ledger, if it has another by now.",
                max_length=100,
                null=True,
                verbose_name="name in seals",
            ),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="sealed_as",
            field=inspections.models.fields.SlugField(
                blank=True,
                db_index=False,
                editable=False,
                help_text="Public: the slug under which it stands in the seals of the ledger, if it has another by now.",
                max_length=100,
                null=True,
                verbose_name="name in seals",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="sealed_as",
            field=inspections.models.fields.SlugField(
                blank=True,
                db_index=False,
                editable=False,
                help_text="Public: the slug under which it stands in the seals of the ledger, if it has another by now.",
                max_length=100,
                null=True,
                verbose_name="name in seals",
            ),
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sealed_as__isnull", False)), fields=("sealed_as",), name="body_sealed_as_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sealed_as__isnull", False)),
                fields=("sealed_as",),
                name="inspection_sealed_as_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sealed_as__isnull", False)),
                fields=("sealed_as",),
                name="recommendation_sealed_as_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sealed_as__isnull", False)), fields=("sealed_as",), name="source_sealed_as_once"
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
