"""What the public side adds to a request: where it came from, why it waits, whether its address works."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clusters', '0007_first_term_history'),
        ('contacts', '0012_public_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_token', models.UUIDField(editable=False, help_text='Makes a double click, the back button or a retry one remark.', unique=True, verbose_name='form token')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('text', models.TextField(verbose_name='remark')),
                ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='seen at')),
            ],
            options={
                'verbose_name': 'remark of the enquirer',
                'verbose_name_plural': 'remarks of enquirers',
            },
        ),
        migrations.AddField(
            model_name='introductionrequest',
            name='address_confirmed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='e-mail address confirmed at'),
        ),
        migrations.AddField(
            model_name='introductionrequest',
            name='sender_digest',
            field=models.CharField(blank=True, editable=False, help_text='Keyed and different every day: counts what one address sent, and tells no more.', max_length=32, verbose_name="digest of the sender's address"),
        ),
        migrations.AddField(
            model_name='introductionrequest',
            name='source',
            field=models.JSONField(blank=True, default=dict, editable=False, help_text='What the link to the form was set to: `pole`, `themes`, `campaign`.', verbose_name='came by the link'),
        ),
        migrations.AddField(
            model_name='introductionrequest',
            name='suspicions',
            field=models.JSONField(blank=True, default=list, editable=False, help_text='Values of Suspicion.', verbose_name='why set aside'),
        ),
        migrations.AddField(
            model_name='introductionrequest',
            name='wished_cluster',
            field=models.ForeignKey(blank=True, help_text='The pôle whose link the enquirer followed, unless they took it out of the form.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster', verbose_name='pôle asked for'),
        ),
        migrations.AlterField(
            model_name='historyentry',
            name='action',
            field=models.CharField(choices=[('received', 'request received'), ('moved', 'status changed'), ('assigned', 'assigned'), ('corrected', 'correction received from the enquirer'), ('correction_applied', 'correction taken over'), ('edited', 'edited'), ('released', 'permission to pass on recorded'), ('shortlist_drawn', 'shortlist drawn up'), ('match_accepted', 'suggestion accepted'), ('match_rejected', 'suggestion rejected'), ('match_added', 'pôle added by hand'), ('letter_prepared', 'letter prepared'), ('letter_edited', 'letter edited'), ('letter_sent', 'letter handed to the mail'), ('sending_undone', 'sending undone'), ('revealed', 'name of the enquirer disclosed to the pôle'), ('answer_received', 'message from the pôle'), ('link_renewed', 'fresh link for answering sent to the pôle'), ('answered', 'answer recorded'), ('outcome', 'outcome recorded'), ('mail_sent', 'mail delivered'), ('mail_failed', 'mail could not be delivered'), ('mail_bounced', 'mail came back'), ('follow_up', 'date to come back to it'), ('address_confirmed', 'e-mail address confirmed by the enquirer'), ('remarked', 'remark received from the enquirer'), ('note', 'note')], max_length=20, verbose_name='what'),
        ),
        migrations.AlterField(
            model_name='match',
            name='origin',
            field=models.CharField(choices=[('engine', 'proposed by the matching'), ('staff', 'added by hand'), ('cluster', 'named by a pôle'), ('enquirer', 'asked for by the enquirer')], default='engine', max_length=8, verbose_name='origin'),
        ),
        migrations.AlterField(
            model_name='match',
            name='reject_reason',
            field=models.CharField(blank=True, choices=[('other_subject', 'works on another subject'), ('wrong_region', 'wrong region'), ('wrong_partner', 'not this kind of partner'), ('busy', 'too many open introductions there'), ('better_one', 'another pôle fits better'), ('not_wanted', 'the enquirer does not want this pôle'), ('other', 'other')], max_length=14, verbose_name='why rejected'),
        ),
        migrations.AlterField(
            model_name='outgoingmail',
            name='kind',
            field=models.CharField(choices=[('acknowledgement', 'acknowledgement to the enquirer'), ('office_notice', 'notice to the office'), ('correction_notice', 'notice of a correction to the office'), ('remark_notice', 'notice of a remark to the office'), ('withdrawal_notice', 'notice of a withdrawal to the office'), ('introduction', 'introduction to the pôle'), ('introduction_copy', 'copy of the introduction to the enquirer'), ('disclosure', 'disclosure to the pôle'), ('disclosure_copy', 'copy of the disclosure to the enquirer'), ('answer_link', 'fresh link for answering to the pôle')], max_length=18, verbose_name='kind'),
        ),
        migrations.AddIndex(
            model_name='introductionrequest',
            index=models.Index(condition=models.Q(('sender_digest', ''), _negated=True), fields=['sender_digest', 'received_at'], name='contacts_request_of_sender'),
        ),
        migrations.AddField(
            model_name='remark',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='contacts.introductionrequest', verbose_name='request'),
        ),
        migrations.AddField(
            model_name='remark',
            name='seen_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='seen by'),
        ),
        migrations.AddIndex(
            model_name='remark',
            index=models.Index(condition=models.Q(('seen_at', None)), fields=['received_at'], name='contacts_remark_unseen'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='contacts_remark_has_text'),
        ),
    ]
