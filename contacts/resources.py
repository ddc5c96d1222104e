"""The desk's lists for reading elsewhere. They only leave: titles and words are in the reader's language.

What tells of persons is a column for who may take contact details along: their names and addresses, what
enquirers wrote in their own words, and the name of an enquirer who asked for confidence or is a one-person
business. Everybody else gets the words that stand in the quarter's report instead of such a name.
"""

from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from clusters.list_files import ListColumn, ListResource, in_order, texts_of
from clusters.spreadsheets import CellKind
from contacts.enums import EnquirerKind, OutcomeKind
from contacts.models import ContactPerson, Enquirer, Introduction, IntroductionRequest, Outcome


def words_of(model: type[Any], name: str) -> Any:
    """Return the closed list this column is chosen from: values and words."""
    return model._meta.get_field(name).flatchoices


def chosen(model: type[Any], name: str, lookup: str = "") -> ListColumn:
    """Return a column whose values are a closed list."""
    label = model._meta.get_field(name).verbose_name
    return ListColumn(label, lookup or name, words=words_of(model, name))


def plain(model: type[Any], name: str, kind: CellKind = CellKind.TEXT, **options: Any) -> ListColumn:
    return ListColumn(model._meta.get_field(name).verbose_name, name, kind=kind, **options)


def yes_or_no(value: bool) -> str:
    return gettext("yes") if value else gettext("no")


def name_or_mask(name: str, confidential: bool, *kinds: str) -> str:
    """Return the organisation's name where everybody may read it, else why it is not here."""
    if confidential:
        return gettext("confidential")
    return gettext("one-person business") if EnquirerKind.hides_name(*kinds) else name


def number_or_nothing(number: str, confidential: bool, *kinds: str) -> str | None:
    return None if confidential or EnquirerKind.hides_name(*kinds) else number


def kind_in_words(said: str, recorded: str) -> str:
    return str(EnquirerKind(EnquirerKind.of_request(said, recorded)).label)


def masked(prefix: str = "") -> tuple[str, str, str]:
    return f"{prefix}confidential", f"{prefix}organisation_kind", f"{prefix}enquirer__kind"


def theme_labels() -> dict[str, Any]:
    language = get_language() or "nl"
    label = Coalesce(
        NullIf(F(f"theme__label_{language}"), Value("")),
        NullIf(F("theme__label_nl"), Value("")),
        F("theme__slug"),
        output_field=CharField(),
    )
    links = IntroductionRequest.themes.through._default_manager.filter(introductionrequest=OuterRef("pk"))
    return {"theme_labels": texts_of(links, label)}


class DeskResource(ListResource):
    translated = True


class RequestResource(DeskResource):
    """Introduction requests, one row each."""

    reference = plain(IntroductionRequest, "reference")
    received_at = plain(IntroductionRequest, "received_at", CellKind.INSTANT)
    status = chosen(IntroductionRequest, "status")
    channel = chosen(IntroductionRequest, "channel")
    language = chosen(IntroductionRequest, "language")
    organisation = ListColumn(_("organisation"), "organisation_name", *masked(), make=name_or_mask)
    kvk = ListColumn(_("KvK number"), "enquirer__kvk", *masked(), make=number_or_nothing)
    siren = ListColumn(_("SIREN number"), "siren", *masked(), make=number_or_nothing)
    kind = ListColumn(_("kind of organisation"), "organisation_kind", "enquirer__kind", make=kind_in_words)
    confidential = plain(IntroductionRequest, "confidential", make=yes_or_no)
    themes = ListColumn(_("themes"), "theme_labels", make=in_order, beside=theme_labels)
    partner_kind = chosen(IntroductionRequest, "partner_kind")
    french_establishment = chosen(IntroductionRequest, "french_establishment")
    wished_cluster = ListColumn(_("pôle asked for"), "wished_cluster__name")
    assigned_to = ListColumn(_("assigned to"), "assigned_to__username")
    verdict = chosen(IntroductionRequest, "verdict")
    introductions = ListColumn(
        _("introductions sent"),
        "introductions_sent",
        kind=CellKind.INTEGER,
        beside=lambda: {"introductions_sent": count_of(Introduction, "request", sent_at__isnull=False)},
    )
    introduced_at = plain(IntroductionRequest, "introduced_at", CellKind.INSTANT)
    closed_at = plain(IntroductionRequest, "closed_at", CellKind.INSTANT)
    decline_reason = chosen(IntroductionRequest, "decline_reason")
    follow_up_on = plain(IntroductionRequest, "follow_up_on", CellKind.DATE)
    # --- persons, and what they wrote ---
    organisation_in_full = ListColumn(
        _("organisation, also where it is confidential"), "organisation_name", persons=True
    )
    contact_name = ListColumn(_("contact person"), "contact__name", persons=True)
    contact_email = ListColumn(_("e-mail"), "contact__email", persons=True)
    contact_phone = ListColumn(_("telephone"), "contact__phone", persons=True)
    subject = plain(IntroductionRequest, "subject", persons=True)
    text = plain(IntroductionRequest, "text", persons=True)
    region_wish = plain(IntroductionRequest, "region_wish", persons=True)
    follow_up_what = plain(IntroductionRequest, "follow_up_what", persons=True)

    class Meta:
        model = IntroductionRequest
        fields = (
            *("reference", "received_at", "status", "channel", "language", "organisation", "kvk", "siren"),
            *("kind", "confidential", "themes", "partner_kind", "french_establishment", "wished_cluster"),
            *("assigned_to", "verdict", "introductions", "introduced_at", "closed_at", "decline_reason"),
            *("follow_up_on", "organisation_in_full", "contact_name", "contact_email", "contact_phone"),
            *("subject", "text", "region_wish", "follow_up_what"),
        )
        export_order = fields


def count_of(model: type[Any], lookup: str, **conditions: Any) -> Any:
    """Return how many rows of `model` belong to this one."""
    found = model._default_manager.filter(**{lookup: OuterRef("pk")}, **conditions).order_by()
    number = found.values(lookup).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def outcome_words(joined: str | None) -> str:
    """Return outcomes in words, the ladder's lowest rung first."""
    found = set((joined or "").split("\x1f"))
    return ", ".join(str(kind.label) for kind in OutcomeKind if kind.value in found)


class IntroductionResource(DeskResource):
    """Letters to pôles, one row each; never the letter itself."""

    reference = ListColumn(_("request"), "request__reference")
    organisation = ListColumn(
        _("organisation"), "request__organisation_name", *masked("request__"), make=name_or_mask
    )
    cluster = plain(Introduction, "cluster_name")
    slug = ListColumn(_("address"), "cluster__slug")
    status = chosen(Introduction, "status")
    language = chosen(Introduction, "language")
    is_teaser = plain(Introduction, "is_teaser", make=yes_or_no)
    created_at = plain(Introduction, "created_at", CellKind.INSTANT)
    created_by = ListColumn(_("prepared by"), "created_by__username")
    sent_at = plain(Introduction, "sent_at", CellKind.INSTANT)
    answered_at = plain(Introduction, "answered_at", CellKind.INSTANT)
    answer_days = plain(Introduction, "answer_days", CellKind.INTEGER)
    refusal_reason = chosen(Introduction, "refusal_reason")
    outcomes = ListColumn(
        _("outcomes"),
        "outcome_kinds",
        make=outcome_words,
        beside=lambda: {
            "outcome_kinds": texts_of(Outcome.objects.filter(introduction=OuterRef("pk")), "kind")
        },
    )
    closed_at = plain(Introduction, "closed_at", CellKind.INSTANT)
    # --- persons ---
    organisation_in_full = ListColumn(
        _("organisation, also where it is confidential"), "request__organisation_name", persons=True
    )
    contact_name = ListColumn(_("contact person"), "request__contact__name", persons=True)
    contact_email = ListColumn(_("e-mail"), "request__contact__email", persons=True)
    recipient_name = ListColumn(_("addressed to"), "recipient__name", persons=True)
    recipient_email = ListColumn(_("e-mail of the addressee"), "recipient__email", persons=True)

    class Meta:
        model = Introduction
        fields = (
            *(
                "reference",
                "organisation",
                "cluster",
                "slug",
                "status",
                "language",
                "is_teaser",
                "created_at",
            ),
            *(
                "created_by",
                "sent_at",
                "answered_at",
                "answer_days",
                "refusal_reason",
                "outcomes",
                "closed_at",
            ),
            *("organisation_in_full", "contact_name", "contact_email", "recipient_name", "recipient_email"),
        )
        export_order = fields


def asked_unnamed() -> dict[str, Any]:
    """Who asked in confidence or as a one-person business once is not named, whatever else they asked."""
    asked = IntroductionRequest.objects.filter(enquirer=OuterRef("pk"))
    in_confidence = Exists(asked.filter(confidential=True))
    alone = Exists(asked.filter(organisation_kind=EnquirerKind.SOLE_TRADER))
    return {
        "in_confidence": Case(When(in_confidence, then=Value(True)), default=Value(False)),
        "asked_as": Case(When(alone, then=Value(EnquirerKind.SOLE_TRADER.value)), default=Value("")),
    }


_UNNAMED = ("in_confidence", "kind", "asked_as")


class EnquirerResource(DeskResource):
    """Dutch organisations that asked, one row each."""

    name = ListColumn(_("organisation"), "name", *_UNNAMED, make=name_or_mask, beside=asked_unnamed)
    kvk = ListColumn(_("KvK number"), "kvk", *_UNNAMED, make=number_or_nothing, beside=asked_unnamed)
    kind = chosen(Enquirer, "kind")
    requests = ListColumn(
        _("requests"),
        "requests_made",
        kind=CellKind.INTEGER,
        beside=lambda: {"requests_made": count_of(IntroductionRequest, "enquirer")},
    )
    last_request = ListColumn(
        _("last request"), "last_received", kind=CellKind.INSTANT, beside=lambda: {"last_received": last_of()}
    )
    name_in_full = ListColumn(_("organisation, also where it is confidential"), "name", persons=True)

    class Meta:
        model = Enquirer
        fields = ("name", "kvk", "kind", "requests", "last_request", "name_in_full")
        export_order = fields


def last_of() -> Subquery:
    requests = IntroductionRequest.objects.filter(enquirer=OuterRef("pk")).order_by()
    return Subquery(requests.values("enquirer").annotate(last=Max("received_at")).values("last"))


class ContactPersonResource(DeskResource):
    """People who asked; nothing here is for who may not take persons along."""

    name = plain(ContactPerson, "name", persons=True)
    enquirer = ListColumn(_("organisation"), "enquirer__name", persons=True)
    email = plain(ContactPerson, "email", persons=True)
    phone = plain(ContactPerson, "phone", persons=True)
    language = ListColumn(_("language"), "language", words=words_of(ContactPerson, "language"), persons=True)

    class Meta:
        model = ContactPerson
        fields = ("name", "enquirer", "email", "phone", "language")
        export_order = fields
