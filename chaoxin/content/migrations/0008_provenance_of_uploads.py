from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0007_writers'),
    ]

    operations = [
        migrations.AddField(
            model_name='upload',
            name='provenance',
            field=models.CharField(blank=True, choices=[('own', '自有'), ('licensed', '已获授权'), ('ai_generated', 'AI 生成'), ('unknown', '未说明')], max_length=16, verbose_name='来源'),
        ),
    ]
