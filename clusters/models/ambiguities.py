"""Where a document contradicts itself or others, or leaves room for doubt: both readings, none chosen."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from translated_fields import TranslatedFieldWithFallback

from clusters.enums import AmbiguityKind
from clusters.fields import FoldedField
from clusters.models.cards import Cluster
from clusters.models.sources import Source, Sourced


class Ambiguity(Sourced):
    """A doubt about what a document says; its `reference` is its own number, such as A04.

    `source`, `source_line` and `quote` are the passage that raises the doubt. Nothing is corrected:
    the facts stay as the document has them, marked as disputed where the readings exclude each other.
    """

    cluster = models.ForeignKey(
        Cluster,
        verbose_name=_("pôle"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="ambiguities",
    )
    kind = models.CharField(_("kind"), max_length=16, choices=AmbiguityKind.choices)
    title = TranslatedFieldWithFallback(models.CharField(_("title"), max_length=200))
    reading = TranslatedFieldWithFallback(models.TextField(_("one reading")))
    other_reading = TranslatedFieldWithFallback(models.TextField(_("the other reading")))
    concerns = models.CharField(
        _("facts it concerns"),
        max_length=200,
        blank=True,
        help_text=_("Their numbers in the list of facts, separated by a blank."),
    )
    text_folded = FoldedField(
        of=("reference", "title_nl", "title_fr", "title_en", "reading_nl", "other_reading_nl")
    )
    other_sources = models.ManyToManyField(
        Source, verbose_name=_("other sources"), through="AmbiguitySource", related_name="+"
    )

    class Meta(Sourced.Meta):
        verbose_name = _("ambiguity")
        verbose_name_plural = _("ambiguities")
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(reference=""),
                name="clusters_ambiguity_number_unique",
                violation_error_message=_("There is an ambiguity with this number already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class AmbiguitySource(models.Model):
    """Another source that bears on the ambiguity."""

    ambiguity = models.ForeignKey(
        Ambiguity, verbose_name=_("ambiguity"), on_delete=models.CASCADE, related_name="source_links"
    )
    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="+")

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("source of an ambiguity")
        verbose_name_plural = _("sources of ambiguities")
        constraints = [
            models.UniqueConstraint(
                fields=["ambiguity", "source"],
                name="clusters_ambiguitysource_once",
                violation_error_message=_("This ambiguity has this source already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.source)
