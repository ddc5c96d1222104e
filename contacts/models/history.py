"""Everything that happened to a request, one line each."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.enums import HistoryAction
from contacts.models.introductions import Introduction
from contacts.models.requests import IntroductionRequest


class HistoryEntry(models.Model):
    """Append-only. `by` is empty when the enquirer, a pôle or the system did it; `actor` then says which."""

    request = models.ForeignKey(
        IntroductionRequest, verbose_name=_("request"), on_delete=models.CASCADE, related_name="story"
    )
    introduction = models.ForeignKey(
        Introduction,
        verbose_name=_("introduction"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="story",
    )
    action = models.CharField(_("what"), max_length=20, choices=HistoryAction.choices)
    from_status = models.CharField(_("from"), max_length=12, blank=True)
    to_status = models.CharField(_("to"), max_length=12, blank=True)
    at = models.DateTimeField(_("when"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    actor = models.CharField(
        _("who, if not staff"),
        max_length=8,
        choices=[("enquirer", _("enquirer")), ("cluster", _("pôle")), ("system", _("system"))],
        blank=True,
    )
    note = models.TextField(_("note"), blank=True)
    data = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("line of the story")
        verbose_name_plural = _("story")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_action_display()}"
