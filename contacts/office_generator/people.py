"""Who asks and who works at the invented office. Nobody here exists; every address is under `.example`."""

import datetime as dt
from collections.abc import Iterable, Iterator
from random import Random

from contacts.enums import EnquirerKind
from contacts.models import ContactPerson, Enquirer

# Invented KvK numbers begin with a nine: the Chamber of Commerce has not given such numbers out.
FIRST_KVK = 90_000_000
STAFF = (
    ("demo.anouk", "Anouk", "Terpstra"),
    ("demo.bram", "Bram", "Willemsen"),
    ("demo.celine", "Céline", "Marchand"),
    ("demo.daan", "Daan", "Oosterhuis"),
)
_BEGIN = (
    "Noord",
    "Zuid",
    "Delta",
    "Polder",
    "Haven",
    "Duin",
    "Merwe",
    "Veluwe",
    "Kompas",
    "Linde",
    "Zilver",
    "Helder",
    "Water",
    "Wilgen",
    "Amstel",
    "Maas",
    "Waal",
    "Brink",
    "Eiland",
    "Vuur",
    "Klaver",
    "Ster",
    "Molen",
    "Vesting",
)
_END = (
    "medica",
    "lab",
    "zorg",
    "bio",
    "sensor",
    "data",
    "pharma",
    "techniek",
    "genetica",
    "optiek",
    "robotica",
    "voeding",
    "materialen",
    "energie",
    "diagnostiek",
    "software",
    "implantaten",
    "chemie",
    "systemen",
    "vision",
)
_PLACES = (
    "Zwolle",
    "Leiden",
    "Delft",
    "Groningen",
    "Eindhoven",
    "Wageningen",
    "Utrecht",
    "Nijmegen",
    "Maastricht",
    "Breda",
    "Enschede",
    "Haarlem",
    "Arnhem",
    "Tilburg",
    "Leeuwarden",
    "Amersfoort",
)
_FIRST = (
    "Sanne",
    "Pieter",
    "Fatima",
    "Joost",
    "Marieke",
    "Youssef",
    "Lotte",
    "Ruben",
    "Ingrid",
    "Wouter",
    "Aylin",
    "Thijs",
    "Nadia",
    "Koen",
    "Hanneke",
    "Sjoerd",
    "Émilie",
    "Chloë",
    "Tomasz",
    "Maud",
)
_LAST = (
    "Bakker",
    "van den Berg",
    "Jansen",
    "el Amrani",
    "Visser",
    "de Groot",
    "Yılmaz",
    "Hoekstra",
    "van Dijk",
    "Mulder",
    "Smit",
    "Postma",
    "Vermeulen",
    "Dekker",
    "Kuipers",
    "van der Meer",
    "Schouten",
    "Lefèvre",
    "Brouwer",
    "Nijhof",
)
_KINDS = {
    EnquirerKind.SME: (40, "B.V."),
    EnquirerKind.START_UP: (24, "B.V."),
    EnquirerKind.LARGE_COMPANY: (8, "N.V."),
    EnquirerKind.SOLE_TRADER: (6, ""),
    EnquirerKind.HOSPITAL: (8, ""),
    EnquirerKind.RESEARCH: (9, ""),
    EnquirerKind.GOVERNMENT: (3, ""),
    EnquirerKind.OTHER: (2, ""),
}
_LANGUAGES = ("nl", "en", "fr")


def organisations(numbers: Iterable[int], rng: Random) -> Iterator[Enquirer]:
    """Yield one unsaved enquirer per number; the number decides its KvK number."""
    kinds, weights = list(_KINDS), [weight for weight, _ in _KINDS.values()]
    for number in numbers:
        kind = rng.choices(kinds, weights)[0]
        yield Enquirer(name=_name(kind, rng), kvk=str(FIRST_KVK + number), kind=kind)


def _name(kind: EnquirerKind, rng: Random) -> str:
    place = rng.choice(_PLACES)
    coined = rng.choice(_BEGIN) + rng.choice(_END)
    if kind == EnquirerKind.HOSPITAL:
        return f"{rng.choice(('Ziekenhuis', 'Zorggroep', 'Kliniek'))} {rng.choice(_BEGIN)}oord {place}"
    if kind == EnquirerKind.RESEARCH:
        return f"Instituut {coined} {place}"
    if kind == EnquirerKind.GOVERNMENT:
        return f"Ontwikkelfonds {rng.choice(_BEGIN)}land {place}"
    return " ".join(filter(None, (coined, place, _KINDS[kind][1])))


def person_of(enquirer: Enquirer, rng: Random) -> ContactPerson:
    """Return an unsaved contact person of a saved enquirer."""
    first, last = rng.choice(_FIRST), rng.choice(_LAST)
    return ContactPerson(
        enquirer=enquirer,
        name=f"{first} {last}",
        email=f"contact@organisation-{enquirer.kvk}.example",
        phone=f"+31 20 555 {rng.randrange(100, 200):04d}",
        language=rng.choices(_LANGUAGES, (70, 20, 10))[0],
    )


def moment_in(start: dt.datetime, end: dt.datetime, share: float) -> dt.datetime:
    """Return the whole second that lies at `share` (0 to 1) between two moments."""
    return start + dt.timedelta(seconds=int((end - start).total_seconds() * share))
