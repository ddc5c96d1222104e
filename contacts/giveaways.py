"""What a letter gives away although the enquirer did not release it.

A safeguard for letters edited by hand, and for an enquirer's own words that name the company. It knows
the enquirer's name (without legal form, and written as one word), the domain of their e-mail, the person,
address, telephone number and longer pieces of their text; it cannot know a paraphrase.
"""

import re
from collections.abc import Collection, Iterator

from clusters.folding import fold
from clusters.models import Term
from contacts import notifications
from contacts.enums import Release
from contacts.models import IntroductionRequest
from contacts.plain_words import PLAIN_WORDS

# A shorter piece of somebody's text ("we are looking for a partner") may be anybody's.
TELLING_LENGTH = 40
# Fewer letters may stand in any word by chance.
TELLING_LETTERS = 5
_FORM = (
    r"(?:b\.?\s?v\.?|n\.?v\.?|v\.?o\.?f\.?|[ubw]\.?a\.?|c\.?v\.?|holding|cooperatie|stichting|vereniging|maatschap"
    r"|gmbh|ag|ltd\.?|limited|inc\.?|llc|plc|s\.?a\.?s?\.?|sarl|srl|bvba)"
)
# Taken off as often as there is one: what is left is what people call the organisation.
_FORM_BEHIND = re.compile(rf"[\s,]+{_FORM}$|\s*\([^()]*\)$")
_FORM_BEFORE = re.compile(rf"^{_FORM}\s+")
# Where anybody has a mailbox: such a domain names nobody.
_MAIL_PROVIDERS = frozenset(
    """
    aol casema chello fastmail free freeler gmail gmx googlemail hccnet hetnet home hotmail icloud kpnmail
    kpnplanet laposte live mac mail me msn online orange outlook planet pm proton protonmail quicknet sfr
    skynet solcon tele2 telenet telfort tuta tutanota upcmail wanadoo web xs4all yahoo ymail zeelandnet
    ziggo zonnet
    """.split()
)
# "co.uk": the name of a domain stands before it.
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})
_ADDRESS_LIKE = re.compile(r"@|://|^www\.|[0-9a-z]\.[a-z]{2,}(?:$|[/:?#.,;!)])")


def unreleased_facts(request: IntroductionRequest, released: Collection[str], *texts: str) -> list[Release]:
    """Return what `texts` give away although it is not in `released`; [] when they keep quiet."""
    plain = "\n".join(texts)
    if Release.CONTACT in released:
        plain = plain.casefold().replace(request.contact.email.casefold(), " ")
    folded = f" {_spaced(fold(plain))} "
    found = []
    if Release.ORGANISATION not in released and _names_organisation(request, plain, folded):
        found.append(Release.ORGANISATION)
    if Release.CONTACT not in released and _names_person(request, plain, folded):
        found.append(Release.CONTACT)
    if Release.TEXT not in released and any(piece in folded for piece in _telling_pieces(request.text)):
        found.append(Release.TEXT)
    return found


def told_in(request: IntroductionRequest, *texts: str) -> list[Release]:
    """Return what `texts` tell of the enquirer, also when their own words were few."""
    told = unreleased_facts(request, (), *texts)
    folded, words = _spaced(fold("\n".join(texts))), _spaced(fold(request.text))
    return told if Release.TEXT in told or not words or words not in folded else [*told, Release.TEXT]


def _names_organisation(request: IntroductionRequest, plain: str, folded: str) -> bool:
    """Is the organisation named: in words, as one word ("kniebeeldmedical.example"), or by its domain?"""
    names = _names(request.organisation_name, request.enquirer.name)
    if any(f" {name} " in folded for name in names):
        return True
    # Two words written as one are nobody else's; one word may be part of any other, but not of an address.
    joined = {name.replace(" ", "") for name in names if " " in name}
    if any(_holds(word, joined) for word in folded.split()):
        return True
    domain, label = _domain(request.contact.email)
    joined |= {*names, label}
    for address in _addresses(plain):
        if (domain and re.search(rf"(?:^|[^0-9a-z]){re.escape(domain)}(?![0-9a-z])", address)) or _holds(
            re.sub(r"[^0-9a-z]", "", address), joined
        ):
            return True
    return len(label) >= TELLING_LETTERS and f" {label} " in folded and not _is_everyday(label)


def _holds(word: str, names: Collection[str]) -> bool:
    return any(len(name) >= TELLING_LETTERS and name in word for name in names)


def _addresses(plain: str) -> Iterator[str]:
    """Yield what looks like an e-mail address or a site, folded; not the office's own pages."""
    own = fold(notifications.absolute(""))
    for word in fold(plain).split():
        if _ADDRESS_LIKE.search(word) and not word.lstrip('(<"').startswith(own):
            yield word


def _domain(email: str) -> tuple[str, str]:
    """Return the domain of an address and the part that names its owner; two empty ones for a provider's."""
    labels = email.casefold().rpartition("@")[2].strip(".").split(".")
    if len(labels) < 2:
        return "", ""
    at = -3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else -2
    if labels[at] in _MAIL_PROVIDERS:
        return "", ""
    return ".".join(labels[at:]), re.sub(r"[^0-9a-z]", "", fold(labels[at]))


def _is_everyday(word: str) -> bool:
    """Is it a word of the language or of the vocabulary, that a letter may hold without naming anybody?"""
    return word in PLAIN_WORDS or Term.objects.filter(text_folded__contains=word).exists()


def _names(*names: str) -> set[str]:
    bare = {_without_form(fold(name)) for name in names}
    return {name for name in map(_spaced, bare) if name}


def _spaced(text: str) -> str:
    return re.sub(r"[^0-9a-z]+", " ", text).strip()


def _without_form(name: str) -> str:
    while shorter := _FORM_BEHIND.sub("", name) or name:
        if shorter == name:
            shorter = _FORM_BEFORE.sub("", name)
        if shorter in ("", name):
            break
        name = shorter
    return name


def _names_person(request: IntroductionRequest, plain: str, folded: str) -> bool:
    contact = request.contact
    digits = re.sub(r"\D", "", contact.phone)[-8:]
    return (
        contact.email.casefold() in plain.casefold()
        or any(f" {name} " in folded for name in _names(contact.name))
        or (len(digits) == 8 and digits in re.sub(r"[\s()./-]", "", plain))
    )


def _telling_pieces(text: str) -> list[str]:
    pieces = [_spaced(fold(sentence)) for sentence in re.split(r"[.!?\n]", text)]
    return [piece for piece in pieces if len(piece) >= TELLING_LENGTH]
