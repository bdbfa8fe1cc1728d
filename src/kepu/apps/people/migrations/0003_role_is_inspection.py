from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_posts_and_leading_groups'),
    ]

    operations = [
        migrations.AddField(
            model_name='role',
            name='is_inspection',
            field=models.BooleanField(default=False, help_text='只能查看，须有结束日期，打开的每一页都留下记录。', verbose_name='督查'),
        ),
    ]
