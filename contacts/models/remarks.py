"""What an enquirer adds to a request, in words, after sending it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.enums import RemarkKind
from contacts.models.introductions import Introduction
from contacts.models.requests import IntroductionRequest


class Remark(models.Model):
    """What an enquirer told the office on the status page; it waits at home until somebody has seen it.

    A remark has a text; a withdrawal or a changed permission is told by its kind and by the story.
    """

    request = models.ForeignKey(
        IntroductionRequest, verbose_name=_("request"), on_delete=models.CASCADE, related_name="remarks"
    )
    form_token = models.UUIDField(
        _("form token"),
        unique=True,
        editable=False,
        help_text=_("Makes a double click, the back button or a retry one remark."),
    )
    received_at = models.DateTimeField(_("received at"))
    kind = models.CharField(_("kind"), max_length=14, choices=RemarkKind.choices, default=RemarkKind.REMARK)
    introduction = models.ForeignKey(
        Introduction,
        verbose_name=_("introduction"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="remarks",
    )
    text = models.TextField(_("remark"), blank=True)
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
        verbose_name = _("remark of the enquirer")
        verbose_name_plural = _("remarks of enquirers")
        indexes = [
            models.Index(fields=["received_at"], condition=Q(seen_at=None), name="contacts_remark_unseen"),
        ]
        constraints = [
            models.CheckConstraint(
                name="contacts_remark_text_iff_remark",
                condition=(Q(kind=RemarkKind.REMARK) & ~Q(text=""))
                | (~Q(kind=RemarkKind.REMARK) & Q(text="")),
            ),
            models.CheckConstraint(
                name="contacts_remark_introduction_iff_withdrawn_from",
                condition=Q(kind=RemarkKind.WITHDRAWN_FROM, introduction__isnull=False)
                | (~Q(kind=RemarkKind.WITHDRAWN_FROM) & Q(introduction=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.received_at:%Y-%m-%d %H:%M}"
