"""What a pôle is strong in: its strategic lines, its focuses, and what is said of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedFieldWithFallback

from clusters.enums import Emphasis, StatementKind
from clusters.fields import FoldedField
from clusters.models.cards import Cluster
from clusters.models.organisations import Organisation
from clusters.models.sources import Sourced
from clusters.models.themes import Theme


class StrategicLine(Sourced):
    """An *axe stratégique* of the pôle."""

    cluster = models.ForeignKey(
        Cluster, verbose_name=_("pôle"), on_delete=models.CASCADE, related_name="lines"
    )
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    title = TranslatedFieldWithFallback(models.CharField(_("title"), max_length=200))
    detail = TranslatedFieldWithFallback(models.TextField(_("detail"), blank=True))
    is_new = models.BooleanField(_("announced as new"), default=False)
    leads = models.ManyToManyField(
        Organisation, verbose_name=_("led by"), through="LineLead", related_name="led_lines"
    )

    class Meta(Sourced.Meta):
        verbose_name = _("strategic line")
        verbose_name_plural = _("strategic lines")
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["cluster", "number"],
                condition=Q(number__isnull=False, valid_until=None),
                name="clusters_strategicline_number_unique",
                violation_error_message=_("This pôle has a strategic line with this number already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class LineLead(Sourced):
    """The organisation that leads a strategic line."""

    line = models.ForeignKey(
        StrategicLine, verbose_name=_("strategic line"), on_delete=models.CASCADE, related_name="line_leads"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="line_leads"
    )

    class Meta(Sourced.Meta):
        verbose_name = _("lead of a strategic line")
        verbose_name_plural = _("leads of strategic lines")
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["line", "organisation"],
                name="clusters_linelead_once",
                violation_error_message=_("This organisation leads this line already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Focus(Sourced):
    """What the pôle is strong in; this is what matching reads.

    `weight` is 1 (also active), 2 (a stated theme) or 3 (spearhead or main theme); the quote is
    the sentence that justifies it.
    """

    cluster = models.ForeignKey(
        Cluster, verbose_name=_("pôle"), on_delete=models.CASCADE, related_name="focuses"
    )
    theme = models.ForeignKey(
        Theme, verbose_name=_("theme"), on_delete=models.PROTECT, related_name="focuses"
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"), help_text=_("1 also active, 2 stated theme, 3 spearhead.")
    )
    line = models.ForeignKey(
        StrategicLine,
        verbose_name=_("strategic line"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="focuses",
    )
    wording = models.CharField(_("as the source calls it"), max_length=200, blank=True)

    class Meta(Sourced.Meta):
        verbose_name = _("focus")
        verbose_name_plural = _("focuses")
        default_permissions = ("add", "change", "delete", "view", "export")
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                name="clusters_focus_weight_1_to_3",
                condition=Q(weight__gte=1, weight__lte=3),
                violation_error_message=_("A weight is 1, 2 or 3."),
            ),
            models.UniqueConstraint(
                fields=["cluster", "theme"],
                condition=Q(valid_until=None),
                name="clusters_focus_theme_once_per_cluster",
                violation_error_message=_("This pôle has this theme already; change its weight instead."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme} ({self.cluster})"


class ThemeMention(Sourced):
    """A place where a source names a subject of the pôle, in its own words.

    Several mentions may speak of one theme; how much they weigh together is the office's `Focus`.
    """

    cluster = models.ForeignKey(
        Cluster, verbose_name=_("pôle"), on_delete=models.CASCADE, related_name="mentions"
    )
    theme = models.ForeignKey(
        Theme, verbose_name=_("theme"), on_delete=models.PROTECT, related_name="mentions"
    )
    line = models.ForeignKey(
        StrategicLine,
        verbose_name=_("strategic line"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="mentions",
    )
    wording = TranslatedFieldWithFallback(models.CharField(_("as the source calls it"), max_length=200))
    emphasis = models.CharField(_("emphasis"), max_length=12, choices=Emphasis.choices, blank=True)
    scope = TranslatedFieldWithFallback(
        models.CharField(
            _("for whom"), max_length=120, blank=True, help_text=_("For example: humans and animals.")
        )
    )

    class Meta(Sourced.Meta):
        verbose_name = _("mention of a theme")
        verbose_name_plural = _("mentions of themes")

    def __str__(self) -> str:
        return str(self.wording)


class Statement(Sourced):
    """A sentence of the source in its own right: a description, a goal, a rule.

    Without a pôle it speaks of pôles in general, or of the document itself.
    """

    cluster = models.ForeignKey(
        Cluster,
        verbose_name=_("pôle"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="statements",
    )
    kind = models.CharField(_("kind"), max_length=16, choices=StatementKind.choices)
    topic = models.CharField(_("about"), max_length=80, blank=True)
    text = TranslatedFieldWithFallback(models.TextField(_("text")))
    text_folded = FoldedField(of=("text_nl", "text_fr", "text_en", "topic"))

    class Meta(Sourced.Meta):
        verbose_name = _("statement")
        verbose_name_plural = _("statements")

    def __str__(self) -> str:
        return str(self.text)[:80]
