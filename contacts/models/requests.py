"""The file the office works on."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.enums import Language
from clusters.fields import WordsField
from clusters.models import Cluster, Theme
from contacts.enums import (
    Channel,
    DeclineReason,
    EnquirerKind,
    Establishment,
    PartnerKind,
    RequestStatus,
    Verdict,
)
from contacts.models.enquirers import ContactPerson, Enquirer

_PUBLIC_WORDS = ("reference", "organisation_name", "enquirer.name", "enquirer.kvk", "subject", "text")


class RequestQuerySet(models.QuerySet["IntroductionRequest"]):
    def open(self) -> Self:
        return self.filter(status__in=RequestStatus.OPEN)

    def for_list(self) -> Self:
        """Everything one line of the inbox shows, in a constant number of queries."""
        return self.select_related("enquirer", "assigned_to").prefetch_related("themes")


class IntroductionRequest(models.Model):
    """One enquiry: what was asked, what may be passed on, and where it stands.

    `status` and its dates are written by `workflow.move` alone. `reference` is for people to
    quote; it opens nothing.
    """

    reference = models.CharField(_("reference"), max_length=9, unique=True, editable=False)
    form_token = models.UUIDField(
        _("form token"),
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text=_("Makes a double click, the back button or a retry one request."),
    )
    channel = models.CharField(_("came in by"), max_length=8, choices=Channel.choices, default=Channel.FORM)
    received_at = models.DateTimeField(_("received at"), db_index=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.NL)

    enquirer = models.ForeignKey(
        Enquirer, verbose_name=_("enquirer"), on_delete=models.PROTECT, related_name="requests"
    )
    contact = models.ForeignKey(
        ContactPerson, verbose_name=_("contact person"), on_delete=models.PROTECT, related_name="requests"
    )
    organisation_name = models.CharField(_("organisation as written"), max_length=200)
    organisation_kind = models.CharField(
        _("kind of organisation"),
        max_length=16,
        choices=EnquirerKind.choices,
        blank=True,
        help_text=_("As said with this request; empty is that of the enquirer."),
    )
    subject = models.CharField(_("subject"), max_length=120)
    text = models.TextField(_("what they seek"))
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="requests")
    region_wish = models.CharField(_("wished regions"), max_length=200, blank=True)
    partner_kind = models.CharField(
        _("kind of partner"), max_length=12, choices=PartnerKind.choices, blank=True
    )
    french_establishment = models.CharField(
        _("establishment in France"), max_length=3, choices=Establishment.choices, blank=True
    )
    siren = models.CharField(_("SIREN number"), max_length=9, blank=True)
    release = models.JSONField(
        _("may be passed on"),
        default=list,
        blank=True,
        help_text=_("What the enquirer ticked; values of Release."),
    )
    confidential = models.BooleanField(
        _("confidential"), default=False, help_text=_("The enquirer's name stays out of every report.")
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    wished_cluster = models.ForeignKey(
        Cluster,
        verbose_name=_("pôle asked for"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The pôle whose link the enquirer followed, unless they took it out of the form."),
    )
    source: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        _("came by the link"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_("What the link to the form was set to: `pole`, `themes`, `campaign`."),
    )
    suspicions: "models.JSONField[list[str], list[str]]" = models.JSONField(
        _("why set aside"), default=list, blank=True, editable=False, help_text=_("Values of Suspicion.")
    )
    sender_digest = models.CharField(
        _("digest of the sender's address"),
        max_length=32,
        blank=True,
        editable=False,
        help_text=_("Keyed and different every day: counts what one address sent, and tells no more."),
    )
    address_confirmed_at = models.DateTimeField(
        _("e-mail address confirmed at"), null=True, blank=True, editable=False
    )

    status = models.CharField(
        _("status"),
        max_length=12,
        choices=RequestStatus.choices,
        default=RequestStatus.RECEIVED,
        editable=False,
        db_index=True,
    )
    introduced_at = models.DateTimeField(_("first introduced at"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    decline_reason = models.CharField(
        _("why not forwarded"), max_length=12, choices=DeclineReason.choices, blank=True, editable=False
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_requests",
    )

    verdict = models.CharField(
        _("verdict of the matching"), max_length=8, choices=Verdict.choices, blank=True, editable=False
    )
    fit = models.FloatField(_("fit"), null=True, blank=True, editable=False)
    shortlist_drawn_at = models.DateTimeField(
        _("shortlist drawn up at"), null=True, blank=True, editable=False
    )
    vocabulary_version = models.CharField(_("vocabulary version"), max_length=16, blank=True, editable=False)

    follow_up_on = models.DateField(_("come back to it on"), null=True, blank=True, editable=False)
    follow_up_what = models.CharField(
        _("what is to be done then"), max_length=200, blank=True, editable=False
    )

    search_words = WordsField(of=(*_PUBLIC_WORDS[:4], "contact.name", "contact.email", *_PUBLIC_WORDS[4:]))
    public_words = WordsField(of=_PUBLIC_WORDS)  # for who may not see persons' details
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    # The columns a request is found by; long, and written together.
    WORDS = ("search_words", "public_words")

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduction request")
        verbose_name_plural = _("introduction requests")
        default_permissions = ("add", "change", "delete", "view", "export")
        indexes = [
            models.Index(fields=["status", "-received_at"], name="contacts_request_inbox"),
            models.Index(
                fields=["assigned_to", "-received_at"],
                condition=Q(status__in=RequestStatus.OPEN),
                name="contacts_request_open_of",
            ),
            models.Index(
                fields=["follow_up_on"],
                condition=Q(follow_up_on__isnull=False),
                name="contacts_request_due",
            ),
            models.Index(
                fields=["sender_digest", "received_at"],
                condition=~Q(sender_digest=""),
                name="contacts_request_of_sender",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="contacts_request_reference_form",
                condition=Q(reference__regex=r"^IA-[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{6}$"),
            ),
            models.CheckConstraint(
                name="contacts_request_status_known", condition=Q(status__in=RequestStatus.values)
            ),
            models.CheckConstraint(
                name="contacts_request_closed_at_iff_final",
                condition=Q(status__in=RequestStatus.FINAL, closed_at__isnull=False)
                | (~Q(status__in=RequestStatus.FINAL) & Q(closed_at=None)),
            ),
            models.CheckConstraint(
                name="contacts_request_introduced_at_fits_status",
                condition=(~Q(status__in=RequestStatus.AFTER_INTRODUCTION) | Q(introduced_at__isnull=False))
                & (~Q(status__in=RequestStatus.BEFORE_INTRODUCTION) | Q(introduced_at=None)),
            ),
            models.CheckConstraint(
                name="contacts_request_follow_up_what_needs_day",
                condition=Q(follow_up_what="") | Q(follow_up_on__isnull=False),
            ),
            models.CheckConstraint(
                name="contacts_request_follow_up_only_while_open",
                condition=Q(follow_up_on=None) | Q(status__in=RequestStatus.OPEN),
            ),
            models.CheckConstraint(
                name="contacts_request_reason_iff_declined",
                condition=(Q(status=RequestStatus.DECLINED) & ~Q(decline_reason=""))
                | (~Q(status=RequestStatus.DECLINED) & Q(decline_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def kind(self) -> str:
        """A value of `EnquirerKind`, also where none was said with the request."""
        return EnquirerKind.of_request(self.organisation_kind, self.enquirer.kind)

    @property
    def kind_in_words(self) -> str:
        return str(EnquirerKind(self.kind).label)

    @property
    def is_final(self) -> bool:
        return self.status in RequestStatus.FINAL


class Correction(models.Model):
    """What an enquirer sent again, changed, through the same form. The request itself stays as received
    until a member of staff takes the correction over."""

    request = models.ForeignKey(
        IntroductionRequest, verbose_name=_("request"), on_delete=models.CASCADE, related_name="corrections"
    )
    received_at = models.DateTimeField(_("received at"))
    changes: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        _("changes"), help_text=_("Per field of the form what it said and what it says now.")
    )
    applied_at = models.DateTimeField(_("taken over at"), null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken over by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"{self.request} {self.received_at:%Y-%m-%d %H:%M}"
