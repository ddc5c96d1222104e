"""Adds what the attaché's day needs: days to come back, letters without a name, templates, answers, bounces."""

import clusters.fields
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clusters', '0007_first_term_history'),
        ('contacts', '0003_likeness'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClusterAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_token', models.UUIDField(editable=False, help_text='Makes a double click, the back button or a retry one answer.', unique=True, verbose_name='form token')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('kind', models.CharField(choices=[('taken_up', 'we take this up'), ('refused', 'not for us'), ('elsewhere', 'better for another pôle'), ('message', 'a message')], max_length=9, verbose_name='answer')),
                ('reason', models.CharField(blank=True, choices=[('other_subject', 'not our subject'), ('no_partner', 'no suitable member'), ('no_capacity', 'no time at present'), ('not_eligible', 'the enquirer is not eligible'), ('elsewhere', 'better for another pôle'), ('other', 'other')], max_length=14, verbose_name='why not')),
                ('text', models.TextField(blank=True, verbose_name='message')),
                ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='seen at')),
            ],
            options={
                'verbose_name': 'answer of a pôle',
                'verbose_name_plural': 'answers of pôles',
            },
        ),
        migrations.CreateModel(
            name='HistoricalLetterTemplate',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('kind', models.CharField(choices=[('introduction', 'introduction to the pôle'), ('introduction_copy', 'copy of the introduction to the enquirer'), ('teaser', "introduction without the enquirer's name"), ('teaser_copy', 'copy of the introduction without name to the enquirer'), ('disclosure', 'disclosure of the name to the pôle'), ('disclosure_copy', 'copy of the disclosure to the enquirer')], max_length=20, verbose_name='letter')),
                ('language', models.CharField(choices=[('nl', 'Dutch'), ('fr', 'French'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical letter template',
                'verbose_name_plural': 'historical letter templates',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='LetterTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('introduction', 'introduction to the pôle'), ('introduction_copy', 'copy of the introduction to the enquirer'), ('teaser', "introduction without the enquirer's name"), ('teaser_copy', 'copy of the introduction without name to the enquirer'), ('disclosure', 'disclosure of the name to the pôle'), ('disclosure_copy', 'copy of the disclosure to the enquirer')], max_length=20, verbose_name='letter')),
                ('language', models.CharField(choices=[('nl', 'Dutch'), ('fr', 'French'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
            ],
            options={
                'verbose_name': 'letter template',
                'verbose_name_plural': 'letter templates',
            },
        ),
        migrations.RemoveConstraint(
            model_name='outgoingmail',
            name='contacts_mail_sent_at_iff_sent',
        ),
        migrations.RemoveConstraint(
            model_name='outgoingmail',
            name='contacts_mail_once_per_introduction',
        ),
        migrations.RemoveField(
            model_name='introductionrequest',
            name='search_folded',
        ),
        migrations.AddField(
            model_name='introduction',
            name='answer_days',
            field=models.PositiveSmallIntegerField(blank=True, editable=False, help_text='Calendar days in Paris from the sending to the first answer.', null=True, verbose_name='days until the answer'),
        ),
        migrations.AddField(
            model_name='introduction',
            name='disclosed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='name disclosed at'),
        ),
        migrations.AddField(
            model_name='introduction',
            name='is_teaser',
            field=models.BooleanField(default=False, help_text='Until the pôle is interested and the name is disclosed.', verbose_name='the enquirer stays unnamed'),
        ),
        migrations.AddField(
            model_name='introductionrequest',
            name='follow_up_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='come back to it on'),
        ),
        migrations.AddField(
            model_name='introductionrequest',
            name='follow_up_what',
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name='what is to be done then'),
        ),
        migrations.AddField(
            model_name='introductionrequest',
            name='search_words',
            field=clusters.fields.WordsField(of=('reference', 'organisation_name', 'enquirer.name', 'enquirer.kvk', 'contact.name', 'contact.email', 'subject', 'text')),
        ),
        migrations.AddField(
            model_name='outgoingmail',
            name='bounced_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='came back at'),
        ),
        migrations.AlterField(
            model_name='historyentry',
            name='action',
            field=models.CharField(choices=[('received', 'request received'), ('moved', 'status changed'), ('assigned', 'assigned'), ('corrected', 'correction received from the enquirer'), ('correction_applied', 'correction taken over'), ('edited', 'edited'), ('released', 'permission to pass on recorded'), ('shortlist_drawn', 'shortlist drawn up'), ('match_accepted', 'suggestion accepted'), ('match_rejected', 'suggestion rejected'), ('match_added', 'pôle added by hand'), ('letter_prepared', 'letter prepared'), ('letter_edited', 'letter edited'), ('letter_sent', 'letter handed to the mail'), ('sending_undone', 'sending undone'), ('revealed', 'name of the enquirer disclosed to the pôle'), ('answer_received', 'message from the pôle'), ('link_renewed', 'fresh link for answering sent to the pôle'), ('answered', 'answer recorded'), ('outcome', 'outcome recorded'), ('mail_sent', 'mail delivered'), ('mail_failed', 'mail could not be delivered'), ('mail_bounced', 'mail came back'), ('follow_up', 'date to come back to it'), ('note', 'note')], max_length=20, verbose_name='what'),
        ),
        migrations.AlterField(
            model_name='introduction',
            name='refusal_reason',
            field=models.CharField(blank=True, choices=[('other_subject', 'not our subject'), ('no_partner', 'no suitable member'), ('no_capacity', 'no time at present'), ('not_eligible', 'the enquirer is not eligible'), ('elsewhere', 'better for another pôle'), ('other', 'other')], editable=False, max_length=14, verbose_name='why refused'),
        ),
        migrations.AlterField(
            model_name='outgoingmail',
            name='kind',
            field=models.CharField(choices=[('acknowledgement', 'acknowledgement to the enquirer'), ('office_notice', 'notice to the office'), ('correction_notice', 'notice of a correction to the office'), ('introduction', 'introduction to the pôle'), ('introduction_copy', 'copy of the introduction to the enquirer'), ('disclosure', 'disclosure to the pôle'), ('disclosure_copy', 'copy of the disclosure to the enquirer'), ('answer_link', 'fresh link for answering to the pôle')], max_length=18, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='outgoingmail',
            name='status',
            field=models.CharField(choices=[('queued', 'waiting'), ('held', 'held until released'), ('sent', 'handed over to the mail server'), ('failed', 'given up, needs attention'), ('bounced', 'came back'), ('cancelled', 'cancelled')], default='queued', max_length=10, verbose_name='status'),
        ),
        migrations.AddIndex(
            model_name='introduction',
            index=models.Index(fields=['cluster', 'sent_at'], name='contacts_introduction_load'),
        ),
        migrations.AddIndex(
            model_name='introduction',
            index=models.Index(fields=['status', 'sent_at'], name='contacts_introduction_waits'),
        ),
        migrations.AddIndex(
            model_name='introductionrequest',
            index=models.Index(condition=models.Q(('status__in', ('received', 'in_review', 'introduced'))), fields=['assigned_to', '-received_at'], name='contacts_request_open_of'),
        ),
        migrations.AddIndex(
            model_name='introductionrequest',
            index=models.Index(condition=models.Q(('follow_up_on__isnull', False)), fields=['follow_up_on'], name='contacts_request_due'),
        ),
        migrations.AddIndex(
            model_name='outgoingmail',
            index=models.Index(condition=models.Q(('status__in', ('failed', 'bounced'))), fields=['status'], name='contacts_mail_attention'),
        ),
        migrations.AddConstraint(
            model_name='introduction',
            constraint=models.CheckConstraint(condition=models.Q(('disclosed_at', None), models.Q(('is_teaser', True), ('sent_at__isnull', False)), _connector='OR'), name='contacts_introduction_disclosed_only_after_teaser'),
        ),
        migrations.AddConstraint(
            model_name='introductionrequest',
            constraint=models.CheckConstraint(condition=models.Q(('follow_up_what', ''), ('follow_up_on__isnull', False), _connector='OR'), name='contacts_request_follow_up_what_needs_day'),
        ),
        migrations.AddConstraint(
            model_name='introductionrequest',
            constraint=models.CheckConstraint(condition=models.Q(('follow_up_on', None), ('status__in', ('received', 'in_review', 'introduced')), _connector='OR'), name='contacts_request_follow_up_only_while_open'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('status__in', ('sent', 'bounced'))), models.Q(models.Q(('status__in', ('sent', 'bounced')), _negated=True), ('sent_at', None)), _connector='OR'), name='contacts_mail_sent_at_iff_sent'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('bounced_at__isnull', False), ('status', 'bounced')), models.Q(models.Q(('status', 'bounced'), _negated=True), ('bounced_at', None)), _connector='OR'), name='contacts_mail_bounced_at_iff_bounced'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.UniqueConstraint(condition=models.Q(('introduction__isnull', False), ('kind__in', ('introduction', 'introduction_copy', 'disclosure', 'disclosure_copy')), models.Q(('status', 'cancelled'), _negated=True)), fields=('introduction', 'kind'), name='contacts_mail_once_per_introduction'),
        ),
        migrations.AddField(
            model_name='clusteranswer',
            name='introduction',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='contacts.introduction', verbose_name='introduction'),
        ),
        migrations.AddField(
            model_name='clusteranswer',
            name='other_cluster',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster', verbose_name='better for'),
        ),
        migrations.AddField(
            model_name='clusteranswer',
            name='seen_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='seen by'),
        ),
        migrations.AddField(
            model_name='historicallettertemplate',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='lettertemplate',
            constraint=models.UniqueConstraint(fields=('kind', 'language'), name='contacts_lettertemplate_once'),
        ),
        migrations.AddConstraint(
            model_name='lettertemplate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('subject', ''), _negated=True), models.Q(('body', ''), _negated=True)), name='contacts_lettertemplate_not_empty'),
        ),
        migrations.AddIndex(
            model_name='clusteranswer',
            index=models.Index(condition=models.Q(('seen_at', None)), fields=['received_at'], name='contacts_clusteranswer_unseen'),
        ),
        migrations.AddConstraint(
            model_name='clusteranswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'refused'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('kind', 'refused'), _negated=True), ('reason', '')), _connector='OR'), name='contacts_clusteranswer_reason_iff_refused'),
        ),
        migrations.AddConstraint(
            model_name='clusteranswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'elsewhere'), ('other_cluster__isnull', False)), models.Q(models.Q(('kind', 'elsewhere'), _negated=True), ('other_cluster', None)), _connector='OR'), name='contacts_clusteranswer_cluster_iff_elsewhere'),
        ),
        migrations.AddConstraint(
            model_name='clusteranswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'message'), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='contacts_clusteranswer_message_has_text'),
        ),
    ]
