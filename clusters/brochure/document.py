"""The office's own document: what it says of itself, and what changed after it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clusters.brochure import sections
from clusters.brochure.chapters import chapter
from clusters.brochure.runs import LANGUAGE_OF_PLACES, Remarks, bold, colon, day_in_words, quiet, titled
from clusters.brochure.runs import words as plain
from clusters.brochure.sections import Block
from clusters.cards import Card, read_cards
from clusters.cards.values import Fact, Group, Moment
from clusters.enums import SourceKind, StatementKind
from clusters.folding import fold
from clusters.models import Cluster, Source, Statement
from clusters.open_data import facts_of
from clusters.presence import standing
from clusters.provenance import CitedSource, SourceBook


@dataclass(frozen=True)
class Then:
    """A pôle as the document knew it, what it is now, and what no longer holds."""

    name: str
    now: str
    chapter: str  # the key of the chapter that tells of it now
    moments: tuple[Moment, ...]
    gone: tuple[tuple[str, str], ...]  # the section of a card, and what stood there


@dataclass(frozen=True)
class OfficeDocument:
    """The office's last document up to the brochure's day, and what changed since."""

    title: str
    published_on: dt.date
    precision: str
    said: Group
    lost_links: tuple[str, ...]  # words that were a link in it, whose target is lost
    sources: tuple[CitedSource, ...]
    poles: tuple[Then, ...]

    def chapter(self) -> Block:
        remarks = Remarks()
        day = day_in_words(self.published_on, self.precision)
        lead = _("The office described pôles before, in “%(title)s” (%(day)s).") % {
            "title": self.title,
            "day": day,
        }
        blocks = sections.paragraphs([[plain(lead)]])
        if self.poles:
            told = _(
                "Below is what happened since, and what that document says that no longer holds. What else it"
                " says of a pôle that still exists stands in that pôle's chapter; what it says of one that"
                " merged, in the brochure of an earlier day."
            )
            blocks += [
                sections.heading([plain(_("What changed since"))]),
                *sections.paragraphs([[plain(told)]]),
            ]
        for pole in self.poles:
            blocks += pole_blocks(pole)
        if self.said.facts:
            items = [[plain(fact.text), *remarks.in_group(fact, self.said)] for fact in self.said.facts]
            blocks += [sections.heading(titled(self.said)), sections.listed(items)]
        if self.lost_links:
            told = _("Words that were a link in it, whose target is lost: %(words)s.")
            blocks += sections.paragraphs([[plain(told % {"words": "; ".join(self.lost_links)})]])
        title = _("The document of %(year)s") % {"year": self.published_on.year}
        if self.poles:
            title = _("Since the document of %(year)s") % {"year": self.published_on.year}
        return chapter("document", [plain(title)], blocks, self.sources, remarks)


def pole_blocks(pole: Then) -> list[Block]:
    title = plain(pole.name, LANGUAGE_OF_PLACES)
    if pole.now != pole.name:
        title = plain(_("%(then)s, now %(now)s") % {"then": pole.name, "now": pole.now})
    blocks: list[Block] = [
        {"kind": "heading", "level": 3, "runs": [title, ["c", pole.chapter]]},
    ]
    if pole.moments:
        rows = [(day_in_words(moment.day, moment.precision), [plain(moment.text)]) for moment in pole.moments]
        blocks.append({"kind": "moments", "rows": rows})
    if pole.gone:
        blocks.append({"kind": "heading", "level": 4, "runs": [plain(_("No longer so"))]})
        items = [{"runs": [quiet(what), colon(), bold(text)], "below": []} for what, text in pole.gone]
        blocks.append({"kind": "list", "ordered": False, "columns": 1, "items": items})
    if not pole.moments and not pole.gone:
        blocks.append({"kind": "paragraph", "runs": [plain(_("The register knows of no change."))]})
    return blocks


def read_document(
    cards: Sequence[Card], clusters: Sequence[Cluster], *, on: dt.date
) -> OfficeDocument | None:
    """Return the office's last document published by day `on`, beside `cards` (of `clusters`, on that day).

    Returns None when there was none yet. Three queries; when the document is from an earlier day, as many
    more as reading cards takes.
    """
    documents = Source.objects.filter(kind=SourceKind.OFFICE, published_on__lte=on)
    document = documents.order_by("-published_on", "pk").first()
    if document is None or document.published_on is None:
        return None
    book = SourceBook()
    kinds = (StatementKind.DOCUMENT, StatementKind.LINK)
    told = Statement.objects.as_of(on).filter(source=document, kind__in=kinds).select_related("source")
    rows = [row for row in told.order_by("pk") if row.cluster_id is None or row.kind == StatementKind.LINK]
    said = [Fact(str(row.text), book.note(row)) for row in rows if row.kind == StatementKind.DOCUMENT]
    own = {cluster.pk for cluster in clusters}
    links = [row for row in rows if row.kind == StatementKind.LINK and row.cluster_id in {None, *own}]
    return OfficeDocument(
        title=document.title,
        published_on=document.published_on,
        precision=document.published_precision,
        said=Group(_("What it says of itself"), tuple(said)),
        lost_links=tuple(str(row.text) for row in links),
        sources=book.cited(),
        poles=_poles(cards, clusters, document.published_on, on) if document.published_on < on else (),
    )


def _poles(
    cards: Sequence[Card], clusters: Sequence[Cluster], then_on: dt.date, on: dt.date
) -> tuple[Then, ...]:
    """Return what became of the document's pôles; one taken over is told of with its successor."""
    chosen = {cluster.pk: cluster.slug for cluster in clusters}
    known = list(standing(on=then_on).select_related("sector", "succession"))
    heirs = {cluster.slug: chosen.get(_heir(cluster), "") for cluster in known}
    then = read_cards([one for one in known if heirs[one.slug]], on=then_on, is_today=False)
    by_slug = {card.slug: card for card in cards}
    kept = {_key(row) for row in facts_of(cards, on=on, address="").rows}
    return tuple(
        Then(
            name=card.name,
            now=by_slug[heirs[card.slug]].name,
            chapter=heirs[card.slug],
            moments=_later(card, by_slug[heirs[card.slug]], then_on),
            gone=_gone(card, kept, then_on) if card.slug in by_slug else (),
        )
        for card in sorted(then, key=lambda card: fold(card.name))
    )


def _heir(cluster: Cluster) -> int:
    """Return the row of the pôle that tells of `cluster` now: its successor's when it was taken over."""
    succession = getattr(cluster, "succession", None)
    return succession.successor_id if succession else cluster.pk


def _later(then: Card, now: Card, day: dt.date) -> tuple[Moment, ...]:
    """Return what befell the pôle itself after `day`; of one taken over only how it ended."""
    if then.slug != now.slug:
        kin = next((kin for kin in now.took_over if kin.slug == then.slug), None)
        note = next((moment.note for moment in now.life_line if kin and moment.day == kin.day), None)
        text = _("Merged into %(name)s.") % {"name": now.name}
        return (Moment(kin.day, kin.precision, text, note, mark="end"),) if kin and note else ()
    return tuple(moment for moment in now.life_line if moment.day > day and not moment.of)


def _gone(card: Card, kept: set[tuple[Any, ...]], on: dt.date) -> tuple[tuple[str, str], ...]:
    titles = {
        "regions": _("Regions"),
        "seats": _("Cities"),
        "description": _("In short"),
        "goals": _("Goals"),
        "themes": _("Strong in"),
        "lines": _("Strategic lines"),
        "members": _("Members named"),
        "projects": _("Projects"),
        "facilities": _("Facilities"),
        "figures": _("In figures"),
        "agreements": _("Agreements and networks"),
        "networks": _("Networks"),
        "evaluations": _("Evaluations"),
    }
    rows = facts_of([card], on=on, address="").rows
    return tuple(
        dict.fromkeys(
            (titles[row["section"]], row["text"])
            for row in rows
            if row["section"] in titles and _key(row) not in kept
        )
    )


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    # How a member is spoken of may change while it stays a member; a figure is its number.
    return row["pole"], row["section"], row["text"], row["value"]
