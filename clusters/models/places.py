"""Regions before and after the reform of 2016, cities, and what people call them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.enums import Language
from clusters.fields import FoldedField


class Region(models.Model):
    """A French region. `insee_code` is a *region* code: 44, 75 and 93 are also départements elsewhere."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    insee_code = models.CharField(_("INSEE region code"), max_length=2)
    name = models.CharField(_("official name"), max_length=80)
    name_folded = FoldedField(of=("name",))
    map_code = models.CharField(_("code on the map"), max_length=3, blank=True)
    overseas = models.BooleanField(_("overseas"), default=False)
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_until = models.DateField(_("exists until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("became"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            models.UniqueConstraint(
                fields=["insee_code", "name"], name="clusters_region_code_and_name_unique"
            ),
            models.CheckConstraint(
                name="clusters_region_not_its_own_successor", condition=~Q(successor=models.F("pk"))
            ),
            models.CheckConstraint(
                name="clusters_region_successor_iff_ended",
                condition=Q(successor=None, valid_until=None)
                | Q(successor__isnull=False, valid_until__isnull=False),
                violation_error_message=_("A region that ended needs its end date and its successor, both."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class City(models.Model):
    """A city that matters here: a seat, or a place people name in their enquiry."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    insee_code = models.CharField(_("INSEE commune code"), max_length=5, blank=True)
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, related_name="cities"
    )
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")

    def __str__(self) -> str:
        return self.name


class PlaceName(models.Model):
    """Another name for a region or a city: Elzas, Rijsel, PACA, Noord-Frankrijk."""

    text = models.CharField(_("name"), max_length=80)
    text_folded = FoldedField(of=("text",))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, blank=True)
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="names",
    )
    city = models.ForeignKey(
        City, verbose_name=_("city"), null=True, blank=True, on_delete=models.CASCADE, related_name="names"
    )

    class Meta:
        verbose_name = _("place name")
        verbose_name_plural = _("place names")
        constraints = [
            models.CheckConstraint(
                name="clusters_placename_region_or_city",
                condition=Q(region=None, city__isnull=False) | Q(region__isnull=False, city=None),
                violation_error_message=_("A place name belongs to a region or to a city, not to both."),
            ),
            models.UniqueConstraint(
                fields=["text", "region"],
                condition=Q(city=None),
                name="clusters_placename_once_per_region",
                violation_error_message=_("This region has this name already."),
            ),
            models.UniqueConstraint(
                fields=["text", "city"],
                condition=Q(region=None),
                name="clusters_placename_once_per_city",
                violation_error_message=_("This city has this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.text
