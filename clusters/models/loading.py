"""Which rows came with the product, and how they looked when they were loaded."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedRecord(models.Model):
    """Lets the loader tell its own rows from what staff changed, added or deleted since."""

    key = models.CharField(_("key in the fixture"), max_length=160, unique=True)
    model = models.CharField(_("model"), max_length=80)
    object_pk = models.BigIntegerField(_("row"))
    digest = models.CharField(_("SHA-256 of the row as loaded"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded at"))

    class Meta:
        verbose_name = _("loaded record")
        verbose_name_plural = _("loaded records")

    def __str__(self) -> str:
        return self.key
