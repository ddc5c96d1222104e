"""A pôle's card: what it is called, where it is, how long its label runs, what it became."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from clusters.enums import Language, NamedIn, NameRole, SeatRole
from clusters.fields import AddressField, FoldedField
from clusters.models.places import City, Region
from clusters.models.sources import Sourced
from clusters.models.themes import Sector


class Cluster(models.Model):
    """A pôle de compétitivité. `name` is today's; every name it ever had is a `ClusterName`."""

    slug = AddressField(
        _("address"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("Another pôle has this address already; choose a different one.")},
    )
    name = models.CharField(_("name"), max_length=120)
    name_folded = FoldedField(of=("name",))
    sector = models.ForeignKey(
        Sector, verbose_name=_("sector"), on_delete=models.PROTECT, related_name="clusters"
    )
    list_number = models.PositiveSmallIntegerField(_("number in the office's list"), null=True, blank=True)
    priority_rank = models.PositiveSmallIntegerField(
        _("rank among the most important"),
        null=True,
        blank=True,
        help_text=_("The office's own order of importance; not the number in the list."),
    )
    website = models.URLField(_("website"), blank=True)
    website_verified = models.BooleanField(_("website verified"), default=False)
    confirmed_on = models.DateField(
        _("last confirmed on"),
        null=True,
        blank=True,
        help_text=_("The day on which somebody of the office last saw that the whole card is right."),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["name_folded", "version"])

    class Meta:
        verbose_name = _("pôle")
        verbose_name_plural = _("pôles")
        default_permissions = ("add", "change", "delete", "view", "export")
        constraints = [
            models.UniqueConstraint(
                fields=["list_number"],
                condition=Q(list_number__isnull=False),
                name="clusters_cluster_list_number_unique",
                violation_error_message=_("Another pôle has this number in the list already."),
            ),
            models.CheckConstraint(name="clusters_cluster_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class ClusterName(Sourced):
    """A name the pôle is or was known by, in every spelling people search for."""

    cluster = models.ForeignKey(
        Cluster, verbose_name=_("pôle"), on_delete=models.CASCADE, related_name="names"
    )
    text = models.CharField(_("name"), max_length=120)
    text_folded = FoldedField(of=("text",))
    role = models.CharField(_("role"), max_length=12, choices=NameRole.choices, default=NameRole.PRIMARY)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, blank=True)

    class Meta(Sourced.Meta):
        verbose_name = _("name of a pôle")
        verbose_name_plural = _("names of pôles")

    def __str__(self) -> str:
        return self.text


class ClusterRegion(Sourced):
    """A region the pôle works in, with the words its source used for it."""

    cluster = models.ForeignKey(
        Cluster, verbose_name=_("pôle"), on_delete=models.CASCADE, related_name="regions"
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, related_name="cluster_regions"
    )
    wording = models.CharField(_("as the source calls it"), max_length=120, blank=True)
    named_in = models.CharField(_("where in the source"), max_length=8, choices=NamedIn.choices, blank=True)

    class Meta(Sourced.Meta):
        verbose_name = _("region of a pôle")
        verbose_name_plural = _("regions of pôles")

    def __str__(self) -> str:
        return self.wording or str(self.region)


class ClusterSeat(Sourced):
    """A city of the pôle: its head office, or a city named with it."""

    cluster = models.ForeignKey(
        Cluster, verbose_name=_("pôle"), on_delete=models.CASCADE, related_name="seats"
    )
    city = models.ForeignKey(
        City, verbose_name=_("city"), on_delete=models.PROTECT, related_name="cluster_seats"
    )
    role = models.CharField(_("role"), max_length=12, choices=SeatRole.choices)

    class Meta(Sourced.Meta):
        verbose_name = _("seat of a pôle")
        verbose_name_plural = _("seats of pôles")

    def __str__(self) -> str:
        return str(self.city)


class Label(Sourced):
    """A period in which the State labels the pôle, up to and including `until`."""

    cluster = models.ForeignKey(
        Cluster, verbose_name=_("pôle"), on_delete=models.CASCADE, related_name="labels"
    )
    phase = models.CharField(
        _("phase"), max_length=8, help_text=_("Roman numeral of the national policy phase.")
    )
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("up to and including"))

    class Meta(Sourced.Meta):
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                name="clusters_label_dates_in_order",
                condition=Q(ends_on__gte=F("begins_on")),
                violation_error_message=_("The label ends before it begins."),
            ),
            models.UniqueConstraint(
                fields=["cluster", "phase"],
                name="clusters_label_once_per_phase",
                violation_error_message=_("This pôle has a label of this phase already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase} ({self.begins_on.year}-{self.ends_on.year})"


class Succession(Sourced):
    """The pôle ended and another took over its work, on `valid_from` (else `stated_on`)."""

    predecessor = models.OneToOneField(
        Cluster, verbose_name=_("pôle that ended"), on_delete=models.CASCADE, related_name="succession"
    )
    successor = models.ForeignKey(
        Cluster, verbose_name=_("pôle that took over"), on_delete=models.PROTECT, related_name="took_over"
    )

    class Meta(Sourced.Meta):
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                name="clusters_succession_not_to_itself",
                condition=~Q(predecessor=F("successor")),
                violation_error_message=_("A pôle cannot be its own successor."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class ClusterContact(models.Model):
    """Whom the office writes to at the pôle. Personal data: staff only, never on a public page."""

    cluster = models.ForeignKey(
        Cluster, verbose_name=_("pôle"), on_delete=models.CASCADE, related_name="contacts"
    )
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.FR)
    is_active = models.BooleanField(_("in use"), default=True)
    confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)
    bounced_on = models.DateField(
        _("mail came back on"),
        null=True,
        blank=True,
        help_text=_("Empty it when the address has been put right."),
    )

    class Meta:
        verbose_name = _("contact at a pôle")
        verbose_name_plural = _("contacts at pôles")

    def __str__(self) -> str:
        return self.name
