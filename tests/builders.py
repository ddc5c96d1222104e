"""Things to test with, said in one line each: explicit values, nothing random, everything invented.

Every function stores what it returns. What is not named gets a plain value; a number that must
differ from row to row is counted on from what is there.
"""

import datetime as dt
from typing import Any

from attache.models import User
from clusters.enums import SourceKind, StatementKind, ThemeKind
from clusters.models import (
    City,
    Cluster,
    ClusterContact,
    Organisation,
    Region,
    Sector,
    Source,
    Statement,
    Succession,
    Theme,
)
from contacts.enquiries import NewEnquiry
from contacts.enums import EnquirerKind, Release
from contacts.models import ContactPerson, Enquirer, Introduction, IntroductionRequest
from contacts.quarters import days_between

AT = dt.datetime(2026, 7, 1, 9, 30, tzinfo=dt.UTC)
LONG_AGO = dt.date(2014, 12, 18)
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def staff(name: str = "anouk", *, superuser: bool = True, **fields: Any) -> User:
    return User.objects.create_user(
        username=name,
        email=fields.pop("email", f"{name}@office.example"),
        is_staff=True,
        is_superuser=superuser,
        **{"first_name": name.capitalize(), "last_name": "de Vries", "language": "en", **fields},
    )


def source(slug: str = "office-2014", **fields: Any) -> Source:
    values = {"title": "Overview of the pôles", "kind": SourceKind.OFFICE, "published_on": LONG_AGO, **fields}
    return Source.objects.get_or_create(slug=slug, defaults=values)[0]


def sector(slug: str = "life-sciences") -> Sector:
    return Sector.objects.get_or_create(
        slug=slug,
        defaults={"name_nl": "Life sciences", "name_en": "Life sciences", "name_fr": "Sciences du vivant"},
    )[0]


def theme(slug: str = "imaging", label: str = "", **fields: Any) -> Theme:
    name = label or slug.replace("-", " ")
    values = {"kind": ThemeKind.SUBJECT, "label_nl": name, "label_en": name, "label_fr": name, **fields}
    return Theme.objects.get_or_create(slug=slug, defaults=values)[0]


def cluster(slug: str = "biopole-nord", name: str = "", **fields: Any) -> Cluster:
    values = {
        "name": name or slug.replace("-", " ").title(),
        "sector": fields.pop("sector", None) or sector(),
    }
    return Cluster.objects.create(slug=slug, **{**values, **fields})


def succession(predecessor: Cluster, successor: Cluster, *, on: dt.date = dt.date(2019, 6, 1)) -> Succession:
    return Succession.objects.create(
        predecessor=predecessor, successor=successor, source=source(), stated_on=on, valid_from=on
    )


def fact(model: Any, **fields: Any) -> Any:
    """Any row that has a source: by default the office's document, as of the day it appeared."""
    return model.objects.create(**{"source": source(), "stated_on": LONG_AGO, **fields})


def region(slug: str = "grand-est", name: str = "", **fields: Any) -> Region:
    values = {"name": name or slug.replace("-", " ").title(), "insee_code": "44", **fields}
    return Region.objects.get_or_create(slug=slug, defaults=values)[0]


def city(slug: str = "strasbourg", **fields: Any) -> City:
    values = {"name": slug.title(), "latitude": "48.58392", "longitude": "7.74553", **fields}
    if "region" not in values:
        values["region"] = region()
    return City.objects.get_or_create(slug=slug, defaults=values)[0]


def organisation(slug: str = "labo-vert", name: str = "", **fields: Any) -> Organisation:
    return Organisation.objects.create(slug=slug, name=name or slug.replace("-", " ").title(), **fields)


def cluster_contact(cluster: Cluster, **fields: Any) -> ClusterContact:
    values = {"name": "Claire Dubois", "email": f"claire@{cluster.slug}.example", "language": "fr", **fields}
    return ClusterContact.objects.create(cluster=cluster, **values)


def rule(kind: StatementKind, **fields: Any) -> Statement:
    values = {"source": source(), "stated_on": LONG_AGO, "text_nl": "regel", "text_en": "rule", **fields}
    return Statement.objects.create(kind=kind, **values)


def enquirer(name: str = "Ortholink B.V.", **fields: Any) -> Enquirer:
    return Enquirer.objects.create(name=name, kind=fields.pop("kind", EnquirerKind.SME), **fields)


def person(enquirer: Enquirer, **fields: Any) -> ContactPerson:
    values = {
        "name": "Sanne Bakker",
        "email": "sanne@ortholink.example",
        "phone": "+31 20 555 0142",
        **fields,
    }
    return ContactPerson.objects.create(enquirer=enquirer, **values)


def reference(number: int) -> str:
    """Return the `number`-th reference: IA-222222, IA-222223, ..."""
    digits = ""
    for _ in range(6):
        number, rest = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[rest] + digits
    return f"IA-{digits}"


def request(**fields: Any) -> IntroductionRequest:
    """A new request for an imaging partner by Ortholink, everything released unless `release` says so."""
    themes = fields.pop("themes", None)
    asker = fields.pop("enquirer", None) or enquirer(fields.get("organisation_name", "Ortholink B.V."))
    contact = fields.pop("contact", None) or person(asker, language=fields.get("language", "nl"))
    values = {
        "reference": reference(IntroductionRequest.objects.count()),
        "received_at": AT,
        "organisation_name": asker.name,
        "subject": "Wij zoeken een partner voor beeldvorming",
        "text": "Wij zoeken een ziekenhuis voor onze MRI-software bij knieklachten.",
        "release": list(Release.values),
        "language": "nl",
    }
    row = IntroductionRequest.objects.create(enquirer=asker, contact=contact, **{**values, **fields})
    row.themes.set([theme()] if themes is None else themes)
    return row


def introduction(**fields: Any) -> Introduction:
    """A letter in preparation, of a new request to a new pôle unless they are given."""
    row = fields.pop("request", None) or request()
    pole = fields.pop("cluster", None) or cluster(f"pole-{Cluster.objects.count()}")
    values = {
        "cluster_name": pole.name,
        "language": "fr",
        "subject": "Mise en relation",
        "body": "Bonjour,\n",
        "copy_subject": "Uw vraag",
        "copy_body": "Beste,\n",
        "created_at": AT,
    }
    if answered_at := fields.get("answered_at"):
        values["answer_days"] = days_between(fields.get("sent_at") or answered_at, answered_at)
    return Introduction.objects.create(request=row, cluster=pole, **{**values, **fields})


def enquiry(**fields: Any) -> NewEnquiry:
    """What Ortholink fills in on the form: every answer that must be given, and no other."""
    values = {
        "organisation": "Ortholink B.V.",
        "organisation_kind": EnquirerKind.SME.value,
        "person": "Sanne Bakker",
        "email": "sanne@ortholink.example",
        "text": "Wij zoeken een ziekenhuis voor onze MRI-software bij knieklachten.",
    }
    return NewEnquiry(**{**values, **fields})
