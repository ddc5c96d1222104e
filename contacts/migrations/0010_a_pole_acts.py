"""A line of the story can be written by what a pôle's contact person did."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0007_word_index")]

    operations = [
        migrations.AlterField(
            model_name="historyentry",
            name="actor",
            field=models.CharField(
                blank=True,
                choices=[("enquirer", "enquirer"), ("cluster", "pôle"), ("system", "system")],
                max_length=8,
                verbose_name="who, if not staff",
            ),
        ),
    ]
