"""Who took which file along, and files that are being made."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.enums import DownloadKind, DownloadWay, FileFormat


class Download(models.Model):
    """One file that left the desk: who took it, what was chosen, how many rows it had.

    The row is written before the first byte leaves. `rows` and `finished_at` are known only once the
    last one has gone, so a download that broke off stays unfinished. One that takes long `is_made_apart`, by
    a worker: it is whole from `made_at` on, and leaves when whoever asked comes for it.
    """

    kind = models.CharField(_("what"), max_length=16, choices=DownloadKind.choices)
    subject = models.CharField(
        _("list or period"), max_length=120, help_text=_("For example clusters.organisation, or 2026-Q3.")
    )
    filters = models.TextField(_("filter"), blank=True, help_text=_("As it stood in the list’s address."))
    columns: "models.JSONField[list[str], list[str]]" = models.JSONField(
        _("columns"), default=list, blank=True
    )
    file_format = models.CharField(_("format"), max_length=4, choices=FileFormat.choices)
    way = models.CharField(_("way"), max_length=8, choices=DownloadWay.choices)
    with_persons = models.BooleanField(_("with contact details"), default=False)
    begun_at = models.DateTimeField(_("begun at"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty for a command, and for a signed link."),
    )
    expected_rows = models.PositiveIntegerField(_("rows expected"), null=True, blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    failed_at = models.DateTimeField(_("broken off at"), null=True, blank=True)
    is_made_apart = models.BooleanField(_("made by a worker"), default=False)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    lease_until = models.DateTimeField(_("in the hands of a worker until"), null=True, blank=True)
    made_at = models.DateTimeField(_("whole since"), null=True, blank=True)

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="clusters_download_ends_one_way",
                condition=Q(finished_at__isnull=True) | Q(failed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="clusters_download_ends_after_begin",
                condition=(Q(finished_at__isnull=True) | Q(finished_at__gte=F("begun_at")))
                & (Q(failed_at__isnull=True) | Q(failed_at__gte=F("begun_at"))),
            ),
            models.CheckConstraint(name="clusters_download_has_subject", condition=~Q(subject="")),
            models.CheckConstraint(
                name="clusters_download_leaves_when_whole",
                condition=Q(is_made_apart=False) | Q(finished_at=None) | Q(made_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["begun_at"],
                name="clusters_download_to_make",
                condition=Q(is_made_apart=True, made_at=None, failed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}"


class DownloadPiece(models.Model):
    """A part of a file that a worker made because making it takes long; taken away after a day."""

    download = models.ForeignKey(Download, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["download", "number"], name="clusters_downloadpiece_once"),
        ]

    def __str__(self) -> str:
        return f"{self.download_id}/{self.number}"
