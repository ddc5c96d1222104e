"""A remark of an enquirer may also be a withdrawal or a changed permission; those have no text."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("contacts", "0013_public_side")]

    operations = [
        migrations.RemoveConstraint(
            model_name='remark',
            name='contacts_remark_has_text',
        ),
        migrations.AddField(
            model_name='remark',
            name='introduction',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='contacts.introduction', verbose_name='introduction'),
        ),
        migrations.AddField(
            model_name='remark',
            name='kind',
            field=models.CharField(choices=[('remark', 'remark'), ('withdrawn', 'withdrew the request'), ('withdrawn_from', 'withdrew the request from one pôle'), ('permission', 'changed what may be passed on')], default='remark', max_length=14, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='remark',
            name='text',
            field=models.TextField(blank=True, verbose_name='remark'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'remark'), models.Q(('text', ''), _negated=True)), models.Q(models.Q(('kind', 'remark'), _negated=True), ('text', '')), _connector='OR'), name='contacts_remark_text_iff_remark'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('introduction__isnull', False), ('kind', 'withdrawn_from')), models.Q(models.Q(('kind', 'withdrawn_from'), _negated=True), ('introduction', None)), _connector='OR'), name='contacts_remark_introduction_iff_withdrawn_from'),
        ),
    ]
