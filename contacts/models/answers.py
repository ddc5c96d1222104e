"""What a pôle's contact person said through the link in the letter."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from contacts.enums import AnswerKind, RefusalReason
from contacts.models.introductions import Introduction


class ClusterAnswer(models.Model):
    """One answer, stored as it was given; until somebody of the office has seen it, it waits at home."""

    introduction = models.ForeignKey(
        Introduction, verbose_name=_("introduction"), on_delete=models.CASCADE, related_name="answers"
    )
    form_token = models.UUIDField(
        _("form token"),
        unique=True,
        editable=False,
        help_text=_("Makes a double click, the back button or a retry one answer."),
    )
    received_at = models.DateTimeField(_("received at"))
    kind = models.CharField(_("answer"), max_length=9, choices=AnswerKind.choices)
    reason = models.CharField(_("why not"), max_length=14, choices=RefusalReason.choices, blank=True)
    other_cluster = models.ForeignKey(
        Cluster,
        verbose_name=_("better for"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    text = models.TextField(_("message"), blank=True)
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("seen by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("answer of a pôle")
        verbose_name_plural = _("answers of pôles")
        indexes = [
            models.Index(
                fields=["received_at"], condition=Q(seen_at=None), name="contacts_clusteranswer_unseen"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="contacts_clusteranswer_reason_iff_refused",
                condition=(Q(kind=AnswerKind.REFUSED) & ~Q(reason=""))
                | (~Q(kind=AnswerKind.REFUSED) & Q(reason="")),
            ),
            models.CheckConstraint(
                name="contacts_clusteranswer_cluster_iff_elsewhere",
                condition=Q(kind=AnswerKind.ELSEWHERE, other_cluster__isnull=False)
                | (~Q(kind=AnswerKind.ELSEWHERE) & Q(other_cluster=None)),
            ),
            models.CheckConstraint(
                name="contacts_clusteranswer_message_has_text",
                condition=~Q(kind=AnswerKind.MESSAGE) | ~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.introduction}: {self.get_kind_display()}"
