from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0012_parse_reader'),
    ]

    operations = [
        migrations.AddField(
            model_name='plan',
            name='after_end',
            field=models.CharField(blank=True, choices=[('archived', '按已到期归档'), ('going_on', '任务仍在办')], default='', max_length=8, verbose_name='期限已过'),
        ),
        migrations.AddField(
            model_name='task',
            name='basis_before',
            field=models.CharField(blank=True, default='', help_text='the basis of that state', max_length=200),
        ),
        migrations.AddField(
            model_name='task',
            name='state_before',
            field=models.CharField(blank=True, choices=[('not_started', '未启动'), ('under_way', '推进中'), ('done', '已完成'), ('standing', '长期坚持'), ('suspended', '暂缓'), ('dropped', '不再实施'), ('archived', '已到期归档')], default='', help_text='of an archived task: what comes back', max_length=12),
        ),
        migrations.AlterField(
            model_name='task',
            name='state',
            field=models.CharField(choices=[('not_started', '未启动'), ('under_way', '推进中'), ('done', '已完成'), ('standing', '长期坚持'), ('suspended', '暂缓'), ('dropped', '不再实施'), ('archived', '已到期归档')], default='not_started', max_length=12, verbose_name='办理状态'),
        ),
    ]
