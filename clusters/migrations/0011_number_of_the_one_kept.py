from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("clusters", "0010_organisations_once")]

    operations = [
        migrations.AddField(
            model_name="organisationmerge",
            name="kept_number",
            field=models.BigIntegerField(default=0, verbose_name="number of the one kept"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="organisationmerge",
            name="apart",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
