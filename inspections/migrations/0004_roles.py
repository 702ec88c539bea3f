"""Make the roles of staff. A later change of inspections.roles needs a migration that says it again for what changed."""

from django.db import migrations

VIEWED = (
    "body",
    "oversight",
    "monitoringphase",
    "programme",
    "theme",
    "source",
    "inspection",
    "observation",
    "grade",
    "recommendation",
    "addressee",
    "succession",
    "statusupdate",
    "response",
    "responseitem",
    "proposal",
    "staffnote",
)
DRAFTS = ("inspection", "observation", "grade", "recommendation", "addressee", "succession", "source")
STANDING = ("body", "oversight", "monitoringphase", "programme", "theme", "response", "responseitem")


def of(acts, models):
    return {("inspections", f"{act}_{model}") for act in acts.split() for model in models}


SEES_ALL = of("view", VIEWED) | {("inspections", "see_all")}
WRITES_DRAFTS = of("add change delete", DRAFTS)

ROLES = {
    "viewer": SEES_ALL,
    "contributor": of("view", ("addressee", "statusupdate", "proposal")) | of("add", ("proposal",)),
    "editor": SEES_ALL | WRITES_DRAFTS | of("add", ("proposal", "staffnote")),
    "publisher": SEES_ALL
    | WRITES_DRAFTS
    | of("add change delete", STANDING)
    | of("add", ("statusupdate", "staffnote"))
    | {
        ("inspections", "publish_inspection"),
        ("inspections", "decide_proposal"),
        ("inspections", "load_dataset"),
    },
    "administrator": of("view add change delete", ("speaksfor",))
    | {("tracker", f"{act}_user") for act in ("view", "add", "change", "delete")}
    | {("tracker", "view_auditentry"), ("auth", "view_group")},
}


def make_roles(apps, schema_editor):
    """Django makes permissions after all migrations; a role made here needs its own now."""
    group = apps.get_model("auth", "Group")
    permission = apps.get_model("auth", "Permission")
    content_type = apps.get_model("contenttypes", "ContentType")
    for name, wanted in ROLES.items():
        role, _made = group.objects.get_or_create(name=name)
        for app, codename in sorted(wanted):
            model = OWN.get(codename) or codename.split("_", 1)[1]
            kind, _made = content_type.objects.get_or_create(app_label=app, model=model)
            allowed, _made = permission.objects.get_or_create(
                content_type=kind, codename=codename, defaults={"name": NAMES.get(codename, named(codename))}
            )
            role.permissions.add(allowed)


# Permissions of our own, and the model that declares each.
OWN = {
    "see_all": "inspection",
    "publish_inspection": "inspection",
    "decide_proposal": "proposal",
    "load_dataset": "upload",
}
NAMES = {
    "see_all": "Can see everything in the register, whatever body it is about",
    "publish_inspection": "Can publish inspections, and change and withdraw what is public",
    "decide_proposal": "Can accept and return proposals",
    "load_dataset": "Can load data packages",
}


def named(codename):
    act, model = codename.split("_", 1)
    return f"Can {act} {model}"


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0003_staff"),
        ("tracker", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
