import datetime
from collections import Counter

from django.db import migrations, models
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Greatest

AT_ONCE = 5000
END = datetime.date.max


def fill(apps, _schema_editor):
    """Count what is on record. It grows with the cells of the tables, and not with the items."""
    Period = apps.get_model("inspections", "StatusPeriod")
    items = apps.get_model("inspections", "Addressee").objects.filter(
        recommendation__withdrawn_on=None,
        recommendation__inspection__withdrawn_on=None,
        recommendation__inspection__draft=False,
    )
    public_from = items.filter(pk=OuterRef("addressee")).values("recommendation__inspection__public_from")
    Period.objects.update(counted_from=Subquery(public_from[:1]))
    periods = Period.objects.filter(counted_from__isnull=False, end__gt=F("counted_from")).order_by()
    periods = periods.annotate(begun=Greatest("start", "counted_from"))
    in_all = Counter()
    for body in items.order_by("body").values_list("body", flat=True).distinct():
        moves = Counter()
        of_body = periods.filter(addressee__body=body)
        for field, sign, some in (("begun", 1, of_body), ("end", -1, of_body.exclude(end=END))):
            for day, status, count in some.values_list(field, "status").annotate(count=Count("pk")):
                moves[day, status] += sign * count
        write(apps, body, moves)
        in_all.update(moves)
    write(apps, 0, in_all)


def write(apps, body, moves):
    months = Counter()
    for (day, status), delta in moves.items():
        months[day.replace(day=1), status] += delta
    for name, date, cells in (("DayMoves", "day", moves), ("MonthMoves", "month", months)):
        model = apps.get_model("inspections", name)
        rows = (
            model(**{date: when}, body_key=body, status=status, delta=delta)
            for (when, status), delta in sorted(cells.items())
            if delta
        )
        model.objects.bulk_create(rows, batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0008_latest_statements"),
    ]

    operations = [
        migrations.CreateModel(
            name="DayMoves",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body_key", models.BigIntegerField()),
                ("status", models.CharField(max_length=20, verbose_name="headline status")),
                ("delta", models.IntegerField()),
                ("day", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="MonthMoves",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body_key", models.BigIntegerField()),
                ("status", models.CharField(max_length=20, verbose_name="headline status")),
                ("delta", models.IntegerField()),
                ("month", models.DateField()),
            ],
        ),
        migrations.AddField(
            model_name="statusperiod",
            name="counted_from",
            field=models.DateField(null=True),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(
                condition=models.Q(("withdrawn_on__isnull", False)),
                fields=["withdrawn_on"],
                name="inspection_withdrawn_on",
            ),
        ),
        migrations.AddIndex(
            model_name="recommendation",
            index=models.Index(
                condition=models.Q(("withdrawn_on__isnull", False)),
                fields=["withdrawn_on"],
                name="recommendation_withdrawn_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="daymoves",
            constraint=models.UniqueConstraint(fields=("body_key", "day", "status"), name="day_moves_once"),
        ),
        migrations.AddConstraint(
            model_name="monthmoves",
            constraint=models.UniqueConstraint(fields=("body_key", "month", "status"), name="month_moves_once"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
    ]
