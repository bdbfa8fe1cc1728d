from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0013_after_end'),
    ]

    operations = [
        migrations.AddField(
            model_name='target',
            name='counted_as',
            field=models.CharField(blank=True, default='', help_text='targets with one mark are one; empty: by name', max_length=16, verbose_name='同一指标'),
        ),
    ]
