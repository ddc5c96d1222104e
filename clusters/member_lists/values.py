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
from clusters.folding import fold
from clusters.likeness import words_of
from clusters.member_lists.tables import FORMULA

MOST_IN_A_NAME = 200
MOST_IN_AN_ADDRESS = 200
MOST_IN_AN_ACTIVITY = 2000
FIRST_YEAR = 1900

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x80-\x9f\u2028\u2029]")
_SPREADSHEET_ERROR = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|NV|NOM\s?\?|VALEUR\s?!|WAARDE!)")
_BETWEEN_DIGITS = re.compile(r"[\s.,\u00a0\u202f'’-]")
_SHORTENED = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")


class Unusable(ValueError):
    """The message is the reason and the remedy: two sentences."""


def plain(cell: str, *, may_break: bool = False) -> str:
    """Return the cell's text on one line. Raises `Unusable` for what no cell of a list should hold.

    `may_break` says that the cell holds sentences: a line may end in it.
    """
    if cell.startswith(FORMULA):
        raise Unusable(_("This is a formula. Put its result in the cell, as a value."))
    text = cell.strip()
    if may_break:
        text = " ".join(text.split())
    if "\n" in text or "\r" in text:
        raise Unusable(
            _("The cell holds a line break. Write it on one line; look for an open quotation mark.")
        )
    if _CONTROL.search(text):
        raise Unusable(_("The cell holds a sign that cannot be seen. Type the cell anew."))
    if _SPREADSHEET_ERROR.fullmatch(text):
        raise Unusable(_("This is an error of the spreadsheet program. Mend the formula, or type the value."))
    if "\ufffd" in text or _garbled(text):
        raise Unusable(_("Letters with accents were lost on the way. Save the list anew as “CSV UTF-8”."))
    return " ".join(text.split())


def _garbled(text: str) -> bool:
    """Was UTF-8 read as Windows-1252 on the way (SociÃ©tÃ©)?"""
    if text.isascii():
        return False
    try:
        text.encode("cp1252").decode("utf-8")
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
    OrganisationKind.COMPANY: "bedrijf|onderneming|entreprise|societe|company|firme",
    OrganisationKind.LARGE_COMPANY: "groot bedrijf|grootbedrijf|grand groupe|groupe|grande entreprise|ge",
    OrganisationKind.SME: "mkb|pme|tpe|sme|midden en kleinbedrijf|pme tpe|tpe pme",
    OrganisationKind.START_UP: "startup|start up|jeune pousse|jei",
    OrganisationKind.RESEARCH: "onderzoeksinstituut|institut de recherche|laboratoire|recherche|research",
    OrganisationKind.UNIVERSITY: "universiteit|universite|university|hogeschool",
    OrganisationKind.TRAINING: "opleiding|opleidingsinstituut|ecole|formation|organisme de formation|school",
    OrganisationKind.HOSPITAL: "ziekenhuis|hopital|chu|chru|umc|centre hospitalier|hospital",
    OrganisationKind.INVESTOR: "investeerder|investisseur|fonds|investor",
    OrganisationKind.GOVERNMENT: "overheid|collectivite|collectivite territoriale|government",
    OrganisationKind.OTHER: "overig|anders|autre|association|vereniging|other",
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
    found = _kinds().get(words_of(text))
    if found is None:
        examples = ", ".join(str(each.label) for each in (OrganisationKind.SME, OrganisationKind.HOSPITAL))
        raise Unusable(
            _("No kind of organisation is called so. Write one of the register’s (%(examples)s), or nothing.")
            % {"examples": examples}
        )
    return found


def siren(text: str) -> str:
    """Return the nine digits, also where a SIRET stands; "" for an empty cell. Raises `Unusable`."""
    digits = _BETWEEN_DIGITS.sub("", text).removeprefix("FR")
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
    return "" if text in ("-", "–", "/") else text


_valid_address = URLValidator(schemes=["http", "https"])


def website(text: str) -> str:
    """Return the full address, https where no way is named; "" for an empty cell. Raises `Unusable`."""
    if not text or text in ("-", "–", "/"):
        return ""
    address = text if "://" in text else f"https://{text}"
    way, between, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    address = f"{way.lower()}{between}{host.lower()}{slash}{path}"
    if address.count("/") == 3 and address.endswith("/"):
        address = address[:-1]
    try:
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
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", re.ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(?:(\d{1,2})(?:er)?\.? )?([a-z]+)\.? (\d{4})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


def since(text: str, *, today: dt.date) -> dt.date | None:
    """Return the day; of a month or a year alone its first. Raises `Unusable`.

    Days are written as Dutch and French do: 3/4/2019 is in April.
    """
    if not text:
        return None
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
    if found := _YEAR_FIRST.fullmatch(text):
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
