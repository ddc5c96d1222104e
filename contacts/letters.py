"""What the letters say: the introduction to a pôle and the copy for the enquirer.

A letter says only what the enquirer released. The kind of organisation, the themes (from our own
list) and the kind of partner are in every letter, because without them there is nothing to answer;
the name, the person and the enquirer's own words go in when their `Release` was ticked, and else
the letter is a teaser in which the organisation stays unnamed.

A template's first line is the subject of the mail, the rest is its text.
"""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation

from clusters import dates
from clusters.enums import StatementKind
from clusters.folding import fold
from clusters.models import Cluster, ClusterContact, Statement
from contacts.enums import Establishment, Release
from contacts.models import IntroductionRequest

SUBJECT_LENGTH = 200
# A shorter piece of somebody's text ("we are looking for a partner") may be anybody's.
TELLING_LENGTH = 40
_LEGAL_FORM = re.compile(r"\s+(b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|u\.?a\.?|holding)$")


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


@dataclass(frozen=True)
class Eligibility:
    """What the register knows about taking part without a French establishment, and who says so."""

    membership: Statement | None
    subsidy: Statement | None

    @property
    def source(self) -> Statement | None:
        return self.membership or self.subsidy


def introduction_letter(
    request: IntroductionRequest,
    cluster: Cluster,
    recipient: ClusterContact | None,
    *,
    language: str,
    by: AbstractBaseUser | None,
    on: dt.date,
) -> Letter:
    """Return the letter to the pôle in `language`, with the released facts and no others."""
    return _render("introduction", request, cluster, recipient, language=language, by=by, on=on)


def enquirer_copy(
    request: IntroductionRequest,
    cluster: Cluster,
    recipient: ClusterContact | None,
    *,
    letter: Letter,
    by: AbstractBaseUser | None,
    on: dt.date,
) -> Letter:
    """Return the enquirer's copy in their own language: what was passed on, and the letter itself."""
    language = request.contact.language
    return _render("copy", request, cluster, recipient, language=language, by=by, on=on, letter=letter)


def unreleased_facts(request: IntroductionRequest, released: Collection[str], *texts: str) -> list[Release]:
    """Return what `texts` give away although it is not in `released`; [] when they keep quiet.

    A safeguard for letters edited by hand, and for an enquirer's own words that name the company.
    It knows the enquirer's name (without legal form), person, address, telephone number and longer
    pieces of their text; it cannot know a paraphrase.
    """
    plain = "\n".join(texts)
    if Release.CONTACT in released:
        plain = plain.casefold().replace(request.contact.email.casefold(), " ")
    folded = f" {re.sub(r'[^0-9a-z]+', ' ', fold(plain))} "
    found = []
    if Release.ORGANISATION not in released and any(
        f" {name} " in folded for name in _names(request.organisation_name, request.enquirer.name)
    ):
        found.append(Release.ORGANISATION)
    if Release.CONTACT not in released and _names_person(request, plain, folded):
        found.append(Release.CONTACT)
    if Release.TEXT not in released and any(piece in folded for piece in _telling_pieces(request.text)):
        found.append(Release.TEXT)
    return found


def _names(*names: str) -> set[str]:
    bare = {_LEGAL_FORM.sub("", fold(name)) for name in names}
    spaced = {re.sub(r"[^0-9a-z]+", " ", name).strip() for name in bare}
    return {name for name in spaced if name}


def _names_person(request: IntroductionRequest, plain: str, folded: str) -> bool:
    contact = request.contact
    digits = re.sub(r"\D", "", contact.phone)[-8:]
    return (
        contact.email.casefold() in plain.casefold()
        or any(f" {name} " in folded for name in _names(contact.name))
        or (len(digits) == 8 and digits in re.sub(r"[\s()./-]", "", plain))
    )


def _telling_pieces(text: str) -> list[str]:
    sentences = re.split(r"[.!?\n]", text)
    pieces = [re.sub(r"[^0-9a-z]+", " ", fold(sentence)).strip() for sentence in sentences]
    return [piece for piece in pieces if len(piece) >= TELLING_LENGTH]


def eligibility(cluster: Cluster, *, on: dt.date) -> Eligibility:
    """Return the rules on membership and subsidy that hold for `cluster` on that day, its own first.

    They come from the register (in the office's document of 2014: a French establishment may become
    a member; a foreign company may take part in a project, without French subsidy), so that a new
    rule with its own source and date replaces them without a change of the letters.
    """
    rules = (
        Statement.objects.as_of(on)
        .filter(
            Q(cluster=None) | Q(cluster=cluster),
            kind__in=[StatementKind.MEMBERSHIP_RULE, StatementKind.SUBSIDY_RULE],
        )
        .select_related("source")
    )
    latest: dict[str, Statement] = {}
    for rule in sorted(rules, key=lambda rule: (rule.cluster_id is not None, rule.stated_on, -rule.pk)):
        latest[rule.kind] = rule
    return Eligibility(latest.get(StatementKind.MEMBERSHIP_RULE), latest.get(StatementKind.SUBSIDY_RULE))


def _render(
    name: str,
    request: IntroductionRequest,
    cluster: Cluster,
    recipient: ClusterContact | None,
    *,
    language: str,
    by: AbstractBaseUser | None,
    on: dt.date,
    letter: Letter | None = None,
) -> Letter:
    released = set(request.release)
    has_none = request.french_establishment == Establishment.NO
    rules = eligibility(cluster, on=on) if has_none else None
    with translation.override(language):
        context = {
            "reference": request.reference,
            "cluster": cluster.name,
            "recipient": recipient.name if recipient else "",
            "organisation": request.organisation_name if Release.ORGANISATION in released else "",
            "kind": request.enquirer.get_kind_display(),
            "person": request.contact if Release.CONTACT in released or name == "copy" else None,
            "text": request.text.strip() if Release.TEXT in released else "",
            "region_wish": request.region_wish if Release.TEXT in released else "",
            "themes": ", ".join(str(theme.label) for theme in request.themes.all()),
            "partner": request.get_partner_kind_display(),
            "without_establishment": has_none,
            "eligibility": rules,
            "rule_dated": _dated(rules.source, language) if rules and rules.source else "",
            "released": [kind.value for kind in Release if kind in released],
            "withheld": [kind.value for kind in Release if kind not in released],
            "sender": _full_name(by),
            "letter": letter,
        }
        lines = render_to_string(f"contacts/letters/{name}.{language}.txt", context).strip().splitlines()
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines[1:]).strip())
    return Letter(subject=" ".join(lines[0].split())[:SUBJECT_LENGTH], body=body + "\n")


def _dated(rule: Statement, language: str) -> str:
    return dates.in_words(rule.stated_on, language, rule.stated_precision)


def _full_name(by: AbstractBaseUser | None) -> str:
    return " ".join(part for part in (getattr(by, "first_name", ""), getattr(by, "last_name", "")) if part)


def reply_address(by: AbstractBaseUser | None) -> str:
    """Return where an answer to the letter should go: to the attaché, else to the office's mailbox."""
    return getattr(by, "email", "") or settings.OFFICE_MAILBOX
