"""A pôle's list of members on its way in, and what became of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.enums import ImportState
from clusters.models.cards import Cluster


class MemberImport(models.Model):
    """One list of one pôle. While it waits it holds the cells of the file; once stored, none of them.

    What it changed is told by the history of the rows, whose reason names this import.
    """

    cluster = models.ForeignKey(
        Cluster, verbose_name=_("pôle"), on_delete=models.CASCADE, related_name="member_imports"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty for a command."),
    )
    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    notes: "models.JSONField[list[str], list[str]]" = models.JSONField(
        _("how the file was read"), default=list, blank=True
    )
    state = models.CharField(
        _("state"), max_length=8, choices=ImportState.choices, default=ImportState.WAITING
    )
    begun_at = models.DateTimeField(_("brought in at"))
    stored_at = models.DateTimeField(_("stored at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    same = models.PositiveIntegerField(_("same"), default=0)
    wrong = models.PositiveIntegerField(_("wrong or doubtful"), default=0)
    leave_out_cities = models.BooleanField(
        _("leave cities empty that the register does not know"), default=False
    )
    # The header and the rows with their numbers; by hand: column by place; answers: organisation by row.
    header: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    rows: "models.JSONField[list[Any], list[Any]]" = models.JSONField(default=list, blank=True)
    by_hand: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict, blank=True)
    answers: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("import of members")
        verbose_name_plural = _("imports of members")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="clusters_memberimport_state_has_its_moment",
                condition=Q(state="waiting", stored_at=None, undone_at=None)
                | Q(state="stored", stored_at__isnull=False, undone_at=None)
                | Q(state="undone", stored_at__isnull=False, undone_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.cluster})"

    @property
    def change_reason(self) -> str:
        """What the history of every row says that this import changed."""
        return f"member list {self.pk}"
