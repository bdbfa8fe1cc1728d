import datetime

from django.db import migrations


def complete_targets(apps, schema_editor):
    """Plans that were confirmed before: their targets get due days, stretch values and baselines."""
    using = schema_editor.connection.alias
    targets = apps.get_model("ledger", "Target").objects.using(using).select_related("plan")
    by_name = {}
    for each in targets.defer("plan__text", "plan__tables").order_by("plan_id", "position").iterator():
        key = (each.plan_id, "".join(each.indicator.split()), each.unit)
        by_name.setdefault(key, []).append(each)
    for rows in by_name.values():
        for each in rows:
            year = each.due_year or (each.plan.period_end if each.period == "by_end" else None)
            if each.period in ("by_end", "by_date") and year and 1900 <= year < 2200 and not each.is_baseline:
                each.due_on = each.due_on or datetime.date(year, 12, 31)
        mains = [each for each in rows if not each.is_aspiration and not each.is_baseline]
        for hoped in [each for each in rows if each.is_aspiration]:
            fitting = [each for each in mains if each.due_on == hoped.due_on]
            if len(fitting) == 1:
                fitting[0].stretch_value = hoped.value
        known = [each for each in rows if each.is_baseline]
        latest = max((each.as_of_year or 0 for each in known), default=0)
        values = {each.value for each in known if (each.as_of_year or 0) == latest}
        if len(values) == 1:
            for main in mains:
                main.baseline_value, main.baseline_year = next(iter(values)), latest or None
        for each in rows:
            each.save(using=using, update_fields=["due_on", "stretch_value", "baseline_value", "baseline_year"])


class Migration(migrations.Migration):

    dependencies = [
        ("ledger", "0009_column_mapping"),
    ]

    operations = [
        migrations.RunPython(complete_targets, migrations.RunPython.noop),
    ]
