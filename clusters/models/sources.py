"""Where a fact comes from, and from when until when it is true."""

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from translated_fields import TranslatedFieldWithFallback

from clusters.enums import Language, Precision, SourceKind
from clusters.fields import FoldedField


class Source(models.Model):
    """A document or page that states facts, with the day it appeared."""

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=SourceKind.choices)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=160, blank=True)
    url = models.URLField(_("address"), max_length=600, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_precision = models.CharField(
        _("precision"), max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    retrieved_on = models.DateField(_("consulted on"), null=True, blank=True)
    remark = models.TextField(_("remark"), blank=True)
    folded = FoldedField(of=("title", "publisher", "url", "slug"))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        default_permissions = ("add", "change", "delete", "view", "export")
        constraints = [
            models.CheckConstraint(
                name="clusters_source_has_title",
                condition=~Q(title=""),
                violation_error_message=_("A source needs a title, so that a reader can find it again."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


_Sourced = TypeVar("_Sourced", bound="Sourced", covariant=True)


class SourcedQuerySet(models.QuerySet[_Sourced]):
    def begun_by(self, day: dt.date) -> Self:
        """Keep what held on `day` or before it, whether or not it still holds."""
        return self.filter(Q(valid_from__lte=day) | Q(valid_from=None, stated_on__lte=day))

    def as_of(self, day: dt.date) -> Self:
        """Keep what was true on `day` by the facts' own dates, whenever they were typed in."""
        return self.begun_by(day).filter(Q(valid_until=None) | Q(valid_until__gt=day))


class Sourced(models.Model):
    """Base of every fact: who says so, where, on which day, and while it held.

    `stated_on` is the day the source speaks of. A fact holds from `valid_from` (else from
    `stated_on`) up to but not including `valid_until`.
    """

    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="+")
    source_line = models.PositiveIntegerField(_("line in the source"), null=True, blank=True)
    quote = models.CharField(_("the source's own words"), max_length=500, blank=True)
    reference = models.CharField(
        _("number in the list of facts"),
        max_length=160,
        blank=True,
        help_text=_("For example P1-FIG-01; several are separated by a blank."),
    )
    stated_on = models.DateField(_("as of"))
    stated_precision = models.CharField(
        _("precision"), max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    valid_from = models.DateField(_("true from"), null=True, blank=True)
    valid_until = models.DateField(
        _("true until"), null=True, blank=True, help_text=_("The first day on which it was no longer true.")
    )
    verified = models.BooleanField(_("verified"), default=True)
    disputed = models.BooleanField(_("disputed"), default=False)
    derived = models.BooleanField(
        _("derived"), default=False, help_text=_("Follows from what the source says; not literally said.")
    )
    remark = TranslatedFieldWithFallback(
        models.TextField(
            _("remark"), blank=True, help_text=_("What another source says, or how the words may be read.")
        )
    )

    objects = SourcedQuerySet.as_manager()
    history = HistoricalRecords(inherit=True, excluded_fields=["text_folded"])

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_period_in_order",
                condition=Q(valid_until=None)
                | Q(valid_from__isnull=False, valid_until__gt=F("valid_from"))
                | Q(valid_from=None, valid_until__gt=F("stated_on")),
                violation_error_message=_("The period ends before it begins."),
            ),
        ]

    @property
    def began_on(self) -> dt.date:
        """The first day on which the fact held."""
        return self.valid_from or self.stated_on

    @property
    def began_precision(self) -> str:
        """How exactly `began_on` is known.

        `valid_from` has no precision of its own; the first of January nearly always means a year.
        """
        if self.began_on == self.stated_on:
            return self.stated_precision
        return Precision.YEAR if (self.began_on.month, self.began_on.day) == (1, 1) else Precision.DAY

    def holds_on(self, day: dt.date) -> bool:
        """Say of one row what `SourcedQuerySet.as_of` says of many."""
        return self.began_on <= day and (self.valid_until is None or day < self.valid_until)
