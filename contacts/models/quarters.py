"""Quarters that were closed, with the very files that were reported."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ClosedQuarter(models.Model):
    """A quarter whose report is fixed. It is closed once; what changes afterwards is told beside it."""

    quarter = models.CharField(_("quarter"), max_length=7, unique=True, help_text=_("For example 2026-Q3."))
    closed_at = models.DateTimeField(_("closed at"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("closed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    definitions = models.CharField(
        _("version of the definitions"), max_length=8, help_text=_("Of docs/quarterly-export.md.")
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("closed quarter")
        verbose_name_plural = _("closed quarters")
        default_permissions = ("view", "add")
        constraints = [
            models.CheckConstraint(
                name="contacts_closedquarter_is_one", condition=Q(quarter__regex=r"^[0-9]{4}-Q[1-4]$")
            ),
            models.CheckConstraint(
                name="contacts_closedquarter_has_definitions", condition=~Q(definitions="")
            ),
        ]

    def __str__(self) -> str:
        return self.quarter


class QuarterFile(models.Model):
    """One file of a closed quarter, byte for byte as it was reported."""

    closed = models.ForeignKey(
        ClosedQuarter, verbose_name=_("closed quarter"), on_delete=models.CASCADE, related_name="files"
    )
    name = models.CharField(_("name"), max_length=80)
    content = models.BinaryField(_("content"))
    size = models.PositiveBigIntegerField(_("size in bytes"))
    rows = models.PositiveIntegerField(
        _("rows"), null=True, blank=True, help_text=_("Empty for a file that is no table.")
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("file of a closed quarter")
        verbose_name_plural = _("files of closed quarters")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["closed", "name"], name="contacts_quarterfile_once"),
            models.CheckConstraint(
                name="contacts_quarterfile_has_digest", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.closed_id}/{self.name}"
