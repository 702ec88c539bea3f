import datetime

from django.db import migrations, models
from django.utils import timezone


def fill_moments(apps, _schema_editor):
    """Embargoes that were set before the row knew of them."""
    ends = apps.get_model("inspections", "Inspection").objects.filter(draft=False, public_at__gt=timezone.now())
    moments = ends.order_by("public_at").values_list("public_at", flat=True).distinct()
    found = [moment.astimezone(datetime.UTC).isoformat() for moment in moments]
    apps.get_model("inspections", "Edition").objects.update(moments=found)


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0006_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="EditionStep",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("items", models.JSONField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="edition",
            name="beside_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="edition",
            name="moments",
            field=models.JSONField(default=list),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["public_at"], name="inspections_public__b78d17_idx"),
        ),
        migrations.RunPython(fill_moments, migrations.RunPython.noop),
    ]
