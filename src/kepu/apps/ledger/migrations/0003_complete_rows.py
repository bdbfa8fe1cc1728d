from django.db import migrations, models


def complete_rows(apps, schema_editor):
    """Plans that were confirmed before: their targets get a region, the first lead of a task consolidates."""
    using = schema_editor.connection.alias
    target, duty = apps.get_model("ledger", "Target"), apps.get_model("ledger", "TaskUnit")
    plan = apps.get_model("ledger", "Plan").objects.filter(pk=models.OuterRef("plan_id"))
    target.objects.using(using).update(region_code=models.Subquery(plan.values("region_code")[:1]))
    duty.objects.using(using).filter(role="lead", position=0).update(is_consolidator=True)


class Migration(migrations.Migration):

    dependencies = [
        ("ledger", "0002_reporting"),
    ]

    operations = [
        migrations.RunPython(complete_rows, migrations.RunPython.noop),
    ]
