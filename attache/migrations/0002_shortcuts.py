from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('attache', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='shortcuts',
            field=models.BooleanField(default=True, help_text='Single keys on the inbox and the request page; the page lists them under “Keyboard”.', verbose_name='keyboard shortcuts'),
        ),
    ]
