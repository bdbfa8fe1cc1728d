from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("ledger", "0011_column_left_out"),
    ]

    operations = [
        migrations.AddField(
            model_name="parse",
            name="reader",
            field=models.CharField(
                help_text="the version that read it; none before it was kept", max_length=40, null=True
            ),
        ),
    ]
