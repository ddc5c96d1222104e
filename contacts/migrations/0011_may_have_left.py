"""A mail remembers that it may have left: the server was given it and did not say whether it took it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0010_a_pole_acts")]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="maybe_left_at",
            field=models.DateTimeField(
                blank=True,
                help_text="The first attempt after which nobody knows whether the mail server took the mail.",
                null=True,
                verbose_name="may have left at",
            ),
        ),
    ]
