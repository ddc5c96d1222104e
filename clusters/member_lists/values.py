"""What a cell of a member list means; a cell that means nothing says why, and what to do."""

import datetime as dt
import re
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import translation
from django.utils.translation import gettext as _
from stdnum.exceptions import InvalidChecksum, InvalidLength
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.fr import siren as sirens

from clusters.enums import OrganisationKind
from clusters.folding import fold, without_unseen
from clusters.likeness import words_of
from clusters.member_lists.tables import FORMULA

MOST_IN_A_NAME = 200
MOST_IN_AN_ADDRESS = 200
MOST_IN_AN_ACTIVITY = 2000
FIRST_YEAR = 1900

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x80-\x9f\u2028\u2029]")
_SPREADSHEET_ERROR = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|NV|NOM\s?\?|VALEUR\s?!|WAARDE!)")
_BETWEEN_DIGITS = re.compile(r"[\s.,\u00a0\u202f'’-]")
_WHOLE_NUMBER = re.compile(r"(\d{7,})[.,]0{1,2}", re.ASCII)  # 732829320.0: programs take it for an amount
_SHORTENED = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")


class Unusable(ValueError):
    """The message is the reason and the remedy: two sentences."""


def plain(cell: str, *, may_break: bool = False) -> str:
    """Return the cell's text on one line. Raises `Unusable` for what no cell of a list should hold.

    `may_break` says that the cell holds sentences: a line may end in it.
    """
    if cell.startswith(FORMULA):
        raise Unusable(_("This is a formula. Put its result in the cell, as a value."))
    text = without_unseen(cell).strip()
    if may_break:
        text = " ".join(text.split())
    if "\n" in text or "\r" in text:
        raise Unusable(
            _("The cell holds a line break. Write it on one line; look for an open quotation mark.")
        )
    if "\ufffd" in text or _garbled(text):
        raise Unusable(_("Letters with accents were lost on the way. Save the list anew as “CSV UTF-8”."))
    if _CONTROL.search(text):
        raise Unusable(_("The cell holds a sign that cannot be seen. Type the cell anew."))
    if _SPREADSHEET_ERROR.fullmatch(text):
        raise Unusable(_("This is an error of the spreadsheet program. Mend the formula, or type the value."))
    line = " ".join(text.split())
    return cell if line == cell else line  # a waiting list holds its cells: the same text is held once


_NOTHING = frozenset({"-", "--", "–", "—", "/", "n/a", "n.a.", "nc", "n.c.", "nvt", "n.v.t."})


def says_nothing(text: str) -> bool:
    """Is this what people write in a cell that they have nothing for?"""
    return text.casefold() in _NOTHING


def _garbled(text: str) -> bool:
    """Was UTF-8 read as Windows-1252 or Latin-1 on the way (SociÃ©tÃ©)?"""
    return not text.isascii() and any(_was_read_as(each, text) for each in ("cp1252", "latin-1"))


def _was_read_as(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding).decode("utf-8")
    except UnicodeError:
        return False
    return True


def name(text: str) -> str:
    if not text:
        raise Unusable(_("Every member needs a name. Fill it in, or take the row out."))
    if len(text) > MOST_IN_A_NAME:
        raise Unusable(
            _("A name has %(most)d characters at most, and this is %(found)d. Shorten it.")
            % {"most": MOST_IN_A_NAME, "found": len(text)}
        )
    if not any(map(str.isalpha, text)):
        raise Unusable(_("A name has at least one letter. Look whether the cells of this row have shifted."))
    return text


_SYNONYMS = {
    OrganisationKind.COMPANY: (
        "bedrijf|onderneming|entreprise|societe|company|firme|bedrijven|entreprises|industriel|"
        "industrie|enterprise"
    ),
    OrganisationKind.LARGE_COMPANY: (
        "groot bedrijf|grootbedrijf|grand groupe|groupe|grande entreprise|ge|grands groupes|"
        "grand compte|grand industriel|eti|entreprise de taille intermediaire|multinational|"
        "multinationale|grote onderneming|large enterprise|corporate"
    ),
    OrganisationKind.SME: (
        "mkb|pme|tpe|sme|midden en kleinbedrijf|pme tpe|tpe pme|pme eti|"
        "petite et moyenne entreprise|petites et moyennes entreprises|petite entreprise|"
        "moyenne entreprise|tres petite entreprise|microentreprise|micro entreprise|mkb bedrijf|"
        "mkber|midden en klein bedrijf|zzp|eenmanszaak"
    ),
    OrganisationKind.START_UP: (
        "startup|start up|jeune pousse|jei|startups|start ups|jeune entreprise innovante|spin off|"
        "spinoff|scale up|scaleup"
    ),
    OrganisationKind.RESEARCH: (
        "onderzoeksinstituut|institut de recherche|laboratoire|recherche|research|kennisinstelling|"
        "onderzoeksinstelling|onderzoekscentrum|onderzoekslaboratorium|laboratoria|labo|"
        "laboratoires|laboratoire de recherche|laboratoire public|laboratoire academique|"
        "centre de recherche|organisme de recherche|organisme public de recherche|"
        "etablissement de recherche|unite de recherche|unite mixte de recherche|umr|epst|institut|"
        "research centre|research center|research organisation|academique|recherche publique"
    ),
    OrganisationKind.UNIVERSITY: (
        "universiteit|universite|university|hogeschool|universites|universitair|hoger onderwijs|"
        "enseignement superieur|etablissement d enseignement superieur|grande ecole|"
        "ecole d ingenieurs|ecole d ingenieur|universities"
    ),
    OrganisationKind.TRAINING: (
        "opleiding|opleidingsinstituut|ecole|formation|organisme de formation|school|"
        "etablissement d enseignement|enseignement|enseignement formation|"
        "etablissement de formation|centre de formation|ecoles|lycee|cfa|onderwijs|"
        "onderwijsinstelling|opleider|training"
    ),
    OrganisationKind.HOSPITAL: (
        "ziekenhuis|hopital|chu|chru|umc|centre hospitalier|hospital|ziekenhuizen|umc ziekenhuis|"
        "hopitaux|ch|chr|centre hospitalier universitaire|centre hospitalier regional|"
        "etablissement de sante|etablissement hospitalier|clinique|kliniek|zorginstelling|"
        "centre de lutte contre le cancer|clcc|clinic"
    ),
    OrganisationKind.INVESTOR: (
        "investeerder|investisseur|fonds|investor|investeerders|investisseurs|"
        "fonds d investissement|capital risque|business angel|banque|bank|financeur|"
        "participatiemaatschappij|venture capital"
    ),
    OrganisationKind.TECHNOLOGY: (
        "centre technique|centre technique industriel|cti|centre de transfert|"
        "centre de transfert de technologie|crt|plateforme technologique|plate forme technologique|"
        "irt|technologie instituut"
    ),
    OrganisationKind.CLUSTER: (
        "cluster|clusters|pole|pole de competitivite|reseau|federation|netwerk|"
        "syndicat professionnel|organisation professionnelle|brancheorganisatie|branchevereniging|"
        "network"
    ),
    OrganisationKind.GOVERNMENT: (
        "overheid|collectivite|collectivite territoriale|government|collectivites|"
        "collectivites territoriales|collectivite locale|institution publique|etablissement public|"
        "service public|administration|agence publique|gemeente|provincie|ministerie|ministere|"
        "public"
    ),
    OrganisationKind.OTHER: (
        "overig|anders|autre|association|vereniging|other|autres|divers|associations|fondation|"
        "stichting|overige|ong|personne physique|particulier"
    ),
}


@cache
def _kinds() -> dict[str, str]:
    known = {word: str(kind) for kind, words in _SYNONYMS.items() for word in words.split("|")}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {words_of(str(kind.label)): str(kind) for kind in OrganisationKind}
    return known | {words_of(kind.value): str(kind) for kind in OrganisationKind}


def kind(text: str) -> str:
    """Return the kind of organisation, "" for an empty cell. Raises `Unusable`."""
    if not text:
        return ""
    words = words_of(text).split()
    together = "".join(words) if max(map(len, words), default=0) == 1 else ""  # P.M.E.
    found = _kinds().get(" ".join(words)) or _kinds().get(together)
    if found is None:
        examples = ", ".join(str(each.label) for each in (OrganisationKind.SME, OrganisationKind.HOSPITAL))
        raise Unusable(
            _("No kind of organisation is called so. Write one of the register’s (%(examples)s), or nothing.")
            % {"examples": examples}
        )
    return found


def siren(text: str) -> str:
    """Return the nine digits, also where a SIRET stands; "" for an empty cell. Raises `Unusable`."""
    whole = _WHOLE_NUMBER.fullmatch(text)
    digits = whole[1] if whole else _BETWEEN_DIGITS.sub("", text).removeprefix("FR")
    if not digits:
        return ""
    if _SHORTENED.fullmatch(text):
        raise Unusable(
            _("The spreadsheet program shortened this number. Make the cell text, and type the SIREN again.")
        )
    if not (digits.isascii() and digits.isdigit()):
        raise Unusable(_("A SIREN has digits only. Put the nine digits here, or leave the cell empty."))
    if len(digits) in (7, 8):  # zeros in front, which a spreadsheet program takes for nothing
        digits = digits.zfill(9)
    try:
        return str(sirens.validate(digits[:9] if len(digits) == 14 else digits))
    except InvalidLength as problem:
        raise Unusable(
            _("A SIREN has nine digits (a SIRET fourteen), and this has %(found)d. Look the number up.")
            % {"found": len(digits)}
        ) from problem
    except (InvalidChecksum, WrongNumber) as problem:
        raise Unusable(
            _("No SIREN is like this: its check digit is wrong, so a digit was mistyped. Look the number up.")
        ) from problem


def activity(text: str) -> str:
    """Return what the organisation does; "" for an empty cell. Raises `Unusable`."""
    if len(text) > MOST_IN_AN_ACTIVITY:
        raise Unusable(
            _("What a member does is told in %(most)d characters at most, and this is %(found)d. Shorten it.")
            % {"most": MOST_IN_AN_ACTIVITY, "found": len(text)}
        )
    return text


_valid_address = URLValidator(schemes=["http", "https"])


def website(text: str) -> str:
    """Return the full address, https where no way is named; "" for an empty cell. Raises `Unusable`."""
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    way, between, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    address = f"{way.lower()}{between}{host.lower()}{slash}{path}"
    if address.count("/") == 3 and address.endswith("/"):
        address = address[:-1]
    try:
        if "@" in host:  # an address of mail, or one that hides where it leads to
            raise ValidationError("")
        _valid_address(address)
    except ValidationError as problem:
        raise Unusable(
            _("This is no address of a website. Write it like www.name.fr, one only, or leave it empty.")
        ) from problem
    if len(address) > MOST_IN_AN_ADDRESS:
        raise Unusable(
            _("An address has %(most)d characters at most. Give the site’s first page.")
            % {"most": MOST_IN_AN_ADDRESS}
        )
    return address


# --- days -----------------------------------------------------------------------------------------------

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "januari january janvier jan janv",
            "februari february fevrier feb fevr fev",
            "maart march mars mrt mar",
            "april avril apr avr",
            "mei may mai",
            "juni june juin jun",
            "juli july juillet jul juil",
            "augustus august aout aug",
            "september septembre sep",
            "oktober october octobre okt oct",
            "november novembre nov",
            "december decembre dec",
        ),
        start=1,
    )
    for word in words.split()
}
# 31/03/2019 00:00:00, 2019-03-31T12:30:00Z: a database writes days with a time.
_TIME = re.compile(r"(?<=\d)[t ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?z|[+-]\d{2}:?\d{2})?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_TOGETHER = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", re.ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(?:(\d{1,2})(?:er)?\.? )?([a-z]+)\.? (\d{4})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_SERIAL = re.compile(r"[1-6]\d{4}(\.\d+)?", re.ASCII)  # 1927 to 2091
_DAY_ZERO = dt.date(1899, 12, 30)


def since(text: str, *, today: dt.date) -> dt.date | None:
    """Return the day; of a month or a year alone its first. Raises `Unusable`.

    Days are written as Dutch and French do: 3/4/2019 is in April.
    """
    if not text:
        return None
    if _SERIAL.fullmatch(text):
        raise Unusable(
            _(
                "A spreadsheet program counts days like this: it is %(day)s. Give the column the format of a "
                "date, and save the list anew."
            )
            % {"day": (_DAY_ZERO + dt.timedelta(days=int(text.partition(".")[0]))).isoformat()}
        )
    try:
        day = _day(fold(text))
    except ValueError as problem:
        raise Unusable(
            _("This is no day that exists. Write 2019-03-31, 31-03-2019, 31 maart 2019 or only the year.")
        ) from problem
    if not day.year >= FIRST_YEAR or day > today + dt.timedelta(days=366):
        raise Unusable(
            _("Nobody is a member since then: the year is before %(first)d or in the future. Look it up.")
            % {"first": FIRST_YEAR}
        )
    return day


def _month(word: str) -> int | None:
    """Return the month of a word without accents; September is abbreviated to three letters or to four."""
    return _MONTHS.get(word[:3] if len(word) == 4 and word.startswith("sep") else word)


def _day(text: str) -> dt.date:
    text = text[: time.start()] if (time := _TIME.search(text)) and time.end() == len(text) else text
    if found := _YEAR_FIRST.fullmatch(text) or _TOGETHER.fullmatch(text):
        return dt.date(*(int(part) for part in found.groups()))
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        return dt.date(year, month, day)
    if found := _MONTH_FIRST.fullmatch(text):
        return dt.date(int(found[2]), int(found[1]), 1)
    if (found := _IN_WORDS.fullmatch(text)) and (named := _month(found[2])):
        return dt.date(int(found[3]), named, int(found[1] or 1))
    if _YEAR.fullmatch(text):
        return dt.date(int(text), 1, 1)
    raise ValueError(text)
