"""Organisations that may be one: pairs to look at, what was decided, and merges that can be undone."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.enums import PairState
from clusters.models.organisations import Organisation


class OrganisationPair(models.Model):
    """Two organisations that look like one. Found by the desk; staff say they are two, or merge them.

    Open pairs are derived and found again; that two are two is a decision and stays.
    """

    one = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="pairs_as_one"
    )
    other = models.ForeignKey(
        Organisation,
        verbose_name=_("other organisation"),
        on_delete=models.CASCADE,
        related_name="pairs_as_other",
    )
    # Codes of `clusters.enums.PairReason`; said in the reader's language.
    reasons: "models.JSONField[list[str], list[str]]" = models.JSONField(
        _("why they may be one"), default=list
    )
    likeness = models.PositiveSmallIntegerField(
        _("likeness of the names"), help_text=_("0 to 100, the higher the more alike.")
    )
    state = models.CharField(_("state"), max_length=8, choices=PairState.choices, default=PairState.OPEN)
    found_at = models.DateTimeField(_("found at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("doubtful pair of organisations")
        verbose_name_plural = _("doubtful pairs of organisations")
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(
                name="clusters_organisationpair_lower_first", condition=Q(one__lt=F("other"))
            ),
            models.UniqueConstraint(fields=["one", "other"], name="clusters_organisationpair_once"),
            models.CheckConstraint(
                name="clusters_organisationpair_decision_has_its_moment",
                condition=Q(state="open", decided_at=None, decided_by=None)
                | Q(state="apart", decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="clusters_organisationpair_likeness_of_hundred", condition=Q(likeness__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"


class OrganisationMerge(models.Model):
    """One organisation went into another. What it moved is told by the history of the rows, whose
    reason names this merge; that is how it is undone."""

    kept = models.ForeignKey(
        Organisation,
        verbose_name=_("kept"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="merges",
    )
    kept_number = models.BigIntegerField(_("number of the one kept"))
    kept_name = models.CharField(_("name of the one kept"), max_length=200)
    gone_number = models.BigIntegerField(_("number of the one merged into it"))
    gone_name = models.CharField(_("name of the one merged into it"), max_length=200)
    # Of whom it was said that they are not the one that went: number, when, by whom, whether it was new to
    # say so of the one kept.
    apart: "models.JSONField[list[Any], list[Any]]" = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    merged_at = models.DateTimeField(_("merged at"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("merge of organisations")
        verbose_name_plural = _("merges of organisations")
        default_permissions = ("view", "add", "change")  # add: merge; change: undo
        constraints = [
            models.CheckConstraint(
                name="clusters_organisationmerge_undone_after",
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__gte=F("merged_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_name} → {self.kept_name}"

    @property
    def change_reason(self) -> str:
        """What the history of every row says that this merge changed."""
        return f"organisations merged {self.pk}"

    @property
    def reason_of_undoing(self) -> str:
        """What the history of every row says that undoing it put back."""
        return f"{self.change_reason} undone"
