"""What a pôle does and what can be counted: projects, facilities, agreements, networks, figures, events."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedFieldWithFallback

from clusters.enums import AgreementKind, EventKind, Qualifier
from clusters.models.cards import Cluster
from clusters.models.organisations import Organisation
from clusters.models.places import City
from clusters.models.sources import Sourced


class Project(Sourced):
    cluster = models.ForeignKey(
        Cluster, verbose_name=_("pôle"), on_delete=models.CASCADE, related_name="projects"
    )
    name = models.CharField(_("name"), max_length=120)
    description = TranslatedFieldWithFallback(models.TextField(_("description"), blank=True))
    led_by = models.ForeignKey(
        Organisation,
        verbose_name=_("led by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="projects",
    )
    led_by_cluster = models.BooleanField(_("led by the pôle itself"), default=False)
    city = models.ForeignKey(
        City, verbose_name=_("city"), null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )

    class Meta(Sourced.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                name="clusters_project_one_lead",
                condition=Q(led_by=None) | Q(led_by_cluster=False),
                violation_error_message=_("A project is led by an organisation or by the pôle, not by both."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def leader(self) -> Organisation | Cluster | None:
        """Who leads the project, as far as the source says."""
        return self.cluster if self.led_by_cluster else self.led_by


class Facility(Sourced):
    """A place or installation that members can use."""

    cluster = models.ForeignKey(
        Cluster, verbose_name=_("pôle"), on_delete=models.CASCADE, related_name="facilities"
    )
    name = models.CharField(_("name"), max_length=160)
    kind = TranslatedFieldWithFallback(models.CharField(_("kind"), max_length=120, blank=True))
    city = models.ForeignKey(
        City,
        verbose_name=_("city"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="facilities",
    )
    investor = models.CharField(_("invested in by"), max_length=160, blank=True)
    access = TranslatedFieldWithFallback(models.CharField(_("open to"), max_length=160, blank=True))
    effect = TranslatedFieldWithFallback(models.TextField(_("what it brings"), blank=True))

    class Meta(Sourced.Meta):
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")

    def __str__(self) -> str:
        return self.name


class Agreement(Sourced):
    """An agreement or co-operation of the pôle with clusters elsewhere."""

    cluster = models.ForeignKey(
        Cluster, verbose_name=_("pôle"), on_delete=models.CASCADE, related_name="agreements"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=AgreementKind.choices)
    counterpart = TranslatedFieldWithFallback(models.CharField(_("with"), max_length=160))
    country = models.CharField(_("country code"), max_length=2, blank=True)

    class Meta(Sourced.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")

    def __str__(self) -> str:
        return str(self.counterpart)


class Network(models.Model):
    """An alliance or network of clusters."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    remark = TranslatedFieldWithFallback(models.TextField(_("remark"), blank=True))

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")

    def __str__(self) -> str:
        return self.name


class NetworkParticipation(Sourced):
    """A pôle, or another organisation, takes part in a network."""

    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="participations"
    )
    cluster = models.ForeignKey(
        Cluster,
        verbose_name=_("pôle"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="network_participations",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="network_participations",
    )

    class Meta(Sourced.Meta):
        verbose_name = _("participation in a network")
        verbose_name_plural = _("participations in networks")
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                name="clusters_networkparticipation_one_party",
                condition=Q(cluster=None, organisation__isnull=False)
                | Q(cluster__isnull=False, organisation=None),
                violation_error_message=_("Name a pôle or an organisation, not both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network}: {self.cluster or self.organisation}"


class Evaluation(Sourced):
    cluster = models.ForeignKey(
        Cluster, verbose_name=_("pôle"), on_delete=models.CASCADE, related_name="evaluations"
    )
    programme = TranslatedFieldWithFallback(models.CharField(_("programme"), max_length=160))
    year = models.PositiveSmallIntegerField(_("year"))
    rating = TranslatedFieldWithFallback(models.CharField(_("rating or claim"), max_length=200))

    class Meta(Sourced.Meta):
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")

    def __str__(self) -> str:
        return f"{self.programme} {self.year}: {self.rating}"


class Figure(Sourced):
    """A count with its own date and the source's own qualifier. Without a pôle it is a national one.

    `measure` tells which figures of different pôles may stand side by side (members, companies ...).
    """

    cluster = models.ForeignKey(
        Cluster,
        verbose_name=_("pôle"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="figures",
    )
    measure = models.SlugField(_("measure"), max_length=40)
    label = TranslatedFieldWithFallback(models.CharField(_("label"), max_length=160))
    qualifier = models.CharField(
        _("qualifier"), max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT
    )
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = TranslatedFieldWithFallback(models.CharField(_("unit"), max_length=60))
    since = models.PositiveSmallIntegerField(_("counted since (year)"), null=True, blank=True)

    class Meta(Sourced.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                name="clusters_figure_value_or_many",
                condition=Q(value__isnull=False) | Q(qualifier=Qualifier.MANY),
                violation_error_message=_("Give the number, or choose the qualifier “many”."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {'–' if self.value is None else f'{self.value.normalize():f}'}"


class Event(Sourced):
    """Something that happened, on `stated_on`, to a pôle, an organisation or the policy as a whole."""

    cluster = models.ForeignKey(
        Cluster,
        verbose_name=_("pôle"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="events",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="events",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=EventKind.choices)
    text = TranslatedFieldWithFallback(models.TextField(_("what happened")))

    class Meta(Sourced.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return str(self.text)[:80]
