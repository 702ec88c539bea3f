from django.conf import settings
from django.db import migrations, models

import inspections.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0007_edition_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="statusupdate",
            index=models.Index(
                models.OrderBy(inspections.models.fields.FirstDay("effective_on"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="status_update_latest",
            ),
        ),
    ]
