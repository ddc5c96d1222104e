"""What the optional encoder found, kept until the text or the register changes."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.models.requests import IntroductionRequest


class TextLikeness(models.Model):
    """How like a request's text each pôle's profile is, and of which texts that was found.

    A worker that died lets go of its claim at `lease_until`.
    """

    request = models.OneToOneField(
        IntroductionRequest, verbose_name=_("request"), on_delete=models.CASCADE, related_name="likeness"
    )
    cosines: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        _("likeness"), default=dict, blank=True, help_text=_("Per pôle, by its short name.")
    )
    encoder = models.CharField(_("encoder"), max_length=40, blank=True)
    text_digest = models.CharField(_("digest of the text"), max_length=16, blank=True)
    profiles_digest = models.CharField(_("digest of the profiles"), max_length=16, blank=True)
    request_version = models.PositiveIntegerField(_("version of the request"), default=0)
    compared_at = models.DateTimeField(_("compared at"), null=True, blank=True)
    lease_until = models.DateTimeField(_("claimed until"), null=True, blank=True)

    class Meta:
        verbose_name = _("likeness of texts")
        verbose_name_plural = _("likenesses of texts")

    def __str__(self) -> str:
        return str(self.request)
