"""Light stems: a word without the endings that inflect it, per language.

Two words are forms of one another when their stems are equal. Only inflection and the most regular
derivations are taken off (oncologie, oncologisch, oncoloog; cardiology, cardiologist; cardiologie,
cardiologue), because a full stemmer brings words together that mean different things. The rules
are the grammar-book ones for plural, feminine, diminutive and adjective endings.
"""

from functools import lru_cache

LANGUAGES = ("nl", "fr", "en")
SHORTEST = 3  # letters that must remain when an inflectional ending is taken off
SHORTEST_ROOT = 4  # and when a derivational one is: "serie" is not "ser"

_VOWELS = "aeiouy"


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded word in `language` (`nl`, `fr` or `en`)."""
    if len(word) <= SHORTEST or not word.isalpha():
        return word
    return _STEMMERS[language](word)


def _without(word: str, endings: tuple[str, ...], shortest: int) -> str | None:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            return word[: -len(ending)]
    return None


def _ends_in_weak_er(root: str) -> bool:
    return root.endswith("er") and root[-3] not in _VOWELS and any(letter in _VOWELS for letter in root[:-3])


def _dutch(word: str) -> str:
    root = _without(word, ("ischen", "ische", "isch", "ieen", "ien", "ies", "ie"), SHORTEST_ROOT)
    if root is not None:
        return root
    root = _without(word, ("tjes", "tje"), SHORTEST_ROOT)
    if root is None:
        root = _without(word, ("en", "es", "s", "e"), SHORTEST)
        if root and word.endswith("en") and _ends_in_weak_er(root):
            root = None  # leveren is not the plural of lever, nor ouderen of ouder: those take an s
    root = root or word
    if len(root) > SHORTEST and root[-1] == root[-2] and root[-1] not in _VOWELS:
        root = root[:-1]  # botten, bot
    if len(root) > SHORTEST and root[-1] not in _VOWELS and root[-2] == root[-3] and root[-2] in "aeou":
        root = root[:-2] + root[-1]  # orgaan, organen
    root = root[:-1] + {"v": "f", "z": "s"}.get(root[-1], root[-1])
    # An s that belongs to the word cannot be told from one that makes the plural: artsen, arts;
    # ziekenhuizen, ziekenhuis.
    return root[:-1] if root[-1] == "s" and len(root) > SHORTEST else root


def _english(word: str) -> str:
    if word.endswith("ies") and len(word) - 3 >= SHORTEST:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "uses", "xes", "ches", "shes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > SHORTEST:
        word = word[:-1]
    root = _without(word, ("ically", "ical", "ist", "ic", "y"), SHORTEST_ROOT + 1)
    if root is not None:
        return root
    return _without(word, ("e",), SHORTEST) or word


def _french(word: str) -> str:
    if word.endswith("aux") and len(word) - 3 >= SHORTEST:
        word = word[:-3] + "al"  # medicaux, medical
    elif word.endswith(("s", "x")) and not word.endswith("ss") and len(word) > SHORTEST:
        word = word[:-1]  # infectieux, infectieu
    root = _without(word, ("ique", "iste", "ie"), SHORTEST_ROOT)
    if root is None and word.endswith("ogue"):
        root = _without(word, ("ue",), SHORTEST_ROOT)  # cardiologue
    if root is not None:
        return root
    for feminine, masculine in _FEMININE:
        if word.endswith(feminine) and len(word) - len(feminine) >= SHORTEST:
            return word[: -len(feminine)] + masculine
    return _without(word, ("ee", "e"), SHORTEST) or word


_FEMININE = (("euse", "eu"), ("ive", "if"), ("elle", "el"), ("enne", "en"), ("iere", "ier"), ("ette", "et"))
_STEMMERS = {"nl": _dutch, "fr": _french, "en": _english}

# Second parts of Dutch compounds that say little themselves: what stands before one of them is a
# word in its own right (nier|patienten, hartfalen|monitoring, long|arts).
DUTCH_HEADS = frozenset(
    stem(head, "nl")
    for head in (
        "aandoening aandoeningen aanpak afdeling afwijking analyse apparaat apparatuur app arts "
        "assistent bank behandelaar behandeling bedrijf begeleiding beeld beelden bestrijding "
        "bewaking brace cel cellen centrum chip chirurg chirurgie consortium controle cohort data "
        "deskundige device detectie diagnose diagnostiek dosis drager expert filter fonds forum "
        "gebied gebruik gel genees geneesmiddel gezondheid groei groep herstel huis implantaat "
        "inactivatie indicatie industrie innovatie instrument instituut keten kandidaat kliniek kunde "
        "kit lab laboratorium letsel lijder lijn lijst markers marker markt materiaal meter meting "
        "meten methode middel model modellen monitor monitoring netwerk onderneming onderzoek "
        "onderzoeker ontdekking ontwikkeling ontsteking operatie opsporing oplossing optimalisatie "
        "pakket partij partner patient patienten platform pleister pil populatie poli polikliniek "
        "pomp praktijk preparaat preventie probleem product productie producent professional "
        "programma project proces proef profiel prothese registratie register research resultaat "
        "revalidatie risico robot scan scanner screening sector sensor service simulatie software "
        "specialist specialisme startup stelsel stoornis stoornissen stof studie subsidie systeem "
        "techniek technologie test testen therapie thuis toediening toepassing toezicht training "
        "trial vaccin vaccinatie vakgroep veld verband verlies verpleegkundige verwerking verzorging "
        "vereniging verzekeraar virus vraag vraagstuk wereld weefsel werking wetenschap zaal zaak "
        "zalf ziekte ziekten ziekenhuis zorg zuivering"
    ).split()
)
DUTCH_LINKS = ("", "s", "en", "e", "n")
