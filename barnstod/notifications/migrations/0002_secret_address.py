from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="path",
            field=models.CharField(blank=True, max_length=200, verbose_name="address"),
        ),
        migrations.AddField(
            model_name="notice",
            name="sealed_path",
            field=models.CharField(
                blank=True, default="", max_length=400, verbose_name="secret address"
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sealed_path", ""),
                    models.Q(("path", ""), ("sent_at__isnull", True)),
                    _connector="OR",
                ),
                name="notice_secret_forgotten_when_sent",
            ),
        ),
    ]
