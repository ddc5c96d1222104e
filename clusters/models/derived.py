"""What the desk makes of the register by itself, and from which state of it: it can be made again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.enums import Derived
from clusters.models.organisations import Organisation
from clusters.models.themes import Theme


class OrganisationTheme(models.Model):
    """A theme recognised in what the register says of an organisation, with the words that say so."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="carried_themes"
    )
    theme = models.ForeignKey(
        Theme, verbose_name=_("theme"), on_delete=models.CASCADE, related_name="carriers"
    )
    words: "models.JSONField[list[str], list[str]]" = models.JSONField(_("recognised by"), default=list)

    class Meta:
        verbose_name = _("theme of an organisation")
        verbose_name_plural = _("themes of organisations")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "theme"], name="clusters_organisationtheme_once"),
        ]

    def __str__(self) -> str:
        """Say the words alone: who deletes a theme is shown all its tags, and each would ask for two rows."""
        return ", ".join(self.words) or "–"


class Derivation(models.Model):
    """How far one of the things the desk derives has come: `version` is the state it was made from."""

    what = models.CharField(_("what"), max_length=16, choices=Derived.choices, unique=True)
    version = models.CharField(_("version"), max_length=80)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("derivation")
        verbose_name_plural = _("derivations")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="clusters_derivation_has_version", condition=~Q(version="")),
        ]

    def __str__(self) -> str:
        return self.get_what_display()
