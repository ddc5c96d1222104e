"""What a visitor of the public pages reads there, and a pôle with something of everything to read about."""

import datetime as dt
import re

from django.utils.html import strip_tags

from clusters.enums import AgreementKind, EventKind, SeatRole, StatementKind
from clusters.models import (
    Agreement,
    ClusterName,
    ClusterRegion,
    ClusterSeat,
    Evaluation,
    Event,
    Facility,
    Figure,
    Focus,
    Label,
    LineLead,
    Membership,
    Network,
    NetworkParticipation,
    Project,
    Statement,
    StrategicLine,
)
from tests import builders


def text_of(response):
    """What the page says, blocks apart."""
    apart = re.sub(r"<(?=/?(?:dt|dd|li|p|div|td|th|h[1-6])\b)", " <", response.content.decode())
    return " ".join(strip_tags(apart).split())


def names_in(response):
    """The pôles of the list, in its order."""
    return [
        strip_tags(name)
        for name in re.findall(r'class="pole__name"><a[^>]*>(.*?)</a>', response.content.decode())
    ]


def full_pole(slug, name, **fields):
    """A pôle with one fact of every kind."""
    cluster = builders.cluster(slug, name, **fields)
    region, city = builders.region(), builders.city()
    about = {"cluster": cluster}
    builders.fact(ClusterName, **about, text=name, language="fr")
    builders.fact(ClusterRegion, **about, region=region, wording="Elzas")
    builders.fact(ClusterSeat, **about, city=city, role=SeatRole.HEAD_OFFICE)
    builders.fact(Label, **about, phase="V", begins_on=dt.date(2023, 1, 1), ends_on=dt.date(2026, 12, 31))
    builders.fact(Statement, **about, kind=StatementKind.DESCRIPTION, text_nl=f"{name} werkt aan genezing.")
    builders.fact(Focus, **about, theme=builders.theme(), weight=3)
    line = builders.fact(StrategicLine, **about, number=1, title_nl="Voeding")
    lead = builders.organisation(f"lead-of-{slug}", f"Laboratoire {name}")
    builders.fact(LineLead, line=line, organisation=lead)
    builders.fact(Membership, **about, organisation=lead)
    builders.fact(Project, **about, name="Vallée verte", led_by=lead, city=city)
    builders.fact(Facility, **about, name="Plateau technique", city=city)
    builders.fact(Agreement, **about, kind=AgreementKind.AGREEMENT, counterpart_nl="Clusters in Berlijn")
    network = Network.objects.get_or_create(slug="alliance", defaults={"name": "Alliance Santé"})[0]
    builders.fact(NetworkParticipation, **about, network=network)
    builders.fact(Evaluation, **about, programme_nl="Nationale evaluatie", year=2012, rating_nl="Goed")
    builders.fact(Figure, **about, measure="members", label_nl="leden", unit_nl="leden", value=128)
    builders.fact(Event, **about, kind=EventKind.MOVED, text_nl="Verhuisde naar een nieuw gebouw.")
    builders.fact(Event, organisation=lead, kind=EventKind.ACQUIRED, text_nl="Werd gekocht.")
    return cluster
