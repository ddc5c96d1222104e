"""Holds from here on: an answered introduction knows how many days the answer took."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0005_words_and_days")]

    operations = [
        migrations.AddConstraint(
            model_name='introduction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer_days', None), ('answered_at', None)), models.Q(('answer_days__isnull', False), ('answered_at__isnull', False)), _connector='OR'), name='contacts_introduction_answer_days_iff_answered'),
        ),
    ]
