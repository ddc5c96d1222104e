"""What the desk keeps in order to get better at matching."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.fields import FoldedField


class IgnoredWord(models.Model):
    """A word or short phrase that belongs to no theme; it is not listed as unknown any more."""

    text = models.CharField(_("word or phrase"), max_length=120)
    text_folded = FoldedField(of=("text",))
    ignored_at = models.DateTimeField(_("set aside at"))
    ignored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("set aside by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("word without a theme")
        verbose_name_plural = _("words without a theme")
        constraints = [
            models.UniqueConstraint(fields=["text_folded"], name="contacts_ignoredword_once"),
            models.CheckConstraint(name="contacts_ignoredword_not_empty", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text


class EvaluationRun(models.Model):
    """How well the matching did on one day, on one set of enquiries whose right answers are known.

    `labelled` is the file's name, empty for the office's own decisions; `digest` tells one content
    from another, so that only runs over the same enquiries are compared.
    """

    measured_at = models.DateTimeField(_("measured at"), db_index=True)
    measured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("measured by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    labelled = models.CharField(_("labelled file"), max_length=120, blank=True)
    digest = models.CharField(_("digest of the file"), max_length=16, blank=True)
    as_of = models.DateField(_("register as of"), null=True, blank=True)
    vocabulary_version = models.CharField(_("vocabulary version"), max_length=16)
    fits = models.PositiveIntegerField(_("enquiries that fit a pôle"))
    misfits = models.PositiveIntegerField(_("enquiries that fit none"))
    figures: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        _("figures"), help_text=_("Per measure its value, and the interval it lies in.")
    )
    themes: "models.JSONField[list[Any], list[Any]]" = models.JSONField(
        _("themes"),
        default=list,
        blank=True,
        help_text=_("Per theme how often it led, and how often wrongly."),
    )

    class Meta:
        verbose_name = _("measurement of the matching")
        verbose_name_plural = _("measurements of the matching")
        constraints = [
            models.CheckConstraint(
                name="contacts_evaluationrun_not_empty", condition=Q(fits__gt=0) | Q(misfits__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.labelled or _('own decisions')} {self.measured_at:%Y-%m-%d}"

    @property
    def number(self) -> int:
        return self.fits + self.misfits
