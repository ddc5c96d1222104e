"""The columns of the files whose rows are requests and introductions; part of the contract."""

from collections.abc import Mapping
from dataclasses import dataclass

from clusters.spreadsheets import CellKind
from contacts.reports import words
from contacts.reports.measures import LANGUAGES


@dataclass(frozen=True)
class ReportColumn:
    """One column. `source` is where it comes from, as model and field; `empty` says when its cell has nothing
    (in Dutch and English; "" for never); `words` are the values it may have; `is_list` when several of them,
    or several names, stand in one cell behind each other."""

    name: str
    kind: CellKind
    dutch: str
    english: str
    source: str
    empty: tuple[str, str] = ("", "")
    words: tuple[str, ...] = ()
    is_list: bool = False
    width: int | None = None


TEXT, INTEGER, DECIMAL, DATE = CellKind.TEXT, CellKind.INTEGER, CellKind.DECIMAL, CellKind.DATE


def values_of(of: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(of.values())


REFERENCE = ReportColumn(
    "kenmerk",
    TEXT,
    "kenmerk van het verzoek: IA- en zes tekens",
    "reference of the request: `IA-` and six characters",
    "IntroductionRequest.reference",
    width=12,
)
REQUEST_COLUMNS = (
    REFERENCE,
    ReportColumn(
        "ontvangen_op",
        DATE,
        "dag van ontvangst, in Parijs",
        "day it was received, in Paris",
        "IntroductionRequest.received_at",
    ),
    ReportColumn(
        "kanaal",
        TEXT,
        "hoe het binnenkwam",
        "how it came in",
        "IntroductionRequest.channel",
        words=values_of(words.CHANNEL),
        width=16,
    ),
    ReportColumn(
        "taal",
        TEXT,
        "taal waarin het geschreven is",
        "language it was written in",
        "IntroductionRequest.language",
        words=values_of(LANGUAGES),
        width=8,
    ),
    ReportColumn(
        "organisatie",
        TEXT,
        f"organisatie zoals op het verzoek geschreven; {words.CONFIDENTIAL} als de aanvrager daarom vroeg,"
        f" {words.ONE_PERSON} als het verzoek of de aanvrager een eenpersoonsbedrijf is",
        f"the organisation as written on the request; `{words.CONFIDENTIAL}` where the enquirer asked for"
        f" that, `{words.ONE_PERSON}` where request or enquirer is a one-person business",
        "IntroductionRequest.organisation_name",
        width=32,
    ),
    ReportColumn(
        "soort_organisatie",
        TEXT,
        "soort organisatie, zoals bij het verzoek opgegeven",
        "kind of organisation, as said with the request",
        "IntroductionRequest.organisation_kind",
        words=values_of(words.ENQUIRER_KIND),
    ),
    ReportColumn(
        "themas",
        TEXT,
        "thema's, op het formulier of door het bureau gekozen: hun Nederlandse namen van nu, op alfabet",
        "themes chosen on the form or by staff: their Dutch labels of today, in alphabetical order",
        "IntroductionRequest.themes",
        ("geen gekozen", "none chosen"),
        is_list=True,
        width=40,
    ),
    ReportColumn(
        "gewenste_regio",
        TEXT,
        f"de regio's van nu achter de plaatsen die de aanvrager noemde; {words.REGION_NOT_KNOWN} als daar"
        " geen bekende plaats bij was",
        f"today's regions behind the places the enquirer named; `{words.REGION_NOT_KNOWN}` when no known"
        " place was named",
        "IntroductionRequest.region_wish",
        ("geen voorkeur", "no wish"),
        is_list=True,
    ),
    ReportColumn(
        "soort_partner",
        TEXT,
        "gezochte soort partner",
        "kind of partner looked for",
        "IntroductionRequest.partner_kind",
        ("geen voorkeur", "no preference"),
        words=values_of(words.PARTNER_KIND),
    ),
    ReportColumn(
        "franse_vestiging",
        TEXT,
        "heeft een vestiging in Frankrijk",
        "has an establishment in France",
        "IntroductionRequest.french_establishment",
        ("niet gezegd", "not said"),
        words=values_of(words.ESTABLISHMENT),
    ),
    ReportColumn(
        "status",
        TEXT,
        "stand van nu",
        "status now",
        "IntroductionRequest.status",
        words=values_of(words.REQUEST_STATUS),
        width=18,
    ),
    ReportColumn(
        "reden_niet_doorgestuurd",
        TEXT,
        "waarom het naar geen pôle ging",
        "why it went to no pôle",
        "IntroductionRequest.decline_reason",
        ("tenzij niet doorgestuurd", "unless `status` is niet doorgestuurd"),
        words=values_of(words.DECLINE_REASON),
    ),
    ReportColumn(
        "aantal_introducties",
        INTEGER,
        "introducties op dit verzoek verstuurd, in welke periode ook",
        "introductions sent on this request, in whatever period",
        "Introduction.sent_at",
    ),
    ReportColumn(
        "eerste_introductie_op",
        DATE,
        "dag van de eerste daarvan",
        "day of the first of them",
        "IntroductionRequest.introduced_at",
        ("geen verstuurd", "none sent"),
    ),
    ReportColumn(
        "afgesloten_op",
        DATE,
        "dag waarop het is afgerond, niet doorgestuurd of ingetrokken",
        "day it was completed, not forwarded or withdrawn",
        "IntroductionRequest.closed_at",
        ("loopt nog", "still open"),
    ),
    ReportColumn(
        "uitkomst",
        TEXT,
        "hoogste trede die een van zijn introducties bereikte (laagste trede eerst)",
        "the highest step any of its introductions reached (lowest step first)",
        "Outcome.kind",
        ("geen vastgelegd", "none recorded"),
        words=values_of(words.OUTCOME),
    ),
)

CONTACT_COLUMNS = (
    ReportColumn(
        "naam_organisatie",
        TEXT,
        "de organisatie zoals geschreven, ook van wie vertrouwelijkheid vroeg en van een eenpersoonsbedrijf",
        "the organisation as written, also of who asked for confidentiality and of a one-person business",
        "IntroductionRequest.organisation_name",
        width=32,
    ),
    ReportColumn(
        "vertrouwelijk",
        TEXT,
        "vroeg de aanvrager de naam uit elk verslag te houden",
        "did the enquirer ask to keep the name out of every report",
        "IntroductionRequest.confidential",
        words=("ja", "nee"),
        width=14,
    ),
    ReportColumn(
        "contactpersoon",
        TEXT,
        "naam van de contactpersoon",
        "name of the contact person",
        "ContactPerson.name",
    ),
    ReportColumn("e_mail", TEXT, "e-mailadres", "e-mail address", "ContactPerson.email"),
    ReportColumn(
        "telefoon",
        TEXT,
        "telefoonnummer",
        "telephone number",
        "ContactPerson.phone",
        ("niet gegeven", "not given"),
    ),
    ReportColumn(
        "onderwerp",
        TEXT,
        "onderwerp zoals de aanvrager het schreef",
        "subject as the enquirer wrote it",
        "IntroductionRequest.subject",
        width=40,
    ),
)

INTRODUCTION_COLUMNS = (
    REFERENCE,
    ReportColumn(
        "pole",
        TEXT,
        "naam van de pôle op de dag van de introductie",
        "name of the pôle on the day of the introduction",
        "Introduction.cluster_name",
        width=28,
    ),
    ReportColumn(
        "slug",
        TEXT,
        "korte naam van de pôle in haar webadres; blijft als de naam verandert",
        "the pôle's short name in its web address; stays when the name changes",
        "Cluster.slug",
    ),
    ReportColumn(
        "verstuurd_op",
        DATE,
        "dag waarop de brief aan de post is gegeven, in Parijs",
        "day the letter was handed to the mail, in Paris",
        "Introduction.sent_at",
    ),
    ReportColumn(
        "status",
        TEXT,
        "stand van nu",
        "status now",
        "Introduction.status",
        words=values_of(words.INTRODUCTION_STATUS),
        width=18,
    ),
    ReportColumn(
        "beantwoord_op",
        DATE,
        "dag van het eerste antwoord van de pôle",
        "day of the pôle's first answer",
        "Introduction.answered_at",
        ("geen antwoord", "no answer"),
    ),
    ReportColumn(
        "dagen_tot_antwoord",
        INTEGER,
        "kalenderdagen van verstuurd_op tot beantwoord_op; 0 is dezelfde dag",
        "calendar days from `verstuurd_op` to `beantwoord_op`; 0 is the same day",
        "Introduction.answer_days",
        ("geen antwoord", "no answer"),
    ),
    ReportColumn(
        "reden_weigering",
        TEXT,
        "waarom de pôle weigerde",
        "why the pôle refused",
        "Introduction.refusal_reason",
        ("tenzij geweigerd", "unless `status` is geweigerd"),
        words=values_of(words.REFUSAL_REASON),
    ),
    ReportColumn(
        "uitkomsten",
        TEXT,
        "elke vastgelegde trede, laagste eerst",
        "every step recorded, lowest first",
        "Outcome.kind",
        ("geen vastgelegd", "none recorded"),
        words=values_of(words.OUTCOME),
        is_list=True,
        width=40,
    ),
    ReportColumn(
        "bevestigd",
        TEXT,
        f"bevestigde de aanvrager deze uitkomsten: {words.CONFIRMED_ALL} (alle), {words.CONFIRMED_SOME},"
        f" {words.CONFIRMED_NONE}",
        "did the enquirer confirm these outcomes: ja (all), deels, nee",
        "Outcome.confirmed_at",
        ("geen vastgelegd", "none recorded"),
        words=(words.CONFIRMED_ALL, words.CONFIRMED_SOME, words.CONFIRMED_NONE),
        width=12,
    ),
)
