"""The register's tables in one step, for a new database; one that has the steps before them keeps those."""

import clusters.fields
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from clusters.migrations._tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("clusters", "0001_initial"),
        ("clusters", "0002_provenance"),
        ("clusters", "0003_first_history"),
        ("clusters", "0004_search_and_history"),
        ("clusters", "0005_fold_texts"),
        ("clusters", "0006_term_history"),
        ("clusters", "0007_first_term_history"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="City",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=60, unique=True, verbose_name="short name")),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        (
                            "insee_code",
                            models.CharField(blank=True, max_length=5, verbose_name="INSEE commune code"),
                        ),
                        (
                            "latitude",
                            models.DecimalField(
                                blank=True, decimal_places=5, max_digits=8, null=True, verbose_name="latitude"
                            ),
                        ),
                        (
                            "longitude",
                            models.DecimalField(
                                blank=True,
                                decimal_places=5,
                                max_digits=8,
                                null=True,
                                verbose_name="longitude",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cities",
                                to="clusters.region",
                                verbose_name="region",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "city",
                        "verbose_name_plural": "cities",
                    },
                ),
                migrations.CreateModel(
                    name="Cluster",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                error_messages={
                                    "unique": "Another pôle has this address already; choose a different one."
                                },
                                max_length=60,
                                unique=True,
                                verbose_name="address",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("name_folded", clusters.fields.FoldedField(of=("name",))),
                        (
                            "list_number",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="number in the office's list"
                            ),
                        ),
                        (
                            "priority_rank",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="The office's own order of importance; not the number in the list.",
                                null=True,
                                verbose_name="rank among the most important",
                            ),
                        ),
                        ("website", models.URLField(blank=True, verbose_name="website")),
                        (
                            "website_verified",
                            models.BooleanField(default=False, verbose_name="website verified"),
                        ),
                        (
                            "confirmed_on",
                            models.DateField(
                                blank=True,
                                help_text="The day on which somebody of the office last saw that the whole card is right.",
                                null=True,
                                verbose_name="last confirmed on",
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
                        ),
                        (
                            "sector",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clusters",
                                to="clusters.sector",
                                verbose_name="sector",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "pôle",
                        "verbose_name_plural": "pôles",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("list_number__isnull", False)),
                                fields=("list_number",),
                                name="clusters_cluster_list_number_unique",
                                violation_error_message="Another pôle has this number in the list already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="clusters_cluster_has_name",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LoadedRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.CharField(max_length=160, unique=True, verbose_name="key in the fixture"),
                        ),
                        ("model", models.CharField(max_length=80, verbose_name="model")),
                        ("object_pk", models.BigIntegerField(verbose_name="row")),
                        (
                            "digest",
                            models.CharField(max_length=64, verbose_name="SHA-256 of the row as loaded"),
                        ),
                        ("loaded_at", models.DateTimeField(verbose_name="loaded at")),
                    ],
                    options={
                        "verbose_name": "loaded record",
                        "verbose_name_plural": "loaded records",
                    },
                ),
                migrations.CreateModel(
                    name="Network",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=60, unique=True, verbose_name="short name")),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("founded_on", models.DateField(blank=True, null=True, verbose_name="founded on")),
                        ("remark_nl", models.TextField(blank=True, verbose_name="remark")),
                        ("remark_en", models.TextField(blank=True, verbose_name="remark")),
                        ("remark_fr", models.TextField(blank=True, verbose_name="remark")),
                    ],
                    options={
                        "verbose_name": "network",
                        "verbose_name_plural": "networks",
                    },
                ),
                migrations.CreateModel(
                    name="Sector",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=60, unique=True, verbose_name="short name")),
                        ("name_nl", models.CharField(max_length=120, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        ("name_fr", models.CharField(blank=True, max_length=120, verbose_name="name")),
                    ],
                    options={
                        "verbose_name": "sector",
                        "verbose_name_plural": "sectors",
                    },
                ),
                migrations.CreateModel(
                    name="Ambiguity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("inconsistency", "the document contradicts itself"),
                                    ("likely_error", "probably an error"),
                                    ("error", "an error, according to other sources"),
                                    ("naming", "several names for one thing"),
                                    ("trap", "easily misread"),
                                    ("unclear", "not clear"),
                                    ("privacy", "personal data"),
                                    ("missing", "not in the document"),
                                    ("remark", "remark"),
                                ],
                                max_length=16,
                                verbose_name="kind",
                            ),
                        ),
                        ("title_nl", models.CharField(max_length=200, verbose_name="title")),
                        ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title")),
                        ("title_fr", models.CharField(blank=True, max_length=200, verbose_name="title")),
                        ("reading_nl", models.TextField(verbose_name="one reading")),
                        ("reading_en", models.TextField(blank=True, verbose_name="one reading")),
                        ("reading_fr", models.TextField(blank=True, verbose_name="one reading")),
                        ("other_reading_nl", models.TextField(verbose_name="the other reading")),
                        ("other_reading_en", models.TextField(blank=True, verbose_name="the other reading")),
                        ("other_reading_fr", models.TextField(blank=True, verbose_name="the other reading")),
                        (
                            "concerns",
                            models.CharField(
                                blank=True,
                                help_text="Their numbers in the list of facts, separated by a blank.",
                                max_length=200,
                                verbose_name="facts it concerns",
                            ),
                        ),
                        (
                            "text_folded",
                            clusters.fields.FoldedField(
                                of=(
                                    "reference",
                                    "title_nl",
                                    "title_fr",
                                    "title_en",
                                    "reading_nl",
                                    "other_reading_nl",
                                )
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ambiguities",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "other_sources",
                            models.ManyToManyField(
                                related_name="+",
                                through="clusters.AmbiguitySource",
                                to="clusters.source",
                                verbose_name="other sources",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "ambiguity",
                        "verbose_name_plural": "ambiguities",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_ambiguity_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("reference", ""), _negated=True),
                                fields=("reference",),
                                name="clusters_ambiguity_number_unique",
                                violation_error_message="There is an ambiguity with this number already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClusterContact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("role", models.CharField(blank=True, max_length=120, verbose_name="role")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                        (
                            "language",
                            models.CharField(
                                choices=[("nl", "Dutch"), ("fr", "French"), ("en", "English")],
                                default="fr",
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                        (
                            "confirmed_on",
                            models.DateField(blank=True, null=True, verbose_name="last confirmed on"),
                        ),
                        (
                            "bounced_on",
                            models.DateField(
                                blank=True,
                                help_text="Empty it when the address has been put right.",
                                null=True,
                                verbose_name="mail came back on",
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contacts",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contact at a pôle",
                        "verbose_name_plural": "contacts at pôles",
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalOrganisation",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, verbose_name="short name")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("company", "company, size not stated"),
                                    ("large_company", "large company"),
                                    ("sme", "SME"),
                                    ("start_up", "start-up"),
                                    ("research", "research institute"),
                                    ("technology", "technology institute"),
                                    ("university", "university"),
                                    ("training", "training institute"),
                                    ("hospital", "hospital"),
                                    ("investor", "investor"),
                                    ("cluster", "cluster or network"),
                                    ("government", "government"),
                                    ("other", "other"),
                                ],
                                default="company",
                                max_length=16,
                                verbose_name="kind",
                            ),
                        ),
                        ("siren", models.CharField(blank=True, max_length=9, verbose_name="SIREN")),
                        ("website", models.URLField(blank=True, verbose_name="website")),
                        (
                            "country",
                            models.CharField(default="FR", max_length=2, verbose_name="country code"),
                        ),
                        ("remark", models.TextField(blank=True, verbose_name="remark")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "city",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.city",
                                verbose_name="city",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical organisation",
                        "verbose_name_plural": "historical organisations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Organisation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True, verbose_name="short name")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("name_folded", clusters.fields.FoldedField(of=("name",))),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("company", "company, size not stated"),
                                    ("large_company", "large company"),
                                    ("sme", "SME"),
                                    ("start_up", "start-up"),
                                    ("research", "research institute"),
                                    ("technology", "technology institute"),
                                    ("university", "university"),
                                    ("training", "training institute"),
                                    ("hospital", "hospital"),
                                    ("investor", "investor"),
                                    ("cluster", "cluster or network"),
                                    ("government", "government"),
                                    ("other", "other"),
                                ],
                                default="company",
                                max_length=16,
                                verbose_name="kind",
                            ),
                        ),
                        ("siren", models.CharField(blank=True, max_length=9, verbose_name="SIREN")),
                        ("website", models.URLField(blank=True, verbose_name="website")),
                        (
                            "country",
                            models.CharField(default="FR", max_length=2, verbose_name="country code"),
                        ),
                        ("remark", models.TextField(blank=True, verbose_name="remark")),
                        (
                            "city",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="organisations",
                                to="clusters.city",
                                verbose_name="city",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "organisation",
                        "verbose_name_plural": "organisations",
                        "indexes": [
                            models.Index(fields=["name_folded"], name="clusters_organisation_folded")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="clusters_organisation_has_name",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("siren", ""), _negated=True),
                                fields=("siren",),
                                name="clusters_organisation_siren_unique",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Region",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=60, unique=True, verbose_name="short name")),
                        ("insee_code", models.CharField(max_length=2, verbose_name="INSEE region code")),
                        ("name", models.CharField(max_length=80, verbose_name="official name")),
                        ("name_folded", clusters.fields.FoldedField(of=("name",))),
                        (
                            "map_code",
                            models.CharField(blank=True, max_length=3, verbose_name="code on the map"),
                        ),
                        ("overseas", models.BooleanField(default=False, verbose_name="overseas")),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="exists from")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="exists until")),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="predecessors",
                                to="clusters.region",
                                verbose_name="became",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "region",
                        "verbose_name_plural": "regions",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("insee_code", "name"), name="clusters_region_code_and_name_unique"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("successor", models.F("pk")), _negated=True),
                                name="clusters_region_not_its_own_successor",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("successor", None), ("valid_until", None)),
                                    models.Q(("successor__isnull", False), ("valid_until__isnull", False)),
                                    _connector="OR",
                                ),
                                name="clusters_region_successor_iff_ended",
                                violation_error_message="A region that ended needs its end date and its successor, both.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlaceName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=80, verbose_name="name")),
                        ("text_folded", clusters.fields.FoldedField(of=("text",))),
                        (
                            "language",
                            models.CharField(
                                blank=True,
                                choices=[("nl", "Dutch"), ("fr", "French"), ("en", "English")],
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "city",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="names",
                                to="clusters.city",
                                verbose_name="city",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="names",
                                to="clusters.region",
                                verbose_name="region",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "place name",
                        "verbose_name_plural": "place names",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("city__isnull", False), ("region", None)),
                                    models.Q(("city", None), ("region__isnull", False)),
                                    _connector="OR",
                                ),
                                name="clusters_placename_region_or_city",
                                violation_error_message="A place name belongs to a region or to a city, not to both.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("city", None)),
                                fields=("text", "region"),
                                name="clusters_placename_once_per_region",
                                violation_error_message="This region has this name already.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("region", None)),
                                fields=("text", "city"),
                                name="clusters_placename_once_per_city",
                                violation_error_message="This city has this name already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCluster",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                error_messages={
                                    "unique": "Another pôle has this address already; choose a different one."
                                },
                                max_length=60,
                                verbose_name="address",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "list_number",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="number in the office's list"
                            ),
                        ),
                        (
                            "priority_rank",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="The office's own order of importance; not the number in the list.",
                                null=True,
                                verbose_name="rank among the most important",
                            ),
                        ),
                        ("website", models.URLField(blank=True, verbose_name="website")),
                        (
                            "website_verified",
                            models.BooleanField(default=False, verbose_name="website verified"),
                        ),
                        (
                            "confirmed_on",
                            models.DateField(
                                blank=True,
                                help_text="The day on which somebody of the office last saw that the whole card is right.",
                                null=True,
                                verbose_name="last confirmed on",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sector",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.sector",
                                verbose_name="sector",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical pôle",
                        "verbose_name_plural": "historical pôles",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Source",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True, verbose_name="short name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("office", "the office's own document"),
                                    ("web", "web page"),
                                    ("press", "press"),
                                    ("state", "government"),
                                    ("knowledge", "general knowledge, no page found"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        ("publisher", models.CharField(blank=True, max_length=160, verbose_name="publisher")),
                        ("url", models.URLField(blank=True, max_length=600, verbose_name="address")),
                        (
                            "language",
                            models.CharField(
                                blank=True,
                                choices=[("nl", "Dutch"), ("fr", "French"), ("en", "English")],
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "published_on",
                            models.DateField(blank=True, null=True, verbose_name="published on"),
                        ),
                        (
                            "published_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        (
                            "retrieved_on",
                            models.DateField(blank=True, null=True, verbose_name="consulted on"),
                        ),
                        ("remark", models.TextField(blank=True, verbose_name="remark")),
                        ("folded", clusters.fields.FoldedField(of=("title", "publisher", "url", "slug"))),
                    ],
                    options={
                        "verbose_name": "source",
                        "verbose_name_plural": "sources",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True),
                                name="clusters_source_has_title",
                                violation_error_message="A source needs a title, so that a reader can find it again.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Project",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("description_nl", models.TextField(blank=True, verbose_name="description")),
                        ("description_en", models.TextField(blank=True, verbose_name="description")),
                        ("description_fr", models.TextField(blank=True, verbose_name="description")),
                        (
                            "led_by_cluster",
                            models.BooleanField(default=False, verbose_name="led by the pôle itself"),
                        ),
                        (
                            "city",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="projects",
                                to="clusters.city",
                                verbose_name="city",
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="projects",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "led_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="projects",
                                to="clusters.organisation",
                                verbose_name="led by",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "project",
                        "verbose_name_plural": "projects",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_project_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("led_by", None), ("led_by_cluster", False), _connector="OR"
                                ),
                                name="clusters_project_one_lead",
                                violation_error_message="A project is led by an organisation or by the pôle, not by both.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrganisationName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        ("text", models.CharField(max_length=200, verbose_name="name")),
                        ("text_folded", clusters.fields.FoldedField(of=("text",))),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="names",
                                to="clusters.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "name of an organisation",
                        "verbose_name_plural": "names of organisations",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_organisationname_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NetworkParticipation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="network_participations",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "network",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="participations",
                                to="clusters.network",
                                verbose_name="network",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="network_participations",
                                to="clusters.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "participation in a network",
                        "verbose_name_plural": "participations in networks",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_networkparticipation_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cluster", None), ("organisation__isnull", False)),
                                    models.Q(("cluster__isnull", False), ("organisation", None)),
                                    _connector="OR",
                                ),
                                name="clusters_networkparticipation_one_party",
                                violation_error_message="Name a pôle or an organisation, not both.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "relation",
                            models.CharField(
                                choices=[
                                    ("member", "member"),
                                    ("line_lead", "leads a strategic line"),
                                    ("project_lead", "leads a project"),
                                    ("facility_user", "uses a facility"),
                                ],
                                default="member",
                                max_length=14,
                                verbose_name="relation",
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="clusters.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "membership",
                        "verbose_name_plural": "memberships",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_membership_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            ),
                            models.UniqueConstraint(
                                fields=("cluster", "organisation", "relation"),
                                name="clusters_membership_once_per_relation",
                                violation_error_message="This organisation has this relation with the pôle already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LineLead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="line_leads",
                                to="clusters.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="line_leads",
                                to="clusters.strategicline",
                                verbose_name="strategic line",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lead of a strategic line",
                        "verbose_name_plural": "leads of strategic lines",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_linelead_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            ),
                            models.UniqueConstraint(
                                fields=("line", "organisation"),
                                name="clusters_linelead_once",
                                violation_error_message="This organisation leads this line already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Label",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "phase",
                            models.CharField(
                                help_text="Roman numeral of the national policy phase.",
                                max_length=8,
                                verbose_name="phase",
                            ),
                        ),
                        ("begins_on", models.DateField(verbose_name="from")),
                        ("ends_on", models.DateField(verbose_name="up to and including")),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="labels",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "label",
                        "verbose_name_plural": "labels",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_label_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                                name="clusters_label_dates_in_order",
                                violation_error_message="The label ends before it begins.",
                            ),
                            models.UniqueConstraint(
                                fields=("cluster", "phase"),
                                name="clusters_label_once_per_phase",
                                violation_error_message="This pôle has a label of this phase already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSuccession",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "predecessor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle that ended",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle that took over",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical succession",
                        "verbose_name_plural": "historical successions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalStrategicLine",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number"),
                        ),
                        ("title_nl", models.CharField(max_length=200, verbose_name="title")),
                        ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title")),
                        ("title_fr", models.CharField(blank=True, max_length=200, verbose_name="title")),
                        ("detail_nl", models.TextField(blank=True, verbose_name="detail")),
                        ("detail_en", models.TextField(blank=True, verbose_name="detail")),
                        ("detail_fr", models.TextField(blank=True, verbose_name="detail")),
                        ("is_new", models.BooleanField(default=False, verbose_name="announced as new")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical strategic line",
                        "verbose_name_plural": "historical strategic lines",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalStatement",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("description", "description"),
                                    ("goal", "goal"),
                                    ("members", "kind of members"),
                                    ("stance", "attitude to partners"),
                                    ("general", "on pôles in general"),
                                    ("membership_rule", "rule on membership"),
                                    ("subsidy_rule", "rule on subsidy"),
                                    ("service", "what the office does"),
                                    ("link", "link whose target was lost"),
                                    ("document", "on the document itself"),
                                ],
                                max_length=16,
                                verbose_name="kind",
                            ),
                        ),
                        ("topic", models.CharField(blank=True, max_length=80, verbose_name="about")),
                        ("text_nl", models.TextField(verbose_name="text")),
                        ("text_en", models.TextField(blank=True, verbose_name="text")),
                        ("text_fr", models.TextField(blank=True, verbose_name="text")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical statement",
                        "verbose_name_plural": "historical statements",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalProject",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("description_nl", models.TextField(blank=True, verbose_name="description")),
                        ("description_en", models.TextField(blank=True, verbose_name="description")),
                        ("description_fr", models.TextField(blank=True, verbose_name="description")),
                        (
                            "led_by_cluster",
                            models.BooleanField(default=False, verbose_name="led by the pôle itself"),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "city",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.city",
                                verbose_name="city",
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "led_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.organisation",
                                verbose_name="led by",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical project",
                        "verbose_name_plural": "historical projects",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalOrganisationName",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        ("text", models.CharField(max_length=200, verbose_name="name")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical name of an organisation",
                        "verbose_name_plural": "historical names of organisations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalNetworkParticipation",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "network",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.network",
                                verbose_name="network",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical participation in a network",
                        "verbose_name_plural": "historical participations in networks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMembership",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "relation",
                            models.CharField(
                                choices=[
                                    ("member", "member"),
                                    ("line_lead", "leads a strategic line"),
                                    ("project_lead", "leads a project"),
                                    ("facility_user", "uses a facility"),
                                ],
                                default="member",
                                max_length=14,
                                verbose_name="relation",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical membership",
                        "verbose_name_plural": "historical memberships",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalLabel",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "phase",
                            models.CharField(
                                help_text="Roman numeral of the national policy phase.",
                                max_length=8,
                                verbose_name="phase",
                            ),
                        ),
                        ("begins_on", models.DateField(verbose_name="from")),
                        ("ends_on", models.DateField(verbose_name="up to and including")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical label",
                        "verbose_name_plural": "historical labels",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalFigure",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        ("measure", models.SlugField(max_length=40, verbose_name="measure")),
                        ("label_nl", models.CharField(max_length=160, verbose_name="label")),
                        ("label_en", models.CharField(blank=True, max_length=160, verbose_name="label")),
                        ("label_fr", models.CharField(blank=True, max_length=160, verbose_name="label")),
                        (
                            "qualifier",
                            models.CharField(
                                choices=[
                                    ("exact", "exactly"),
                                    ("more_than", "more than"),
                                    ("about", "about"),
                                    ("almost", "almost"),
                                    ("many", "many (no number given)"),
                                    ("derived", "added up by the office"),
                                ],
                                default="exact",
                                max_length=10,
                                verbose_name="qualifier",
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="value"
                            ),
                        ),
                        ("unit_nl", models.CharField(max_length=60, verbose_name="unit")),
                        ("unit_en", models.CharField(blank=True, max_length=60, verbose_name="unit")),
                        ("unit_fr", models.CharField(blank=True, max_length=60, verbose_name="unit")),
                        (
                            "since",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="counted since (year)"
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical figure",
                        "verbose_name_plural": "historical figures",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalFacility",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        ("name", models.CharField(max_length=160, verbose_name="name")),
                        ("kind_nl", models.CharField(blank=True, max_length=120, verbose_name="kind")),
                        ("kind_en", models.CharField(blank=True, max_length=120, verbose_name="kind")),
                        ("kind_fr", models.CharField(blank=True, max_length=120, verbose_name="kind")),
                        (
                            "investor",
                            models.CharField(blank=True, max_length=160, verbose_name="invested in by"),
                        ),
                        ("access_nl", models.CharField(blank=True, max_length=160, verbose_name="open to")),
                        ("access_en", models.CharField(blank=True, max_length=160, verbose_name="open to")),
                        ("access_fr", models.CharField(blank=True, max_length=160, verbose_name="open to")),
                        ("effect_nl", models.TextField(blank=True, verbose_name="what it brings")),
                        ("effect_en", models.TextField(blank=True, verbose_name="what it brings")),
                        ("effect_fr", models.TextField(blank=True, verbose_name="what it brings")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "city",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.city",
                                verbose_name="city",
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical facility",
                        "verbose_name_plural": "historical facilities",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalEvent",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("founded", "founded"),
                                    ("renamed", "renamed"),
                                    ("merged", "merged"),
                                    ("extended", "extended"),
                                    ("moved", "moved"),
                                    ("acquired", "bought or taken over"),
                                    ("opened", "opened"),
                                    ("closed", "closed"),
                                    ("governance", "change in the board or management"),
                                    ("other", "other"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("text_nl", models.TextField(verbose_name="what happened")),
                        ("text_en", models.TextField(blank=True, verbose_name="what happened")),
                        ("text_fr", models.TextField(blank=True, verbose_name="what happened")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical event",
                        "verbose_name_plural": "historical events",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalEvaluation",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        ("programme_nl", models.CharField(max_length=160, verbose_name="programme")),
                        (
                            "programme_en",
                            models.CharField(blank=True, max_length=160, verbose_name="programme"),
                        ),
                        (
                            "programme_fr",
                            models.CharField(blank=True, max_length=160, verbose_name="programme"),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                        ("rating_nl", models.CharField(max_length=200, verbose_name="rating or claim")),
                        (
                            "rating_en",
                            models.CharField(blank=True, max_length=200, verbose_name="rating or claim"),
                        ),
                        (
                            "rating_fr",
                            models.CharField(blank=True, max_length=200, verbose_name="rating or claim"),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical evaluation",
                        "verbose_name_plural": "historical evaluations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalClusterSeat",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[("head_office", "head office"), ("named", "named with the pôle")],
                                max_length=12,
                                verbose_name="role",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "city",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.city",
                                verbose_name="city",
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical seat of a pôle",
                        "verbose_name_plural": "historical seats of pôles",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalClusterRegion",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "wording",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="as the source calls it"
                            ),
                        ),
                        (
                            "named_in",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("list", "in the list"),
                                    ("heading", "in the heading"),
                                    ("text", "in the text"),
                                ],
                                max_length=8,
                                verbose_name="where in the source",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.region",
                                verbose_name="region",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical region of a pôle",
                        "verbose_name_plural": "historical regions of pôles",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalClusterName",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        ("text", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("primary", "name"),
                                    ("variant", "spelling"),
                                    ("abbreviation", "abbreviation"),
                                    ("translation", "name in another language"),
                                ],
                                default="primary",
                                max_length=12,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True,
                                choices=[("nl", "Dutch"), ("fr", "French"), ("en", "English")],
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical name of a pôle",
                        "verbose_name_plural": "historical names of pôles",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAmbiguitySource",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "ambiguity",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.ambiguity",
                                verbose_name="ambiguity",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical source of an ambiguity",
                        "verbose_name_plural": "historical sources of ambiguities",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAmbiguity",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("inconsistency", "the document contradicts itself"),
                                    ("likely_error", "probably an error"),
                                    ("error", "an error, according to other sources"),
                                    ("naming", "several names for one thing"),
                                    ("trap", "easily misread"),
                                    ("unclear", "not clear"),
                                    ("privacy", "personal data"),
                                    ("missing", "not in the document"),
                                    ("remark", "remark"),
                                ],
                                max_length=16,
                                verbose_name="kind",
                            ),
                        ),
                        ("title_nl", models.CharField(max_length=200, verbose_name="title")),
                        ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title")),
                        ("title_fr", models.CharField(blank=True, max_length=200, verbose_name="title")),
                        ("reading_nl", models.TextField(verbose_name="one reading")),
                        ("reading_en", models.TextField(blank=True, verbose_name="one reading")),
                        ("reading_fr", models.TextField(blank=True, verbose_name="one reading")),
                        ("other_reading_nl", models.TextField(verbose_name="the other reading")),
                        ("other_reading_en", models.TextField(blank=True, verbose_name="the other reading")),
                        ("other_reading_fr", models.TextField(blank=True, verbose_name="the other reading")),
                        (
                            "concerns",
                            models.CharField(
                                blank=True,
                                help_text="Their numbers in the list of facts, separated by a blank.",
                                max_length=200,
                                verbose_name="facts it concerns",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical ambiguity",
                        "verbose_name_plural": "historical ambiguities",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAgreement",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("agreement", "agreement"), ("cooperation", "co-operation")],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("counterpart_nl", models.CharField(max_length=160, verbose_name="with")),
                        ("counterpart_en", models.CharField(blank=True, max_length=160, verbose_name="with")),
                        ("counterpart_fr", models.CharField(blank=True, max_length=160, verbose_name="with")),
                        ("country", models.CharField(blank=True, max_length=2, verbose_name="country code")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical agreement",
                        "verbose_name_plural": "historical agreements",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Figure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        ("measure", models.SlugField(max_length=40, verbose_name="measure")),
                        ("label_nl", models.CharField(max_length=160, verbose_name="label")),
                        ("label_en", models.CharField(blank=True, max_length=160, verbose_name="label")),
                        ("label_fr", models.CharField(blank=True, max_length=160, verbose_name="label")),
                        (
                            "qualifier",
                            models.CharField(
                                choices=[
                                    ("exact", "exactly"),
                                    ("more_than", "more than"),
                                    ("about", "about"),
                                    ("almost", "almost"),
                                    ("many", "many (no number given)"),
                                    ("derived", "added up by the office"),
                                ],
                                default="exact",
                                max_length=10,
                                verbose_name="qualifier",
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="value"
                            ),
                        ),
                        ("unit_nl", models.CharField(max_length=60, verbose_name="unit")),
                        ("unit_en", models.CharField(blank=True, max_length=60, verbose_name="unit")),
                        ("unit_fr", models.CharField(blank=True, max_length=60, verbose_name="unit")),
                        (
                            "since",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="counted since (year)"
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="figures",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "figure",
                        "verbose_name_plural": "figures",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_figure_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("value__isnull", False), ("qualifier", "many"), _connector="OR"
                                ),
                                name="clusters_figure_value_or_many",
                                violation_error_message="Give the number, or choose the qualifier “many”.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Facility",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        ("name", models.CharField(max_length=160, verbose_name="name")),
                        ("kind_nl", models.CharField(blank=True, max_length=120, verbose_name="kind")),
                        ("kind_en", models.CharField(blank=True, max_length=120, verbose_name="kind")),
                        ("kind_fr", models.CharField(blank=True, max_length=120, verbose_name="kind")),
                        (
                            "investor",
                            models.CharField(blank=True, max_length=160, verbose_name="invested in by"),
                        ),
                        ("access_nl", models.CharField(blank=True, max_length=160, verbose_name="open to")),
                        ("access_en", models.CharField(blank=True, max_length=160, verbose_name="open to")),
                        ("access_fr", models.CharField(blank=True, max_length=160, verbose_name="open to")),
                        ("effect_nl", models.TextField(blank=True, verbose_name="what it brings")),
                        ("effect_en", models.TextField(blank=True, verbose_name="what it brings")),
                        ("effect_fr", models.TextField(blank=True, verbose_name="what it brings")),
                        (
                            "city",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="facilities",
                                to="clusters.city",
                                verbose_name="city",
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="facilities",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "facility",
                        "verbose_name_plural": "facilities",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_facility_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("founded", "founded"),
                                    ("renamed", "renamed"),
                                    ("merged", "merged"),
                                    ("extended", "extended"),
                                    ("moved", "moved"),
                                    ("acquired", "bought or taken over"),
                                    ("opened", "opened"),
                                    ("closed", "closed"),
                                    ("governance", "change in the board or management"),
                                    ("other", "other"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("text_nl", models.TextField(verbose_name="what happened")),
                        ("text_en", models.TextField(blank=True, verbose_name="what happened")),
                        ("text_fr", models.TextField(blank=True, verbose_name="what happened")),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="clusters.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event",
                        "verbose_name_plural": "events",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_event_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evaluation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        ("programme_nl", models.CharField(max_length=160, verbose_name="programme")),
                        (
                            "programme_en",
                            models.CharField(blank=True, max_length=160, verbose_name="programme"),
                        ),
                        (
                            "programme_fr",
                            models.CharField(blank=True, max_length=160, verbose_name="programme"),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                        ("rating_nl", models.CharField(max_length=200, verbose_name="rating or claim")),
                        (
                            "rating_en",
                            models.CharField(blank=True, max_length=200, verbose_name="rating or claim"),
                        ),
                        (
                            "rating_fr",
                            models.CharField(blank=True, max_length=200, verbose_name="rating or claim"),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evaluations",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "evaluation",
                        "verbose_name_plural": "evaluations",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_evaluation_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClusterSeat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[("head_office", "head office"), ("named", "named with the pôle")],
                                max_length=12,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "city",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cluster_seats",
                                to="clusters.city",
                                verbose_name="city",
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seats",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "seat of a pôle",
                        "verbose_name_plural": "seats of pôles",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_clusterseat_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClusterRegion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "wording",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="as the source calls it"
                            ),
                        ),
                        (
                            "named_in",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("list", "in the list"),
                                    ("heading", "in the heading"),
                                    ("text", "in the text"),
                                ],
                                max_length=8,
                                verbose_name="where in the source",
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="regions",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cluster_regions",
                                to="clusters.region",
                                verbose_name="region",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "region of a pôle",
                        "verbose_name_plural": "regions of pôles",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_clusterregion_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClusterName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        ("text", models.CharField(max_length=120, verbose_name="name")),
                        ("text_folded", clusters.fields.FoldedField(of=("text",))),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("primary", "name"),
                                    ("variant", "spelling"),
                                    ("abbreviation", "abbreviation"),
                                    ("translation", "name in another language"),
                                ],
                                default="primary",
                                max_length=12,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True,
                                choices=[("nl", "Dutch"), ("fr", "French"), ("en", "English")],
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="names",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "name of a pôle",
                        "verbose_name_plural": "names of pôles",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_clustername_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AmbiguitySource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ambiguity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="source_links",
                                to="clusters.ambiguity",
                                verbose_name="ambiguity",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "source of an ambiguity",
                        "verbose_name_plural": "sources of ambiguities",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("ambiguity", "source"),
                                name="clusters_ambiguitysource_once",
                                violation_error_message="This ambiguity has this source already.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Agreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("agreement", "agreement"), ("cooperation", "co-operation")],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("counterpart_nl", models.CharField(max_length=160, verbose_name="with")),
                        ("counterpart_en", models.CharField(blank=True, max_length=160, verbose_name="with")),
                        ("counterpart_fr", models.CharField(blank=True, max_length=160, verbose_name="with")),
                        ("country", models.CharField(blank=True, max_length=2, verbose_name="country code")),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="agreements",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "agreement",
                        "verbose_name_plural": "agreements",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_agreement_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Statement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("description", "description"),
                                    ("goal", "goal"),
                                    ("members", "kind of members"),
                                    ("stance", "attitude to partners"),
                                    ("general", "on pôles in general"),
                                    ("membership_rule", "rule on membership"),
                                    ("subsidy_rule", "rule on subsidy"),
                                    ("service", "what the office does"),
                                    ("link", "link whose target was lost"),
                                    ("document", "on the document itself"),
                                ],
                                max_length=16,
                                verbose_name="kind",
                            ),
                        ),
                        ("topic", models.CharField(blank=True, max_length=80, verbose_name="about")),
                        ("text_nl", models.TextField(verbose_name="text")),
                        ("text_en", models.TextField(blank=True, verbose_name="text")),
                        ("text_fr", models.TextField(blank=True, verbose_name="text")),
                        (
                            "text_folded",
                            clusters.fields.FoldedField(of=("text_nl", "text_fr", "text_en", "topic")),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="statements",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "statement",
                        "verbose_name_plural": "statements",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_statement_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StrategicLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number"),
                        ),
                        ("title_nl", models.CharField(max_length=200, verbose_name="title")),
                        ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title")),
                        ("title_fr", models.CharField(blank=True, max_length=200, verbose_name="title")),
                        ("detail_nl", models.TextField(blank=True, verbose_name="detail")),
                        ("detail_en", models.TextField(blank=True, verbose_name="detail")),
                        ("detail_fr", models.TextField(blank=True, verbose_name="detail")),
                        ("is_new", models.BooleanField(default=False, verbose_name="announced as new")),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "leads",
                            models.ManyToManyField(
                                related_name="led_lines",
                                through="clusters.LineLead",
                                to="clusters.organisation",
                                verbose_name="led by",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "strategic line",
                        "verbose_name_plural": "strategic lines",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_strategicline_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("number__isnull", False), ("valid_until", None)),
                                fields=("cluster", "number"),
                                name="clusters_strategicline_number_unique",
                                violation_error_message="This pôle has a strategic line with this number already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalLineLead",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.strategicline",
                                verbose_name="strategic line",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical lead of a strategic line",
                        "verbose_name_plural": "historical leads of strategic lines",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Succession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "predecessor",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="succession",
                                to="clusters.cluster",
                                verbose_name="pôle that ended",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="took_over",
                                to="clusters.cluster",
                                verbose_name="pôle that took over",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "succession",
                        "verbose_name_plural": "successions",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_succession_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                                name="clusters_succession_not_to_itself",
                                violation_error_message="A pôle cannot be its own successor.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Theme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=60, unique=True, verbose_name="short name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("subject", "subject"),
                                    ("partner", "kind of partner"),
                                    ("outside", "outside the register's sectors"),
                                ],
                                default="subject",
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("label_nl", models.CharField(max_length=120, verbose_name="label")),
                        ("label_en", models.CharField(blank=True, max_length=120, verbose_name="label")),
                        ("label_fr", models.CharField(blank=True, max_length=120, verbose_name="label")),
                        (
                            "eurovoc_id",
                            models.CharField(blank=True, max_length=12, verbose_name="EuroVoc number"),
                        ),
                        (
                            "on_form",
                            models.BooleanField(
                                default=False,
                                help_text="Enquirers can tick this theme.",
                                verbose_name="offered on the form",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        (
                            "broader",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="narrower",
                                to="clusters.theme",
                                verbose_name="broader theme",
                            ),
                        ),
                        (
                            "sector",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="themes",
                                to="clusters.sector",
                                verbose_name="sector",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "theme",
                        "verbose_name_plural": "themes",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("broader", models.F("pk")), _negated=True),
                                name="clusters_theme_not_its_own_broader",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("on_form", False), ("kind", "subject"), _connector="OR"),
                                name="clusters_theme_only_subjects_on_form",
                                violation_error_message="Only a subject can be offered on the form.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Term",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True,
                                choices=[("nl", "Dutch"), ("fr", "French"), ("en", "English")],
                                help_text="Empty: the same in every language, such as an abbreviation.",
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        ("text", models.CharField(max_length=120, verbose_name="word or phrase")),
                        ("text_folded", clusters.fields.FoldedField(of=("text",))),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("exact", "exactly this word"),
                                    ("stem", "this word and its endings"),
                                    ("phrase", "these words in a row"),
                                    ("compound", "also inside a compound word"),
                                ],
                                default="stem",
                                max_length=8,
                                verbose_name="counts when",
                            ),
                        ),
                        (
                            "theme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="terms",
                                to="clusters.theme",
                                verbose_name="theme",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "term",
                        "verbose_name_plural": "terms",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("theme", "language", "text_folded"),
                                name="clusters_term_unique_in_theme",
                                violation_error_message="This theme has this term already, apart from accents or capitals.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="clusters_term_not_empty",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalThemeMention",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "wording_nl",
                            models.CharField(max_length=200, verbose_name="as the source calls it"),
                        ),
                        (
                            "wording_en",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="as the source calls it"
                            ),
                        ),
                        (
                            "wording_fr",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="as the source calls it"
                            ),
                        ),
                        (
                            "emphasis",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("spearhead", "spearhead"),
                                    ("main", "main theme"),
                                    ("key", "one of the most important themes"),
                                    ("focus", "focus"),
                                    ("field", "field of work"),
                                    ("sector", "sector of industry"),
                                    ("crossing", "runs through all lines"),
                                    ("new", "new since the evaluation of 2012"),
                                    ("only", "the only focus until then"),
                                    ("area", "area of attention"),
                                ],
                                max_length=12,
                                verbose_name="emphasis",
                            ),
                        ),
                        (
                            "scope_nl",
                            models.CharField(
                                blank=True,
                                help_text="For example: humans and animals.",
                                max_length=120,
                                verbose_name="for whom",
                            ),
                        ),
                        (
                            "scope_en",
                            models.CharField(
                                blank=True,
                                help_text="For example: humans and animals.",
                                max_length=120,
                                verbose_name="for whom",
                            ),
                        ),
                        (
                            "scope_fr",
                            models.CharField(
                                blank=True,
                                help_text="For example: humans and animals.",
                                max_length=120,
                                verbose_name="for whom",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.strategicline",
                                verbose_name="strategic line",
                            ),
                        ),
                        (
                            "theme",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.theme",
                                verbose_name="theme",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical mention of a theme",
                        "verbose_name_plural": "historical mentions of themes",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalTheme",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=60, verbose_name="short name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("subject", "subject"),
                                    ("partner", "kind of partner"),
                                    ("outside", "outside the register's sectors"),
                                ],
                                default="subject",
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("label_nl", models.CharField(max_length=120, verbose_name="label")),
                        ("label_en", models.CharField(blank=True, max_length=120, verbose_name="label")),
                        ("label_fr", models.CharField(blank=True, max_length=120, verbose_name="label")),
                        (
                            "eurovoc_id",
                            models.CharField(blank=True, max_length=12, verbose_name="EuroVoc number"),
                        ),
                        (
                            "on_form",
                            models.BooleanField(
                                default=False,
                                help_text="Enquirers can tick this theme.",
                                verbose_name="offered on the form",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sector",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.sector",
                                verbose_name="sector",
                            ),
                        ),
                        (
                            "broader",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.theme",
                                verbose_name="broader theme",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical theme",
                        "verbose_name_plural": "historical themes",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalTerm",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True,
                                choices=[("nl", "Dutch"), ("fr", "French"), ("en", "English")],
                                help_text="Empty: the same in every language, such as an abbreviation.",
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        ("text", models.CharField(max_length=120, verbose_name="word or phrase")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("exact", "exactly this word"),
                                    ("stem", "this word and its endings"),
                                    ("phrase", "these words in a row"),
                                    ("compound", "also inside a compound word"),
                                ],
                                default="stem",
                                max_length=8,
                                verbose_name="counts when",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "theme",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.theme",
                                verbose_name="theme",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical term",
                        "verbose_name_plural": "historical terms",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalFocus",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                help_text="1 also active, 2 stated theme, 3 spearhead.", verbose_name="weight"
                            ),
                        ),
                        (
                            "wording",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="as the source calls it"
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.strategicline",
                                verbose_name="strategic line",
                            ),
                        ),
                        (
                            "theme",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="clusters.theme",
                                verbose_name="theme",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical focus",
                        "verbose_name_plural": "historical focuses",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Focus",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                help_text="1 also active, 2 stated theme, 3 spearhead.", verbose_name="weight"
                            ),
                        ),
                        (
                            "wording",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="as the source calls it"
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="focuses",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="focuses",
                                to="clusters.strategicline",
                                verbose_name="strategic line",
                            ),
                        ),
                        (
                            "theme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="focuses",
                                to="clusters.theme",
                                verbose_name="theme",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "focus",
                        "verbose_name_plural": "focuses",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_focus_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weight__gte", 1), ("weight__lte", 3)),
                                name="clusters_focus_weight_1_to_3",
                                violation_error_message="A weight is 1, 2 or 3.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("valid_until", None)),
                                fields=("cluster", "theme"),
                                name="clusters_focus_theme_once_per_cluster",
                                violation_error_message="This pôle has this theme already; change its weight instead.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ThemeMention",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source_line",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="line in the source"
                            ),
                        ),
                        (
                            "quote",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="the source's own words"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                help_text="For example P1-FIG-01; several are separated by a blank.",
                                max_length=160,
                                verbose_name="number in the list of facts",
                            ),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        (
                            "stated_precision",
                            models.CharField(
                                choices=[
                                    ("day", "to the day"),
                                    ("month", "to the month"),
                                    ("year", "to the year"),
                                ],
                                default="day",
                                max_length=5,
                                verbose_name="precision",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="true from")),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which it was no longer true.",
                                null=True,
                                verbose_name="true until",
                            ),
                        ),
                        ("verified", models.BooleanField(default=True, verbose_name="verified")),
                        ("disputed", models.BooleanField(default=False, verbose_name="disputed")),
                        (
                            "derived",
                            models.BooleanField(
                                default=False,
                                help_text="Follows from what the source says; not literally said.",
                                verbose_name="derived",
                            ),
                        ),
                        (
                            "remark_nl",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_en",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "remark_fr",
                            models.TextField(
                                blank=True,
                                help_text="What another source says, or how the words may be read.",
                                verbose_name="remark",
                            ),
                        ),
                        (
                            "wording_nl",
                            models.CharField(max_length=200, verbose_name="as the source calls it"),
                        ),
                        (
                            "wording_en",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="as the source calls it"
                            ),
                        ),
                        (
                            "wording_fr",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="as the source calls it"
                            ),
                        ),
                        (
                            "emphasis",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("spearhead", "spearhead"),
                                    ("main", "main theme"),
                                    ("key", "one of the most important themes"),
                                    ("focus", "focus"),
                                    ("field", "field of work"),
                                    ("sector", "sector of industry"),
                                    ("crossing", "runs through all lines"),
                                    ("new", "new since the evaluation of 2012"),
                                    ("only", "the only focus until then"),
                                    ("area", "area of attention"),
                                ],
                                max_length=12,
                                verbose_name="emphasis",
                            ),
                        ),
                        (
                            "scope_nl",
                            models.CharField(
                                blank=True,
                                help_text="For example: humans and animals.",
                                max_length=120,
                                verbose_name="for whom",
                            ),
                        ),
                        (
                            "scope_en",
                            models.CharField(
                                blank=True,
                                help_text="For example: humans and animals.",
                                max_length=120,
                                verbose_name="for whom",
                            ),
                        ),
                        (
                            "scope_fr",
                            models.CharField(
                                blank=True,
                                help_text="For example: humans and animals.",
                                max_length=120,
                                verbose_name="for whom",
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mentions",
                                to="clusters.cluster",
                                verbose_name="pôle",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="mentions",
                                to="clusters.strategicline",
                                verbose_name="strategic line",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clusters.source",
                                verbose_name="source",
                            ),
                        ),
                        (
                            "theme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mentions",
                                to="clusters.theme",
                                verbose_name="theme",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "mention of a theme",
                        "verbose_name_plural": "mentions of themes",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    models.Q(
                                        ("valid_from__isnull", False),
                                        ("valid_until__gt", models.F("valid_from")),
                                    ),
                                    models.Q(
                                        ("valid_from", None), ("valid_until__gt", models.F("stated_on"))
                                    ),
                                    _connector="OR",
                                ),
                                name="clusters_thememention_period_in_order",
                                violation_error_message="The period ends before it begins.",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
