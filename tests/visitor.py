"""What a visitor of the public pages reads there, and a pôle with something of everything to read about."""

import datetime as dt
import re
from html.parser import HTMLParser

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


class Unmarked(HTMLParser):
    """Gathers where a page in another language says one of `names` without marking it as French.

    What the register itself says in a sentence, in the reader's language, is not marked word by word.
    """

    VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

    def __init__(self, names):
        super().__init__()
        self.names = names
        self.languages = []
        self.found = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        language = attributes.get("lang", self.languages[-1][1] if self.languages else "")
        self.check(attributes.get("aria-label", ""), language)
        if tag not in self.VOID:
            self.languages.append((tag, language))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.languages.pop()

    def handle_endtag(self, tag):
        while self.languages and self.languages.pop()[0] != tag:
            pass

    def handle_data(self, data):
        in_head = any(tag in ("head", "title", "script") for tag, _language in self.languages)
        if not in_head:
            self.check(data, self.languages[-1][1] if self.languages else "")

    def check(self, text, language):
        self.found += [
            f"{name} in {text.strip()!r}" for name in self.names if name in text and language != "fr"
        ]


def unmarked(response, *names):
    """Return where the page says one of the French `names` as if it were a word of its own language."""
    parser = Unmarked(names)
    parser.feed(response.content.decode())
    return parser.found


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
