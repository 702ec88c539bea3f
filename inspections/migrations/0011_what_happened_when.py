from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0010_search")]

    operations = [
        migrations.AddIndex(
            model_name="statusperiod",
            index=models.Index(fields=["start"], name="status_period_start"),
        ),
        migrations.AddIndex(
            model_name="statusupdate",
            index=models.Index(
                condition=models.Q(("corrects", None), _negated=True),
                fields=["recorded_on"],
                name="status_update_corrections",
            ),
        ),
    ]
