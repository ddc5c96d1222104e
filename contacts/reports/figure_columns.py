"""The columns of the files whose rows are figures, and of what changed since; part of the contract."""

from contacts.reports import words
from contacts.reports.columns import DECIMAL, INTEGER, REFERENCE, TEXT, ReportColumn

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

SUMMARY_COLUMNS = (
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


UNMET_COLUMNS = (
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

CHANGE_COLUMNS = (
    ReportColumn(
        "wat",
        TEXT,
        "is de regel erbij gekomen, verdwenen of gewijzigd",
        "did the row appear, vanish or change",
        "–",
        words=(words.APPEARED, words.VANISHED, words.CHANGED),
        width=14,
    ),
    REFERENCE,
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
