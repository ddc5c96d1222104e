"""Putting parties in touch, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.enums import Language
from clusters.models import Cluster, ClusterContact
from contacts.enums import IntroductionStatus, OutcomeKind, RefusalReason
from contacts.models.requests import IntroductionRequest

_WAITING = ("draft", "sent", "unanswered")


class Introduction(models.Model):
    """One request brought to one pôle: once, and with a status of its own.

    `cluster_name` keeps the name of that day. `subject` and `body` are the letter to the pôle,
    `copy_subject` and `copy_body` the copy for the enquirer, exactly as they went out.
    """

    request = models.ForeignKey(
        IntroductionRequest, verbose_name=_("request"), on_delete=models.PROTECT, related_name="introductions"
    )
    cluster = models.ForeignKey(
        Cluster, verbose_name=_("pôle"), on_delete=models.PROTECT, related_name="introductions"
    )
    cluster_name = models.CharField(_("pôle's name that day"), max_length=120)
    recipient = models.ForeignKey(
        ClusterContact,
        verbose_name=_("addressed to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="introductions",
    )
    language = models.CharField(
        _("language of the letter"), max_length=2, choices=Language.choices, default=Language.FR
    )
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("letter to the pôle"))
    copy_subject = models.CharField(_("subject of the copy"), max_length=200)
    copy_body = models.TextField(_("copy for the enquirer"))
    is_teaser = models.BooleanField(
        _("the enquirer stays unnamed"),
        default=False,
        help_text=_("Until the pôle is interested and the name is disclosed."),
    )
    released = models.JSONField(
        _("what was passed on"),
        default=list,
        blank=True,
        help_text=_("Values of Release, as of the sending."),
    )

    status = models.CharField(
        _("status"),
        max_length=12,
        choices=IntroductionStatus.choices,
        default=IntroductionStatus.DRAFT,
        editable=False,
        db_index=True,
    )
    created_at = models.DateTimeField(_("prepared at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("prepared by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False, db_index=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    answer_days = models.PositiveSmallIntegerField(
        _("days until the answer"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Calendar days in Paris from the sending to the first answer."),
    )
    disclosed_at = models.DateTimeField(_("name disclosed at"), null=True, blank=True, editable=False)
    refusal_reason = models.CharField(
        _("why refused"), max_length=14, choices=RefusalReason.choices, blank=True, editable=False
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        default_permissions = ("add", "change", "delete", "view", "export")
        indexes = [
            # What a pôle did with its letters is counted from this index alone.
            models.Index(
                fields=["cluster", "sent_at", "status", "answer_days"], name="contacts_introduction_load"
            ),
            models.Index(fields=["status", "sent_at", "cluster"], name="contacts_introduction_waits"),
            models.Index(
                fields=["request"],
                condition=Q(status=IntroductionStatus.SENT),
                name="contacts_introduction_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "cluster"],
                name="contacts_introduction_once_per_cluster",
                violation_error_message=_("This request was brought to this pôle already."),
            ),
            models.CheckConstraint(
                name="contacts_introduction_status_known",
                condition=Q(status__in=IntroductionStatus.values),
            ),
            models.CheckConstraint(
                name="contacts_introduction_sent_at_fits_status",
                condition=(~Q(status__in=IntroductionStatus.LEFT) | Q(sent_at__isnull=False))
                & (~Q(status=IntroductionStatus.DRAFT) | Q(sent_at=None)),
            ),
            models.CheckConstraint(
                name="contacts_introduction_answered_at_fits_status",
                condition=(~Q(status__in=IntroductionStatus.ANSWERED) | Q(answered_at__isnull=False))
                & (~Q(status__in=_WAITING) | Q(answered_at=None)),
            ),
            models.CheckConstraint(
                name="contacts_introduction_answer_days_iff_answered",
                condition=Q(answered_at=None, answer_days=None)
                | Q(answered_at__isnull=False, answer_days__isnull=False),
            ),
            models.CheckConstraint(
                name="contacts_introduction_disclosed_only_after_teaser",
                condition=Q(disclosed_at=None) | Q(is_teaser=True, sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="contacts_introduction_closed_at_iff_final",
                condition=Q(status__in=IntroductionStatus.FINAL, closed_at__isnull=False)
                | (~Q(status__in=IntroductionStatus.FINAL) & Q(closed_at=None)),
            ),
            models.CheckConstraint(
                name="contacts_introduction_reason_iff_refused",
                condition=(Q(status=IntroductionStatus.REFUSED) & ~Q(refusal_reason=""))
                | (~Q(status=IntroductionStatus.REFUSED) & Q(refusal_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} → {self.cluster_name}"


class Outcome(models.Model):
    """A rung reached (or not) after an introduction, on a day."""

    introduction = models.ForeignKey(
        Introduction, verbose_name=_("introduction"), on_delete=models.CASCADE, related_name="outcomes"
    )
    kind = models.CharField(_("what came of it"), max_length=14, choices=OutcomeKind.choices)
    happened_on = models.DateField(_("on"))
    note = models.TextField(_("note"), blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("confirmed by the enquirer at"), null=True, blank=True)

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [
            models.UniqueConstraint(
                fields=["introduction", "kind"],
                name="contacts_outcome_once_per_kind",
                violation_error_message=_("This outcome is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
