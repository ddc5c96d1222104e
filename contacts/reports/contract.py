"""The contract with the readers of the report: every file, every column, in one structure.

Headers, the metadata beside the files, the workbook's reading guide and the tables of
`docs/quarterly-export.md` are all made from it. What is here changes only together with `VERSION` and the
changelog; new columns come at the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from clusters.spreadsheets import CellKind
from contacts.reports import words
from contacts.reports.measures import LANGUAGES

VERSION = "2"

REQUESTS, INTRODUCTIONS, SUMMARY, UNMET = "requests.csv", "introductions.csv", "summary.csv", "unmet.csv"
METADATA = "csv-metadata.json"
REQUESTS_WITH_CONTACTS = "requests-with-contacts.csv"
METADATA_WITH_CONTACTS = "with-contacts-metadata.json"
CHANGED_SINCE = "changed-since.csv"

LIST_SEPARATOR = " | "  # a comma stands in the labels of some themes


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


@dataclass(frozen=True)
class ReportFile:
    """One file: what a row of it is, and its columns in their order."""

    name: str
    title: str  # of the sheet in a workbook
    dutch: str
    english: str
    columns: tuple[ReportColumn, ...]

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


TEXT, INTEGER, DECIMAL, DATE = CellKind.TEXT, CellKind.INTEGER, CellKind.DECIMAL, CellKind.DATE


def _values(of: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(of.values())


_REFERENCE = ReportColumn(
    "kenmerk",
    TEXT,
    "kenmerk van het verzoek: IA- en zes tekens",
    "reference of the request: `IA-` and six characters",
    "IntroductionRequest.reference",
    width=12,
)
_PERIOD = ReportColumn(
    "kwartaal",
    TEXT,
    "het kwartaal (2026-Q3) of de andere periode waarover dit gaat, zodat periodes onder elkaar kunnen",
    "the quarter (`2026-Q3`) or other period this is about: so that periods can be put below each other",
    "–",
    width=12,
)
_NOTHING_BESIDE = (
    "over alles; of die periode eindigde voor het eerste verzoek",
    "all time; or that period ended before the first request",
)

_REQUEST_COLUMNS = (
    _REFERENCE,
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
        words=_values(words.CHANNEL),
        width=16,
    ),
    ReportColumn(
        "taal",
        TEXT,
        "taal waarin het geschreven is",
        "language it was written in",
        "IntroductionRequest.language",
        words=_values(LANGUAGES),
        width=8,
    ),
    ReportColumn(
        "organisatie",
        TEXT,
        f"organisatie zoals op het verzoek geschreven; {words.CONFIDENTIAL} als de aanvrager daarom vroeg,"
        f" {words.ONE_PERSON} bij een eenpersoonsbedrijf",
        f"the organisation as written on the request; `{words.CONFIDENTIAL}` where the enquirer asked for"
        f" that, `{words.ONE_PERSON}` for a one-person business",
        "IntroductionRequest.organisation_name",
        width=32,
    ),
    ReportColumn(
        "soort_organisatie",
        TEXT,
        "soort organisatie van de aanvrager",
        "kind of organisation the enquirer is",
        "Enquirer.kind",
        words=_values(words.ENQUIRER_KIND),
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
        words=_values(words.PARTNER_KIND),
    ),
    ReportColumn(
        "franse_vestiging",
        TEXT,
        "heeft een vestiging in Frankrijk",
        "has an establishment in France",
        "IntroductionRequest.french_establishment",
        ("niet gezegd", "not said"),
        words=_values(words.ESTABLISHMENT),
    ),
    ReportColumn(
        "status",
        TEXT,
        "stand van nu",
        "status now",
        "IntroductionRequest.status",
        words=_values(words.REQUEST_STATUS),
        width=18,
    ),
    ReportColumn(
        "reden_niet_doorgestuurd",
        TEXT,
        "waarom het naar geen pôle ging",
        "why it went to no pôle",
        "IntroductionRequest.decline_reason",
        ("tenzij niet doorgestuurd", "unless `status` is niet doorgestuurd"),
        words=_values(words.DECLINE_REASON),
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
        words=_values(words.OUTCOME),
    ),
)

_CONTACT_COLUMNS = (
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

_INTRODUCTION_COLUMNS = (
    _REFERENCE,
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
        words=_values(words.INTRODUCTION_STATUS),
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
        words=_values(words.REFUSAL_REASON),
    ),
    ReportColumn(
        "uitkomsten",
        TEXT,
        "elke vastgelegde trede, laagste eerst",
        "every step recorded, lowest first",
        "Outcome.kind",
        ("geen vastgelegd", "none recorded"),
        words=_values(words.OUTCOME),
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

_SUMMARY_COLUMNS = (
    _PERIOD,
    ReportColumn("onderdeel", TEXT, "wat er geteld is", "what is counted (below)", "–", width=40),
    ReportColumn(
        "uitsplitsing",
        TEXT,
        "totaal, of de waarde waarvoor geteld is",
        "`totaal`, or the value it is counted for",
        "–",
        width=32,
    ),
    ReportColumn(
        "aantal",
        DECIMAL,
        "het cijfer; een mediaan heeft ten hoogste één decimaal",
        "the figure; a median has at most one decimal",
        "–",
        ("mediaan zonder antwoorden", "a median without answers"),
    ),
    ReportColumn(
        "eenheid",
        TEXT,
        "waarin geteld is",
        "what it is counted in",
        "–",
        words=("verzoeken", "introducties", "uitkomsten", "dagen"),
        width=14,
    ),
    ReportColumn(
        "toelichting", TEXT, "de definitie in het kort", "the definition in a few words", "–", width=60
    ),
    ReportColumn(
        "vorig_kwartaal",
        DECIMAL,
        "hetzelfde cijfer over het kwartaal ervoor; bij een andere periode over even lang ervoor",
        "the same figure for the quarter before; for another period, for as long before it",
        "–",
        _NOTHING_BESIDE,
    ),
    ReportColumn(
        "zelfde_kwartaal_vorig_jaar",
        DECIMAL,
        "hetzelfde cijfer over hetzelfde kwartaal, of dezelfde dagen, een jaar eerder",
        "the same figure for the same quarter, or the same days, one year earlier",
        "–",
        _NOTHING_BESIDE,
    ),
    ReportColumn(
        "code",
        TEXT,
        "vaste code van de uitsplitsing; blijft als het woord verandert",
        "fixed code of `uitsplitsing`; stays when the word for it changes",
        "–",
    ),
)


def _count(name: str, dutch: str, english: str) -> ReportColumn:
    return ReportColumn(name, INTEGER, dutch, english, "–")


_UNMET_COLUMNS = (
    _PERIOD,
    ReportColumn(
        "soort", TEXT, "thema of regio", "theme or region", "–", words=(words.THEME, words.REGION), width=10
    ),
    ReportColumn(
        "naam",
        TEXT,
        "Nederlandse naam van het thema, of naam van de regio",
        "the theme's Dutch label, or the region's name",
        "Theme.label_nl",
        width=40,
    ),
    _count("gevraagd", "verzoeken die erom vroegen", "requests that asked for it"),
    _count("opgepakt", "door ten minste één pôle opgepakt", "taken up by at least one pôle"),
    _count(
        "loopt_nog",
        "door geen pôle opgepakt; het bureau of een pôle is nog aan zet",
        "not taken up; the office or a pôle still has to act",
    ),
    _count(
        "zonder_gehoor",
        "elke pôle die het kreeg weigerde of zweeg",
        "every pôle it was sent to refused or kept silent",
    ),
    _count("niet_doorgestuurd", "ging naar geen enkele pôle", "went to no pôle at all"),
    _count(
        "ingetrokken",
        "door de aanvrager ingetrokken voordat een pôle het oppakte",
        "withdrawn by the enquirer before a pôle took it up",
    ),
    _count(
        "zonder_pole",
        "zonder_gehoor en niet_doorgestuurd samen: de onvervulde vraag",
        "`zonder_gehoor` and `niet_doorgestuurd` together: the demand that was not met",
    ),
    ReportColumn(
        "geen_enkele_pole",
        TEXT,
        "ja: geen van deze verzoeken is opgepakt en er loopt er geen meer",
        "ja: none of these requests was taken up and none is still under way",
        "–",
        words=("ja", "nee"),
        width=18,
    ),
    ReportColumn(
        "zonder_pole_vorig_kwartaal",
        INTEGER,
        "zonder_pole over het kwartaal ervoor; bij een andere periode over even lang ervoor",
        "`zonder_pole` for the quarter before; for another period, for as long before it",
        "–",
        _NOTHING_BESIDE,
    ),
    ReportColumn(
        "zonder_pole_zelfde_kwartaal_vorig_jaar",
        INTEGER,
        "zonder_pole over hetzelfde kwartaal, of dezelfde dagen, een jaar eerder",
        "`zonder_pole` for the same quarter, or the same days, one year earlier",
        "–",
        _NOTHING_BESIDE,
    ),
    ReportColumn(
        "code",
        TEXT,
        "korte naam van het thema of de regio; blijft als de naam verandert",
        "short name of the theme or region; stays when its name changes",
        "Theme.slug",
    ),
)

_CHANGE_COLUMNS = (
    ReportColumn(
        "wat",
        TEXT,
        "is de regel erbij gekomen, verdwenen of gewijzigd",
        "did the row appear, vanish or change",
        "–",
        words=(words.APPEARED, words.VANISHED, words.CHANGED),
        width=14,
    ),
    _REFERENCE,
    ReportColumn(
        "pole",
        TEXT,
        "korte naam van de pôle, bij een introductie",
        "short name of the pôle, for an introduction",
        "Cluster.slug",
        ("bij een verzoek", "for a request"),
    ),
    ReportColumn(
        "kolom",
        TEXT,
        "de kolom die nu anders is",
        "the column that differs now",
        "–",
        ("tenzij gewijzigd", "unless `wat` is gewijzigd"),
    ),
    ReportColumn(
        "toen",
        TEXT,
        f"wat er in het afgesloten kwartaal staat; namen van organisaties: {words.NOT_REPEATED}",
        f"what the closed quarter says; names of organisations: `{words.NOT_REPEATED}`",
        "–",
        ("leeg in het afgesloten kwartaal", "empty in the closed quarter"),
        width=32,
    ),
    ReportColumn(
        "nu",
        TEXT,
        f"wat er nu staat; namen van organisaties: {words.NOT_REPEATED}",
        f"what it says now; names of organisations: `{words.NOT_REPEATED}`",
        "–",
        ("nu leeg", "empty now"),
        width=32,
    ),
)

FILES: Mapping[str, ReportFile] = {
    file.name: file
    for file in (
        ReportFile(
            REQUESTS,
            "Verzoeken",
            "een verzoek dat in de periode is ontvangen",
            "a request received in the period",
            _REQUEST_COLUMNS,
        ),
        ReportFile(
            INTRODUCTIONS,
            "Introducties",
            "een introductie die in de periode is verstuurd, ook op een verzoek van eerder",
            "an introduction sent in the period, also on a request of an earlier one",
            _INTRODUCTION_COLUMNS,
        ),
        ReportFile(SUMMARY, "Samenvatting", "één cijfer", "one figure", _SUMMARY_COLUMNS),
        ReportFile(
            UNMET,
            "Onvervulde vraag",
            "een thema of regio waar ten minste één verzoek om vroeg dat bij geen pôle terechtkwam",
            "a theme or region that at least one request asked for without finding a pôle",
            _UNMET_COLUMNS,
        ),
        ReportFile(
            REQUESTS_WITH_CONTACTS,
            "Verzoeken met contact",
            "een verzoek dat in de periode is ontvangen, met contactgegevens; alleen uit de gegevens van nu",
            "a request received in the period, with contact details; only from the data of now",
            (*_REQUEST_COLUMNS, *_CONTACT_COLUMNS),
        ),
        ReportFile(
            CHANGED_SINCE,
            "Gewijzigd",
            "een verschil tussen een afgesloten kwartaal en de gegevens van nu",
            "a difference between a closed quarter and the data of now",
            _CHANGE_COLUMNS,
        ),
    )
}
