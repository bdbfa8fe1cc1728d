from django.db import migrations


def mark(apps, _):
    """The inspectors of an existing installation read under the rules that inspections have now."""
    apps.get_model("people", "Role").objects.filter(code="inspector").update(is_inspection=True)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_role_is_inspection'),
    ]

    operations = [
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
