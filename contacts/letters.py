"""What the letters say: to the pôle, and the copy for the enquirer.

A letter says only what the enquirer released. The kind of organisation, the themes (from our own
list) and the kind of partner are in every letter, because without them there is nothing to answer;
the name, the person and the enquirer's own words go in when their `Release` was ticked. In a letter
that leaves the organisation unnamed the name and the person are left out, whatever was released.

The words around it come from `letter_templates`; here is what is filled in.
"""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation

from clusters import dates
from clusters.enums import Language, StatementKind
from clusters.models import Cluster, Statement
from contacts import answer_links, letter_templates, notifications, placeholders
from contacts.enums import EnquirerKind, Establishment, LetterKind, PartnerKind, Release
from contacts.letter_templates import Text, words
from contacts.models import Introduction, IntroductionRequest


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

    @property
    def holds(self) -> str:
        """Which of the phrases in `words` says it."""
        if self.membership:
            return "member_subsidy" if self.subsidy else "member"
        return "subsidy" if self.subsidy else "none"


def tellable(request: IntroductionRequest, *, unnamed: bool) -> list[str]:
    """Return what a letter may say of `request`: what was released, without what names the enquirer."""
    return [fact.value for fact in tellable_of(request.release, unnamed=unnamed)]


def tellable_of(released: Collection[str], *, unnamed: bool) -> list[Release]:
    """Return what of `released` a letter may tell; one that leaves the enquirer unnamed tells less."""
    kept = (Release.TEXT,) if unnamed else tuple(Release)
    return [fact for fact in Release if fact in kept and fact in released]


def write(
    kind: LetterKind,
    introduction: Introduction,
    *,
    released: Collection[str],
    language: str,
    by: AbstractBaseUser | None,
    at: dt.datetime,
    known: Collection[str] | None = None,
) -> tuple[Letter, Letter]:
    """Return the letter to the pôle in `language` and the enquirer's copy of it in their own.

    The letter says what is in `released`; the copy lists what the pôle knows by then: `known`, when it
    was told more before. `introduction` must have its primary key: the link for answering names it.
    """
    request = introduction.request
    theirs = request.contact.language
    rules = None
    if request.french_establishment == Establishment.NO:
        rules = eligibility(introduction.cluster, on=timezone.localdate(at))
    common = _common(introduction, by=by)
    text = letter_templates.in_use(kind)[language]
    path = answer_links.path_for(introduction, at=at, language=language)
    values = {
        **common,
        **_said_to_the_pole(introduction, released, language),
        "answer_link": notifications.absolute(path),
        "eligibility": _said_on(rules, "pole", language),
    }
    letter = render(text, values)
    told = released if known is None else known
    copy_text = letter_templates.in_use(f"{kind}_copy")[theirs]
    values = {
        **common,
        **_in_language(request, theirs),
        "person": request.contact.name,
        "passed_on": listed([fact for fact in Release if fact in told], theirs),
        "not_passed_on": listed([fact for fact in Release if fact not in told], theirs, none=""),
        "eligibility": _said_on(rules, "enquirer", theirs),
        "letter": quoted(letter.subject, letter.body, theirs),
    }
    return letter, render(copy_text, values)


def render(text: Text, values: Mapping[str, str]) -> Letter:
    """Return `text` filled in; a subject is one line, fit for a header."""
    return Letter(
        subject=notifications.one_line(placeholders.fill(text.subject, values)),
        body=placeholders.fill(text.body, values) + "\n",
    )


def _common(introduction: Introduction, *, by: AbstractBaseUser | None) -> dict[str, str]:
    return {
        "pole": introduction.cluster.name,
        "recipient": introduction.recipient.name if introduction.recipient else "",
        "reference": introduction.request.reference,
        "sender": _full_name(by),
    }


def _in_language(request: IntroductionRequest, language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "kind": request.kind_in_words,
            "themes": ", ".join(str(theme.label) for theme in request.themes.all()),
            "partner": str(PartnerKind(request.partner_kind).label) if request.partner_kind else "",
        }


def _said_to_the_pole(introduction: Introduction, released: Collection[str], language: str) -> dict[str, str]:
    request, contact = introduction.request, introduction.request.contact
    who = "\n".join(filter(None, (contact.name, contact.email, contact.phone)))
    return {
        **_in_language(request, language),
        "salutation": salutation(introduction.recipient.name if introduction.recipient else "", language),
        "organisation": request.organisation_name if Release.ORGANISATION in released else "",
        "contact": who if Release.CONTACT in released else "",
        "enquiry": request.text.strip() if Release.TEXT in released else "",
        "regions": request.region_wish if Release.TEXT in released else "",
    }


def salutation(name: str, language: str) -> str:
    """Return how a letter in `language` begins, to somebody or to nobody in particular."""
    phrases = words(language)
    return placeholders.fill(phrases["dear"], {"recipient": name}) if name else phrases["dear_nobody"]


def listed(facts: Collection[Release], language: str, *, none: str | None = None) -> str:
    """Return facts as a list in `language`; without any, `none` or the word for nothing."""
    if not facts and none is not None:
        return none
    phrases = words(language)
    return "\n".join(f"- {phrases[fact.value]}" for fact in facts) or f"- {phrases['nothing']}"


def quoted(subject: str, body: str, language: str) -> str:
    """Return the letter as the copy quotes it: without the link by which only the pôle may answer."""
    left_out = words(language)["link_left_out"]
    for each in Language.values:
        with translation.override(each):
            before = notifications.absolute(reverse("contacts:answer", args=["0"])).rsplit("0", 1)[0]
        body = re.sub(rf"{re.escape(before)}[^\s/]+/?", left_out, body)
    return f"{subject}\n\n{body.strip()}"


def _said_on(rules: Eligibility | None, to: str, language: str) -> str:
    if rules is None:
        return ""
    phrases = words(language)
    said = phrases[f"{to}.{rules.holds}"]
    if rules.source is None:
        return said
    values = {"source": rules.source.source.title, "date": _dated(rules.source, language)}
    return f"{said} {placeholders.fill(phrases[f'{to}.rule'], values)}"


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


def _dated(rule: Statement, language: str) -> str:
    return dates.in_words(rule.stated_on, language, rule.stated_precision)


def _full_name(by: AbstractBaseUser | None) -> str:
    return " ".join(part for part in (getattr(by, "first_name", ""), getattr(by, "last_name", "")) if part)


def reply_address(by: AbstractBaseUser | None) -> str:
    """Return where an answer to the letter should go: to the attaché, else to the office's mailbox."""
    return getattr(by, "email", "") or settings.OFFICE_MAILBOX


def sample(kind: str, language: str) -> dict[str, str]:
    """Return what a template of this kind is filled with for a look at it: an invented request."""
    phrases = words(language)
    rule = {"source": phrases["sample.source"], "date": phrases["sample.date"]}
    unnamed = kind.startswith(LetterKind.TEASER)
    released = [Release.TEXT] if unnamed else list(Release)
    to = "enquirer" if kind.endswith("_copy") else "pole"
    said = f"{phrases[f'{to}.member_subsidy']} {placeholders.fill(phrases[f'{to}.rule'], rule)}"
    with translation.override(language):
        kind_and_partner = {
            "kind": str(EnquirerKind.START_UP.label),
            "partner": str(PartnerKind.HOSPITAL.label),
        }
        link = notifications.absolute(reverse("contacts:answer", args=["…"]))
    values = {
        **kind_and_partner,
        "pole": "Pôle Exemple",
        "recipient": "Claire Exemple",
        "salutation": salutation("Claire Exemple", language),
        "person": "Sanne Voorbeeld",
        "organisation": "Voorbeeld Medische Techniek B.V.",
        "contact": "Sanne Voorbeeld\nsanne@voorbeeld.example\n+31 20 555 01 42",
        "themes": phrases["sample.themes"],
        "regions": phrases["sample.regions"],
        "enquiry": phrases["sample.enquiry"],
        "eligibility": said,
        "reference": "IA-7K4M2P",
        "answer_link": link,
        "passed_on": listed(released, language),
        "not_passed_on": listed([fact for fact in Release if fact not in released], language, none=""),
        "sender": "Anouk de Vries",
        "letter": "",
    }
    if to == "enquirer":
        letter = render(letter_templates.in_use(kind.removesuffix("_copy"))[language], values)
        values["letter"] = quoted(letter.subject, letter.body, language)
    return values
