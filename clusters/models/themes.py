"""The vocabulary: subjects with their names in three languages, and what people write for them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from translated_fields import TranslatedFieldWithFallback

from clusters.enums import Language, TermMode, ThemeKind
from clusters.fields import FoldedField


class Sector(models.Model):
    """A field of economy that pôles are grouped by. Which there are, the register says."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    name = TranslatedFieldWithFallback(models.CharField(_("name"), max_length=120))

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")

    def __str__(self) -> str:
        return str(self.name)


class Theme(models.Model):
    """One concept, whatever the language. `partner` themes tell what kind of partner is meant;
    `outside` themes are subjects no pôle of the register works on."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=ThemeKind.choices, default=ThemeKind.SUBJECT)
    sector = models.ForeignKey(
        Sector,
        verbose_name=_("sector"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="themes",
    )
    broader = models.ForeignKey(
        "self",
        verbose_name=_("broader theme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="narrower",
    )
    label = TranslatedFieldWithFallback(models.CharField(_("label"), max_length=120))
    eurovoc_id = models.CharField(_("EuroVoc number"), max_length=12, blank=True)
    on_form = models.BooleanField(
        _("offered on the form"), default=False, help_text=_("Enquirers can tick this theme.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        default_permissions = ("add", "change", "delete", "view", "export")
        constraints = [
            models.CheckConstraint(
                name="clusters_theme_not_its_own_broader", condition=~Q(broader=models.F("pk"))
            ),
            models.CheckConstraint(
                name="clusters_theme_only_subjects_on_form",
                condition=Q(on_form=False) | Q(kind=ThemeKind.SUBJECT),
                violation_error_message=_("Only a subject can be offered on the form."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)


class Term(models.Model):
    """A word or phrase people write when they mean the theme."""

    theme = models.ForeignKey(Theme, verbose_name=_("theme"), on_delete=models.CASCADE, related_name="terms")
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=Language.choices,
        blank=True,
        help_text=_("Empty: the same in every language, such as an abbreviation."),
    )
    text = models.CharField(_("word or phrase"), max_length=120)
    text_folded = FoldedField(of=("text",))
    mode = models.CharField(_("counts when"), max_length=8, choices=TermMode.choices, default=TermMode.STEM)

    history = HistoricalRecords(excluded_fields=["text_folded"])

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "language", "text_folded"],
                name="clusters_term_unique_in_theme",
                violation_error_message=_(
                    "This theme has this term already, apart from accents or capitals."
                ),
            ),
            models.CheckConstraint(name="clusters_term_not_empty", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text
