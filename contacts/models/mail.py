"""The outbox: every mail is a row first, written with what caused it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.enums import Language
from contacts.enums import MailKind, MailStatus
from contacts.models.introductions import Introduction
from contacts.models.requests import IntroductionRequest


class OutgoingMail(models.Model):
    """One mail to one address. A worker delivers it; `message_id` stays the same over every attempt."""

    request = models.ForeignKey(
        IntroductionRequest,
        verbose_name=_("request"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="mails",
    )
    introduction = models.ForeignKey(
        Introduction,
        verbose_name=_("introduction"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="mails",
    )
    kind = models.CharField(_("kind"), max_length=18, choices=MailKind.choices)
    recipient = models.EmailField(_("to"))
    reply_to = models.EmailField(_("reply to"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    message_id = models.CharField(_("Message-ID"), max_length=120, unique=True)

    status = models.CharField(
        _("status"), max_length=10, choices=MailStatus.choices, default=MailStatus.QUEUED
    )
    created_at = models.DateTimeField(_("written at"))
    not_before = models.DateTimeField(_("not before"))
    lease_until = models.DateTimeField(
        _("claimed until"), null=True, blank=True, help_text=_("A worker that died lets go at this time.")
    )
    maybe_left_at = models.DateTimeField(
        _("may have left at"),
        null=True,
        blank=True,
        help_text=_("The first attempt after which nobody knows whether the mail server took the mail."),
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("came back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        indexes = [
            models.Index(
                fields=["request"],
                condition=Q(status__in=MailStatus.NEEDS_ATTENTION),
                name="contacts_mail_attention",
            ),
            models.Index(
                fields=["not_before"],
                condition=Q(status=MailStatus.QUEUED),
                name="contacts_mail_queue",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="contacts_mail_sent_at_iff_sent",
                condition=Q(status__in=MailStatus.DELIVERED, sent_at__isnull=False)
                | (~Q(status__in=MailStatus.DELIVERED) & Q(sent_at=None)),
            ),
            models.CheckConstraint(
                name="contacts_mail_bounced_at_iff_bounced",
                condition=Q(status=MailStatus.BOUNCED, bounced_at__isnull=False)
                | (~Q(status=MailStatus.BOUNCED) & Q(bounced_at=None)),
            ),
            models.UniqueConstraint(
                fields=["introduction", "kind"],
                condition=Q(introduction__isnull=False, kind__in=MailKind.LETTERS)
                & ~Q(status=MailStatus.CANCELLED),
                name="contacts_mail_once_per_introduction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.recipient}"
