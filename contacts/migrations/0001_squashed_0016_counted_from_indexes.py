"""The desk's tables in one step, for a new database; one that has the steps before them keeps those."""

import clusters.fields
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from clusters.migrations._tables import CreateTables
from clusters.word_index import create_on_postgresql

WORD_INDEXES = {"contacts_request_words": "search_words", "contacts_request_public_words": "public_words"}


def make_word_indexes(apps, schema_editor):
    """SQLite's are made in `contacts.apps`."""
    if schema_editor.connection.vendor == "postgresql":
        for name, column in WORD_INDEXES.items():
            schema_editor.execute(create_on_postgresql("contacts_introductionrequest", column, name))


def drop_word_indexes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in WORD_INDEXES:
            schema_editor.execute(f'DROP INDEX IF EXISTS "{name}"')


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("contacts", "0001_initial"),
        ("contacts", "0002_learning"),
        ("contacts", "0003_likeness"),
        ("contacts", "0004_the_days_work"),
        ("contacts", "0005_words_and_days"),
        ("contacts", "0006_days_always_counted"),
        ("contacts", "0007_word_index"),
        ("contacts", "0010_a_pole_acts"),
        ("contacts", "0011_may_have_left"),
        ("contacts", "0012_public_words"),
        ("contacts", "0013_public_side"),
        ("contacts", "0015_remark_kinds"),
        ("contacts", "0016_counted_from_indexes"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('clusters', '0007_first_term_history'),
    ]

    operations = [
        CreateTables([
        migrations.CreateModel(
            name='Enquirer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='organisation')),
                ('name_folded', clusters.fields.FoldedField(of=('name', 'kvk'))),
                ('kvk', models.CharField(blank=True, help_text='Eight digits of the Chamber of Commerce.', max_length=8, verbose_name='KvK number')),
                ('kind', models.CharField(choices=[('sme', 'SME'), ('start_up', 'start-up'), ('large_company', 'large company'), ('sole_trader', 'self-employed, one-person business'), ('hospital', 'hospital or care institution'), ('research', 'research institute or university'), ('government', 'government'), ('other', 'other')], max_length=16, verbose_name='kind of organisation')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
            ],
            options={
                'verbose_name': 'enquirer',
                'verbose_name_plural': 'enquirers',
                'constraints': [models.UniqueConstraint(condition=models.Q(('kvk', ''), _negated=True), fields=('kvk',), name='contacts_enquirer_kvk_unique', violation_error_message='Another enquirer has this KvK number already.'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='contacts_enquirer_has_name'), models.CheckConstraint(condition=models.Q(('kvk', ''), ('kvk__regex', '^[0-9]{8}$'), _connector='OR'), name='contacts_enquirer_kvk_eight_digits', violation_error_message='A KvK number has eight digits.')],
            },
        ),
        migrations.CreateModel(
            name='ContactPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_folded', clusters.fields.FoldedField(of=('name', 'email'))),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('language', models.CharField(choices=[('nl', 'Dutch'), ('fr', 'French'), ('en', 'English')], default='nl', max_length=2, verbose_name='language')),
                ('enquirer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='contacts.enquirer', verbose_name='enquirer')),
            ],
            options={
                'verbose_name': 'contact person',
                'verbose_name_plural': 'contact persons',
                'constraints': [models.CheckConstraint(condition=models.Q(('email', ''), _negated=True), name='contacts_contactperson_has_email')],
            },
        ),
        migrations.CreateModel(
            name='EvaluationRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measured_at', models.DateTimeField(db_index=True, verbose_name='measured at')),
                ('labelled', models.CharField(blank=True, max_length=120, verbose_name='labelled file')),
                ('digest', models.CharField(blank=True, max_length=16, verbose_name='digest of the file')),
                ('as_of', models.DateField(blank=True, null=True, verbose_name='register as of')),
                ('vocabulary_version', models.CharField(max_length=16, verbose_name='vocabulary version')),
                ('fits', models.PositiveIntegerField(verbose_name='enquiries that fit a pôle')),
                ('misfits', models.PositiveIntegerField(verbose_name='enquiries that fit none')),
                ('figures', models.JSONField(help_text='Per measure its value, and the interval it lies in.', verbose_name='figures')),
                ('themes', models.JSONField(blank=True, default=list, help_text='Per theme how often it led, and how often wrongly.', verbose_name='themes')),
                ('measured_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='measured by')),
            ],
            options={
                'verbose_name': 'measurement of the matching',
                'verbose_name_plural': 'measurements of the matching',
                'constraints': [models.CheckConstraint(condition=models.Q(('fits__gt', 0), ('misfits__gt', 0), _connector='OR'), name='contacts_evaluationrun_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalContactPerson',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('language', models.CharField(choices=[('nl', 'Dutch'), ('fr', 'French'), ('en', 'English')], default='nl', max_length=2, verbose_name='language')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('enquirer', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contacts.enquirer', verbose_name='enquirer')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical contact person',
                'verbose_name_plural': 'historical contact persons',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalEnquirer',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='organisation')),
                ('kvk', models.CharField(blank=True, help_text='Eight digits of the Chamber of Commerce.', max_length=8, verbose_name='KvK number')),
                ('kind', models.CharField(choices=[('sme', 'SME'), ('start_up', 'start-up'), ('large_company', 'large company'), ('sole_trader', 'self-employed, one-person business'), ('hospital', 'hospital or care institution'), ('research', 'research institute or university'), ('government', 'government'), ('other', 'other')], max_length=16, verbose_name='kind of organisation')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical enquirer',
                'verbose_name_plural': 'historical enquirers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
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
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
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
            name='IgnoredWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=120, verbose_name='word or phrase')),
                ('text_folded', clusters.fields.FoldedField(of=('text',))),
                ('ignored_at', models.DateTimeField(verbose_name='set aside at')),
                ('ignored_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='set aside by')),
            ],
            options={
                'verbose_name': 'word without a theme',
                'verbose_name_plural': 'words without a theme',
                'constraints': [models.UniqueConstraint(fields=('text_folded',), name='contacts_ignoredword_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='contacts_ignoredword_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='Introduction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cluster_name', models.CharField(max_length=120, verbose_name="pôle's name that day")),
                ('language', models.CharField(choices=[('nl', 'Dutch'), ('fr', 'French'), ('en', 'English')], default='fr', max_length=2, verbose_name='language of the letter')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('body', models.TextField(verbose_name='letter to the pôle')),
                ('copy_subject', models.CharField(max_length=200, verbose_name='subject of the copy')),
                ('copy_body', models.TextField(verbose_name='copy for the enquirer')),
                ('is_teaser', models.BooleanField(default=False, help_text='Until the pôle is interested and the name is disclosed.', verbose_name='the enquirer stays unnamed')),
                ('released', models.JSONField(blank=True, default=list, help_text='Values of Release, as of the sending.', verbose_name='what was passed on')),
                ('status', models.CharField(choices=[('draft', 'letter in preparation'), ('sent', 'sent, waiting for an answer'), ('accepted', 'taken up by the pôle'), ('refused', 'refused by the pôle'), ('unanswered', 'no answer'), ('completed', 'completed'), ('cancelled', 'cancelled')], db_index=True, default='draft', editable=False, max_length=12, verbose_name='status')),
                ('created_at', models.DateTimeField(verbose_name='prepared at')),
                ('sent_at', models.DateTimeField(blank=True, db_index=True, editable=False, null=True, verbose_name='sent at')),
                ('answered_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='answered at')),
                ('answer_days', models.PositiveSmallIntegerField(blank=True, editable=False, help_text='Calendar days in Paris from the sending to the first answer.', null=True, verbose_name='days until the answer')),
                ('disclosed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='name disclosed at')),
                ('refusal_reason', models.CharField(blank=True, choices=[('other_subject', 'not our subject'), ('no_partner', 'no suitable member'), ('no_capacity', 'no time at present'), ('not_eligible', 'the enquirer is not eligible'), ('elsewhere', 'better for another pôle'), ('other', 'other')], editable=False, max_length=14, verbose_name='why refused')),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='closed at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='introductions', to='clusters.cluster', verbose_name='pôle')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='prepared by')),
                ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='introductions', to='clusters.clustercontact', verbose_name='addressed to')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='introductions', to='contacts.introductionrequest', verbose_name='request')),
            ],
            options={
                'verbose_name': 'introduction',
                'verbose_name_plural': 'introductions',
                'indexes': [models.Index(fields=['cluster', 'sent_at', 'status', 'answer_days'], name='contacts_introduction_load'), models.Index(fields=['status', 'sent_at', 'cluster'], name='contacts_introduction_waits'), models.Index(condition=models.Q(('status', 'sent')), fields=['request'], name='contacts_introduction_waiting')],
                'constraints': [models.UniqueConstraint(fields=('request', 'cluster'), name='contacts_introduction_once_per_cluster', violation_error_message='This request was brought to this pôle already.'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'sent', 'accepted', 'refused', 'unanswered', 'completed', 'cancelled'])), name='contacts_introduction_status_known'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('status__in', ('sent', 'accepted', 'refused', 'unanswered', 'completed')), _negated=True), ('sent_at__isnull', False), _connector='OR'), models.Q(models.Q(('status', 'draft'), _negated=True), ('sent_at', None), _connector='OR')), name='contacts_introduction_sent_at_fits_status'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('status__in', ('accepted', 'refused', 'completed')), _negated=True), ('answered_at__isnull', False), _connector='OR'), models.Q(models.Q(('status__in', ('draft', 'sent', 'unanswered')), _negated=True), ('answered_at', None), _connector='OR')), name='contacts_introduction_answered_at_fits_status'), models.CheckConstraint(condition=models.Q(models.Q(('answer_days', None), ('answered_at', None)), models.Q(('answer_days__isnull', False), ('answered_at__isnull', False)), _connector='OR'), name='contacts_introduction_answer_days_iff_answered'), models.CheckConstraint(condition=models.Q(('disclosed_at', None), models.Q(('is_teaser', True), ('sent_at__isnull', False)), _connector='OR'), name='contacts_introduction_disclosed_only_after_teaser'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('status__in', ('refused', 'unanswered', 'completed', 'cancelled'))), models.Q(models.Q(('status__in', ('refused', 'unanswered', 'completed', 'cancelled')), _negated=True), ('closed_at', None)), _connector='OR'), name='contacts_introduction_closed_at_iff_final'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'refused'), models.Q(('refusal_reason', ''), _negated=True)), models.Q(models.Q(('status', 'refused'), _negated=True), ('refusal_reason', '')), _connector='OR'), name='contacts_introduction_reason_iff_refused')],
            },
        ),
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
                ('other_cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster', verbose_name='better for')),
                ('seen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='seen by')),
                ('introduction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='contacts.introduction', verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'answer of a pôle',
                'verbose_name_plural': 'answers of pôles',
                'indexes': [models.Index(condition=models.Q(('seen_at', None)), fields=['received_at'], name='contacts_clusteranswer_unseen')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'refused'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('kind', 'refused'), _negated=True), ('reason', '')), _connector='OR'), name='contacts_clusteranswer_reason_iff_refused'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'elsewhere'), ('other_cluster__isnull', False)), models.Q(models.Q(('kind', 'elsewhere'), _negated=True), ('other_cluster', None)), _connector='OR'), name='contacts_clusteranswer_cluster_iff_elsewhere'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'message'), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='contacts_clusteranswer_message_has_text')],
            },
        ),
        migrations.CreateModel(
            name='IntroductionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(editable=False, max_length=9, unique=True, verbose_name='reference')),
                ('form_token', models.UUIDField(blank=True, editable=False, help_text='Makes a double click, the back button or a retry one request.', null=True, unique=True, verbose_name='form token')),
                ('channel', models.CharField(choices=[('form', 'form on the site'), ('mail', 'e-mail'), ('phone', 'telephone'), ('fair', 'fair or visit'), ('other', 'other')], default='form', max_length=8, verbose_name='came in by')),
                ('received_at', models.DateTimeField(db_index=True, verbose_name='received at')),
                ('language', models.CharField(choices=[('nl', 'Dutch'), ('fr', 'French'), ('en', 'English')], default='nl', max_length=2, verbose_name='language')),
                ('organisation_name', models.CharField(max_length=200, verbose_name='organisation as written')),
                ('subject', models.CharField(max_length=120, verbose_name='subject')),
                ('text', models.TextField(verbose_name='what they seek')),
                ('region_wish', models.CharField(blank=True, max_length=200, verbose_name='wished regions')),
                ('partner_kind', models.CharField(blank=True, choices=[('company', 'company'), ('pharma', 'pharmaceutical company'), ('research', 'research group'), ('hospital', 'hospital'), ('production', 'production partner'), ('investor', 'investor'), ('cluster', 'the cluster itself')], max_length=12, verbose_name='kind of partner')),
                ('french_establishment', models.CharField(blank=True, choices=[('yes', 'yes'), ('no', 'no')], max_length=3, verbose_name='establishment in France')),
                ('siren', models.CharField(blank=True, max_length=9, verbose_name='SIREN number')),
                ('release', models.JSONField(blank=True, default=list, help_text='What the enquirer ticked; values of Release.', verbose_name='may be passed on')),
                ('confidential', models.BooleanField(default=False, help_text="The enquirer's name stays out of every report.", verbose_name='confidential')),
                ('is_demonstration', models.BooleanField(default=False, editable=False, verbose_name='demonstration')),
                ('source', models.JSONField(blank=True, default=dict, editable=False, help_text='What the link to the form was set to: `pole`, `themes`, `campaign`.', verbose_name='came by the link')),
                ('suspicions', models.JSONField(blank=True, default=list, editable=False, help_text='Values of Suspicion.', verbose_name='why set aside')),
                ('sender_digest', models.CharField(blank=True, editable=False, help_text='Keyed and different every day: counts what one address sent, and tells no more.', max_length=32, verbose_name="digest of the sender's address")),
                ('address_confirmed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='e-mail address confirmed at')),
                ('status', models.CharField(choices=[('quarantined', 'set aside'), ('received', 'new'), ('in_review', 'in review'), ('introduced', 'introduced'), ('completed', 'completed'), ('declined', 'not forwarded'), ('withdrawn', 'withdrawn'), ('spam', 'spam')], db_index=True, default='received', editable=False, max_length=12, verbose_name='status')),
                ('introduced_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='first introduced at')),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='closed at')),
                ('decline_reason', models.CharField(blank=True, choices=[('no_fit', 'no pôle of the register works on this'), ('out_of_remit', 'not a question for this office'), ('incomplete', 'too little information, no answer to our questions'), ('duplicate', 'same enquiry received before'), ('elsewhere', 'referred to another organisation'), ('other', 'other')], editable=False, max_length=12, verbose_name='why not forwarded')),
                ('verdict', models.CharField(blank=True, choices=[('suggest', 'suggestion'), ('doubtful', 'doubtful, check'), ('none', 'none of the pôles fits')], editable=False, max_length=8, verbose_name='verdict of the matching')),
                ('fit', models.FloatField(blank=True, editable=False, null=True, verbose_name='fit')),
                ('shortlist_drawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='shortlist drawn up at')),
                ('vocabulary_version', models.CharField(blank=True, editable=False, max_length=16, verbose_name='vocabulary version')),
                ('follow_up_on', models.DateField(blank=True, editable=False, null=True, verbose_name='come back to it on')),
                ('follow_up_what', models.CharField(blank=True, editable=False, max_length=200, verbose_name='what is to be done then')),
                ('search_words', clusters.fields.WordsField(of=('reference', 'organisation_name', 'enquirer.name', 'enquirer.kvk', 'contact.name', 'contact.email', 'subject', 'text'))),
                ('public_words', clusters.fields.WordsField(of=('reference', 'organisation_name', 'enquirer.name', 'enquirer.kvk', 'subject', 'text'))),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='assigned_requests', to=settings.AUTH_USER_MODEL, verbose_name='assigned to')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='contacts.contactperson', verbose_name='contact person')),
                ('enquirer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='contacts.enquirer', verbose_name='enquirer')),
                ('themes', models.ManyToManyField(blank=True, related_name='requests', to='clusters.theme', verbose_name='themes')),
                ('wished_cluster', models.ForeignKey(blank=True, help_text='The pôle whose link the enquirer followed, unless they took it out of the form.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster', verbose_name='pôle asked for')),
            ],
            options={
                'verbose_name': 'introduction request',
                'verbose_name_plural': 'introduction requests',
                'indexes': [models.Index(fields=['status', '-received_at'], name='contacts_request_inbox'), models.Index(condition=models.Q(('status__in', ('received', 'in_review', 'introduced'))), fields=['assigned_to', '-received_at'], name='contacts_request_open_of'), models.Index(condition=models.Q(('follow_up_on__isnull', False)), fields=['follow_up_on'], name='contacts_request_due'), models.Index(condition=models.Q(('sender_digest', ''), _negated=True), fields=['sender_digest', 'received_at'], name='contacts_request_of_sender')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reference__regex', '^IA-[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{6}$')), name='contacts_request_reference_form'), models.CheckConstraint(condition=models.Q(('status__in', ['quarantined', 'received', 'in_review', 'introduced', 'completed', 'declined', 'withdrawn', 'spam'])), name='contacts_request_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('status__in', ('completed', 'declined', 'withdrawn', 'spam'))), models.Q(models.Q(('status__in', ('completed', 'declined', 'withdrawn', 'spam')), _negated=True), ('closed_at', None)), _connector='OR'), name='contacts_request_closed_at_iff_final'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('status__in', ('introduced', 'completed')), _negated=True), ('introduced_at__isnull', False), _connector='OR'), models.Q(models.Q(('status__in', ('quarantined', 'received', 'in_review')), _negated=True), ('introduced_at', None), _connector='OR')), name='contacts_request_introduced_at_fits_status'), models.CheckConstraint(condition=models.Q(('follow_up_what', ''), ('follow_up_on__isnull', False), _connector='OR'), name='contacts_request_follow_up_what_needs_day'), models.CheckConstraint(condition=models.Q(('follow_up_on', None), ('status__in', ('received', 'in_review', 'introduced')), _connector='OR'), name='contacts_request_follow_up_only_while_open'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'declined'), models.Q(('decline_reason', ''), _negated=True)), models.Q(models.Q(('status', 'declined'), _negated=True), ('decline_reason', '')), _connector='OR'), name='contacts_request_reason_iff_declined')],
            },
        ),
        migrations.CreateModel(
            name='HistoryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('received', 'request received'), ('moved', 'status changed'), ('assigned', 'assigned'), ('corrected', 'correction received from the enquirer'), ('correction_applied', 'correction taken over'), ('edited', 'edited'), ('released', 'permission to pass on recorded'), ('shortlist_drawn', 'shortlist drawn up'), ('match_accepted', 'suggestion accepted'), ('match_rejected', 'suggestion rejected'), ('match_added', 'pôle added by hand'), ('letter_prepared', 'letter prepared'), ('letter_edited', 'letter edited'), ('letter_sent', 'letter handed to the mail'), ('sending_undone', 'sending undone'), ('revealed', 'name of the enquirer disclosed to the pôle'), ('answer_received', 'message from the pôle'), ('link_renewed', 'fresh link for answering sent to the pôle'), ('answered', 'answer recorded'), ('outcome', 'outcome recorded'), ('mail_sent', 'mail delivered'), ('mail_failed', 'mail could not be delivered'), ('mail_bounced', 'mail came back'), ('follow_up', 'date to come back to it'), ('address_confirmed', 'e-mail address confirmed by the enquirer'), ('remarked', 'remark received from the enquirer'), ('note', 'note')], max_length=20, verbose_name='what')),
                ('from_status', models.CharField(blank=True, max_length=12, verbose_name='from')),
                ('to_status', models.CharField(blank=True, max_length=12, verbose_name='to')),
                ('at', models.DateTimeField(db_index=True, verbose_name='when')),
                ('actor', models.CharField(blank=True, choices=[('enquirer', 'enquirer'), ('cluster', 'pôle'), ('system', 'system')], max_length=8, verbose_name='who, if not staff')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('data', models.JSONField(blank=True, default=dict, verbose_name='details')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('introduction', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='story', to='contacts.introduction', verbose_name='introduction')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='story', to='contacts.introductionrequest', verbose_name='request')),
            ],
            options={
                'verbose_name': 'line of the story',
                'verbose_name_plural': 'story',
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('changes', models.JSONField(help_text='Per field of the form what it said and what it says now.', verbose_name='changes')),
                ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='taken over at')),
                ('applied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken over by')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='contacts.introductionrequest', verbose_name='request')),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
            },
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
                'constraints': [models.UniqueConstraint(fields=('kind', 'language'), name='contacts_lettertemplate_once'), models.CheckConstraint(condition=models.Q(models.Q(('subject', ''), _negated=True), models.Q(('body', ''), _negated=True)), name='contacts_lettertemplate_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='Match',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('engine', 'proposed by the matching'), ('staff', 'added by hand'), ('cluster', 'named by a pôle'), ('enquirer', 'asked for by the enquirer')], default='engine', max_length=8, verbose_name='origin')),
                ('rank', models.PositiveSmallIntegerField(verbose_name='rank')),
                ('score', models.FloatField(default=0, verbose_name='score')),
                ('band', models.CharField(blank=True, choices=[('strong', 'strong'), ('plausible', 'plausible')], max_length=10, verbose_name='band')),
                ('reasons', models.JSONField(blank=True, default=list, help_text='As `matching` gave them, in no particular language.', verbose_name='reasons')),
                ('decision', models.CharField(choices=[('proposed', 'proposed'), ('accepted', 'accepted'), ('rejected', 'rejected')], default='proposed', max_length=8, verbose_name='decision')),
                ('reject_reason', models.CharField(blank=True, choices=[('other_subject', 'works on another subject'), ('wrong_region', 'wrong region'), ('wrong_partner', 'not this kind of partner'), ('busy', 'too many open introductions there'), ('better_one', 'another pôle fits better'), ('not_wanted', 'the enquirer does not want this pôle'), ('other', 'other')], max_length=14, verbose_name='why rejected')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('vocabulary_version', models.CharField(blank=True, max_length=16, verbose_name='vocabulary version')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='clusters.cluster', verbose_name='pôle')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='contacts.introductionrequest', verbose_name='request')),
            ],
            options={
                'verbose_name': 'match',
                'verbose_name_plural': 'shortlist',
                'constraints': [models.UniqueConstraint(fields=('request', 'cluster'), name='contacts_match_once_per_cluster', violation_error_message='This pôle is on the shortlist already.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decision', 'proposed')), models.Q(models.Q(('decision', 'proposed'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='contacts_match_decided_at_iff_decided'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'rejected'), models.Q(('reject_reason', ''), _negated=True)), models.Q(models.Q(('decision', 'rejected'), _negated=True), ('reject_reason', '')), _connector='OR'), name='contacts_match_reason_iff_rejected')],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('meeting', 'meeting held'), ('nda', 'confidentiality agreement signed'), ('joint_project', 'joint project started'), ('agreement', 'agreement or contract signed'), ('no_contact', 'parties could not reach each other'), ('no_fit', 'met, but no fit'), ('no_follow_up', 'came to nothing')], max_length=14, verbose_name='what came of it')),
                ('happened_on', models.DateField(verbose_name='on')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed by the enquirer at')),
                ('introduction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='contacts.introduction', verbose_name='introduction')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'outcome',
                'verbose_name_plural': 'outcomes',
                'constraints': [models.UniqueConstraint(fields=('introduction', 'kind'), name='contacts_outcome_once_per_kind', violation_error_message='This outcome is recorded already.')],
            },
        ),
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('acknowledgement', 'acknowledgement to the enquirer'), ('office_notice', 'notice to the office'), ('correction_notice', 'notice of a correction to the office'), ('remark_notice', 'notice of a remark to the office'), ('withdrawal_notice', 'notice of a withdrawal to the office'), ('introduction', 'introduction to the pôle'), ('introduction_copy', 'copy of the introduction to the enquirer'), ('disclosure', 'disclosure to the pôle'), ('disclosure_copy', 'copy of the disclosure to the enquirer'), ('answer_link', 'fresh link for answering to the pôle')], max_length=18, verbose_name='kind')),
                ('recipient', models.EmailField(max_length=254, verbose_name='to')),
                ('reply_to', models.EmailField(blank=True, max_length=254, verbose_name='reply to')),
                ('language', models.CharField(choices=[('nl', 'Dutch'), ('fr', 'French'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
                ('message_id', models.CharField(max_length=120, unique=True, verbose_name='Message-ID')),
                ('status', models.CharField(choices=[('queued', 'waiting'), ('held', 'held until released'), ('sent', 'handed over to the mail server'), ('failed', 'given up, needs attention'), ('bounced', 'came back'), ('cancelled', 'cancelled')], default='queued', max_length=10, verbose_name='status')),
                ('created_at', models.DateTimeField(verbose_name='written at')),
                ('not_before', models.DateTimeField(verbose_name='not before')),
                ('lease_until', models.DateTimeField(blank=True, help_text='A worker that died lets go at this time.', null=True, verbose_name='claimed until')),
                ('maybe_left_at', models.DateTimeField(blank=True, help_text='The first attempt after which nobody knows whether the mail server took the mail.', null=True, verbose_name='may have left at')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('last_error', models.TextField(blank=True, verbose_name='last error')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                ('bounced_at', models.DateTimeField(blank=True, null=True, verbose_name='came back at')),
                ('introduction', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='contacts.introduction', verbose_name='introduction')),
                ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='contacts.introductionrequest', verbose_name='request')),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'outbox',
                'indexes': [models.Index(condition=models.Q(('status__in', ('failed', 'bounced'))), fields=['request'], name='contacts_mail_attention'), models.Index(condition=models.Q(('status', 'queued')), fields=['not_before'], name='contacts_mail_queue')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('status__in', ('sent', 'bounced'))), models.Q(models.Q(('status__in', ('sent', 'bounced')), _negated=True), ('sent_at', None)), _connector='OR'), name='contacts_mail_sent_at_iff_sent'), models.CheckConstraint(condition=models.Q(models.Q(('bounced_at__isnull', False), ('status', 'bounced')), models.Q(models.Q(('status', 'bounced'), _negated=True), ('bounced_at', None)), _connector='OR'), name='contacts_mail_bounced_at_iff_bounced'), models.UniqueConstraint(condition=models.Q(('introduction__isnull', False), ('kind__in', ('introduction', 'introduction_copy', 'disclosure', 'disclosure_copy')), models.Q(('status', 'cancelled'), _negated=True)), fields=('introduction', 'kind'), name='contacts_mail_once_per_introduction')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_token', models.UUIDField(editable=False, help_text='Makes a double click, the back button or a retry one remark.', unique=True, verbose_name='form token')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('kind', models.CharField(choices=[('remark', 'remark'), ('withdrawn', 'withdrew the request'), ('withdrawn_from', 'withdrew the request from one pôle'), ('permission', 'changed what may be passed on')], default='remark', max_length=14, verbose_name='kind')),
                ('text', models.TextField(blank=True, verbose_name='remark')),
                ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='seen at')),
                ('introduction', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='contacts.introduction', verbose_name='introduction')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='contacts.introductionrequest', verbose_name='request')),
                ('seen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='seen by')),
            ],
            options={
                'verbose_name': 'remark of the enquirer',
                'verbose_name_plural': 'remarks of enquirers',
                'indexes': [models.Index(condition=models.Q(('seen_at', None)), fields=['received_at'], name='contacts_remark_unseen')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'remark'), models.Q(('text', ''), _negated=True)), models.Q(models.Q(('kind', 'remark'), _negated=True), ('text', '')), _connector='OR'), name='contacts_remark_text_iff_remark'), models.CheckConstraint(condition=models.Q(models.Q(('introduction__isnull', False), ('kind', 'withdrawn_from')), models.Q(models.Q(('kind', 'withdrawn_from'), _negated=True), ('introduction', None)), _connector='OR'), name='contacts_remark_introduction_iff_withdrawn_from')],
            },
        ),
        migrations.CreateModel(
            name='TextLikeness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cosines', models.JSONField(blank=True, default=dict, help_text='Per pôle, by its short name.', verbose_name='likeness')),
                ('encoder', models.CharField(blank=True, max_length=40, verbose_name='encoder')),
                ('text_digest', models.CharField(blank=True, max_length=16, verbose_name='digest of the text')),
                ('profiles_digest', models.CharField(blank=True, max_length=16, verbose_name='digest of the profiles')),
                ('request_version', models.PositiveIntegerField(default=0, verbose_name='version of the request')),
                ('compared_at', models.DateTimeField(blank=True, null=True, verbose_name='compared at')),
                ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='claimed until')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='likeness', to='contacts.introductionrequest', verbose_name='request')),
            ],
            options={
                'verbose_name': 'likeness of texts',
                'verbose_name_plural': 'likenesses of texts',
            },
        ),
        ]),
        migrations.RunPython(make_word_indexes, drop_word_indexes),
    ]
