"""Proposed pôles. A proposal, not yet contact."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from contacts.enums import Band, MatchDecision, MatchOrigin, RejectReason
from contacts.models.requests import IntroductionRequest


class Match(models.Model):
    """One pôle on a request's shortlist, with its reasons as they were found that day."""

    request = models.ForeignKey(
        IntroductionRequest, verbose_name=_("request"), on_delete=models.CASCADE, related_name="matches"
    )
    cluster = models.ForeignKey(
        Cluster, verbose_name=_("pôle"), on_delete=models.PROTECT, related_name="matches"
    )
    origin = models.CharField(
        _("origin"), max_length=8, choices=MatchOrigin.choices, default=MatchOrigin.ENGINE
    )
    rank = models.PositiveSmallIntegerField(_("rank"))
    score = models.FloatField(_("score"), default=0)
    band = models.CharField(_("band"), max_length=10, choices=Band.choices, blank=True)
    reasons = models.JSONField(
        _("reasons"),
        default=list,
        blank=True,
        help_text=_("As `matching` gave them, in no particular language."),
    )
    decision = models.CharField(
        _("decision"), max_length=8, choices=MatchDecision.choices, default=MatchDecision.PROPOSED
    )
    reject_reason = models.CharField(
        _("why rejected"), max_length=14, choices=RejectReason.choices, blank=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    vocabulary_version = models.CharField(_("vocabulary version"), max_length=16, blank=True)

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("shortlist")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "cluster"],
                name="contacts_match_once_per_cluster",
                violation_error_message=_("This pôle is on the shortlist already."),
            ),
            models.CheckConstraint(
                name="contacts_match_decided_at_iff_decided",
                condition=Q(decision=MatchDecision.PROPOSED, decided_at=None)
                | (~Q(decision=MatchDecision.PROPOSED) & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="contacts_match_reason_iff_rejected",
                condition=(Q(decision=MatchDecision.REJECTED) & ~Q(reject_reason=""))
                | (~Q(decision=MatchDecision.REJECTED) & Q(reject_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.cluster}"
