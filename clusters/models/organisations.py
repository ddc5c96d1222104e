"""Companies, institutes and hospitals, and the pôles they belong to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from clusters.enums import MembershipRelation, OrganisationKind
from clusters.fields import FoldedField
from clusters.models.cards import Cluster
from clusters.models.places import City
from clusters.models.sources import Sourced


class Organisation(models.Model):
    """A party in France (or abroad) that takes part in a pôle. One row, however many pôles."""

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_folded = FoldedField(of=("name",))
    kind = models.CharField(
        _("kind"), max_length=16, choices=OrganisationKind.choices, default=OrganisationKind.COMPANY
    )
    city = models.ForeignKey(
        City,
        verbose_name=_("city"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    website = models.URLField(_("website"), blank=True)
    country = models.CharField(_("country code"), max_length=2, default="FR")
    activity = models.TextField(
        _("what it does"),
        blank=True,
        help_text=_("In its own words or the pôle’s, in any language; themes are recognised in it."),
    )
    remark = models.TextField(_("remark"), blank=True)

    history = HistoricalRecords(excluded_fields=["name_folded"])

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        default_permissions = ("add", "change", "delete", "view", "export", "import")
        constraints = [
            models.CheckConstraint(name="clusters_organisation_has_name", condition=~Q(name="")),
            models.UniqueConstraint(
                fields=["siren"], condition=~Q(siren=""), name="clusters_organisation_siren_unique"
            ),
        ]
        indexes = [models.Index(fields=["name_folded"], name="clusters_organisation_folded")]

    def __str__(self) -> str:
        return self.name


class OrganisationName(Sourced):
    """Another name of the organisation: a spelling, an earlier or a later name."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="names"
    )
    text = models.CharField(_("name"), max_length=200)
    text_folded = FoldedField(of=("text",))

    class Meta(Sourced.Meta):
        verbose_name = _("name of an organisation")
        verbose_name_plural = _("names of organisations")

    def __str__(self) -> str:
        return self.text


class Membership(Sourced):
    """An organisation's tie to a pôle, in the relation the source literally names."""

    cluster = models.ForeignKey(
        Cluster, verbose_name=_("pôle"), on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="memberships"
    )
    relation = models.CharField(
        _("relation"),
        max_length=14,
        choices=MembershipRelation.choices,
        default=MembershipRelation.MEMBER,
    )

    class Meta(Sourced.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        default_permissions = ("add", "change", "delete", "view", "export", "import")
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["cluster", "organisation", "relation"],
                name="clusters_membership_once_per_relation",
                violation_error_message=_("This organisation has this relation with the pôle already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.cluster})"
