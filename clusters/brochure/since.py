"""What changed after the office's own document, the one the register began with: told per pôle of then."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clusters.brochure.runs import LANGUAGE_OF_PLACES, Runs, bold, day_in_words, quiet
from clusters.brochure.runs import words as plain
from clusters.cards import Card, read_cards
from clusters.cards.values import Moment
from clusters.enums import SourceKind
from clusters.models import Cluster, Source
from clusters.open_data import facts_of
from clusters.presence import standing


@dataclass(frozen=True)
class Then:
    """A pôle as the document knew it, what it is now, and what no longer holds."""

    name: str
    now: str
    chapter: str  # the key of the chapter that tells of it now
    moments: tuple[Moment, ...]
    gone: tuple[tuple[str, str], ...]  # the section of a card, and what stood there


@dataclass(frozen=True)
class SinceDocument:
    """What changed between the day of the office's document and that of the brochure."""

    title: str
    published_on: dt.date
    precision: str
    poles: tuple[Then, ...]

    def chapter(self) -> dict[str, Any]:
        day = day_in_words(self.published_on, self.precision)
        lead = _(
            "The office described these pôles before, in “%(title)s” (%(day)s). Below is what happened since"
            " and what that document says that no longer holds. All else that it says still stands in the"
            " chapters, with its source."
        ) % {"title": self.title, "day": day}
        blocks: list[dict[str, Any]] = [{"kind": "paragraph", "runs": [plain(lead)]}]
        for pole in self.poles:
            blocks += pole_blocks(pole)
        return {
            "key": "since",
            "title": [plain(_("Since the document of %(year)s") % {"year": self.published_on.year})],
            "glance": [],
            "map": None,
            "blocks": blocks,
            "remarks": [],
            "sources": [],
        }


def pole_blocks(pole: Then) -> list[dict[str, Any]]:
    title: Runs = [plain(pole.name, LANGUAGE_OF_PLACES)]
    if pole.now != pole.name:
        title += [plain(", " + _("now") + " "), plain(pole.now, LANGUAGE_OF_PLACES)]
    blocks: list[dict[str, Any]] = [
        {"kind": "heading", "level": 2, "runs": [*title, ["c", pole.chapter]]},
    ]
    if pole.moments:
        rows = [(day_in_words(moment.day, moment.precision), [plain(moment.text)]) for moment in pole.moments]
        blocks.append({"kind": "moments", "rows": rows})
    if pole.gone:
        blocks.append({"kind": "heading", "level": 3, "runs": [plain(_("No longer so"))]})
        items = [{"runs": [quiet(f"{what}: "), bold(text)], "below": []} for what, text in pole.gone]
        blocks.append({"kind": "list", "ordered": False, "columns": 2, "items": items})
    if not pole.moments and not pole.gone:
        blocks.append({"kind": "paragraph", "runs": [plain(_("The register knows of no change."))]})
    return blocks


def read_since(cards: Sequence[Card], clusters: Sequence[Cluster], *, on: dt.date) -> SinceDocument | None:
    """Compare `cards` (of `clusters`, on day `on`) with the pôles of the office's last document before.

    A pôle that was taken over is told of with the one that took it over. Returns None when the office had
    no document before that day, or none of these pôles in it. As many queries as reading cards takes.
    """
    documents = Source.objects.filter(kind=SourceKind.OFFICE, published_on__lt=on)
    document = documents.order_by("-published_on", "pk").first()
    if document is None or document.published_on is None:
        return None
    then_on = document.published_on
    chosen = {cluster.pk: cluster.slug for cluster in clusters}
    known = list(standing(on=then_on).select_related("sector", "succession"))
    heirs = {cluster.slug: chosen.get(_heir(cluster), "") for cluster in known}
    known = [cluster for cluster in known if heirs[cluster.slug]]
    by_slug = {card.slug: card for card in cards}
    kept = _kept(cards, on)
    then = read_cards(known, on=then_on, is_today=False)
    poles = tuple(
        Then(
            name=card.name,
            now=by_slug[heirs[card.slug]].name,
            chapter=heirs[card.slug],
            moments=_later(card, by_slug[heirs[card.slug]], then_on),
            gone=_gone(card, kept, then_on) if card.slug in by_slug else (),
        )
        for card in then
    )
    if not poles:
        return None
    return SinceDocument(document.title, then_on, document.published_precision, poles)


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


def _kept(cards: Iterable[Card], on: dt.date) -> set[tuple[Any, ...]]:
    return {_key(row) for row in facts_of(cards, on=on, address="").rows}


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
