"""Two or three pôles side by side: which may be compared on a day, and what they have in common.

A comparison reads the same cards as the pôles' own pages. Numbers stand beside each other only when
they count the same thing; they are never added up.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import CharField, Count, Q, Value
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusters.cards import Card
from clusters.cards.parties import names_borne
from clusters.cards.values import Fact, FigureFact
from clusters.dates import in_words
from clusters.directory import name_on
from clusters.enums import OrganisationKind
from clusters.folding import fold
from clusters.models import Cluster, ClusterName, Membership
from clusters.presence import Presence, presence_of, standing
from clusters.together import Part, hang, read_together

FEWEST, MOST = 2, 3
LONGEST_LIST = 20  # addresses looked up; nobody types more, and a machine need not be served
_ADDRESS = re.compile(r"[-a-zA-Z0-9_]{1,60}", re.ASCII)


@dataclass(frozen=True)
class Link:
    text: str
    query: str  # what follows the address of the comparison
    names: tuple[str, ...] = ()  # the French names in `text`


@dataclass(frozen=True)
class Notice:
    """Why something asked for is not shown, and what may be looked at instead."""

    text: str
    links: tuple[Link, ...] = ()
    names: tuple[str, ...] = ()  # the French names in `text`


@dataclass(frozen=True)
class Option:
    slug: str
    name: str


@dataclass(frozen=True)
class Choice:
    """What a visitor chose to compare: the pôles that can be, a sentence for each that cannot, and all to
    choose from."""

    clusters: tuple[Cluster, ...]
    notices: tuple[Notice, ...]
    options: tuple[Option, ...]

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(cluster.slug for cluster in self.clusters)

    @property
    def is_enough(self) -> bool:
        return len(self.clusters) >= FEWEST


@dataclass(frozen=True)
class ThemeRow:
    label: str
    weights: tuple[int, ...]  # per pôle; 0 where it is none of its themes


@dataclass(frozen=True)
class FigureCell:
    figure: FigureFact
    label: str  # empty when it is the row's
    share: float  # per cent of the row's largest; 0 where a bar would mislead


@dataclass(frozen=True)
class FigureRow:
    label: str
    cells: tuple[tuple[FigureCell, ...], ...]


@dataclass(frozen=True)
class KindRow:
    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class InCommon:
    """An organisation named with several of the pôles, or a network they share."""

    text: str
    poles: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    cards: tuple[Card, ...]
    shared_themes: tuple[ThemeRow, ...]
    own_themes: tuple[tuple[Fact, ...], ...]
    figures: tuple[FigureRow, ...]
    kinds: tuple[KindRow, ...] = ()
    members: tuple[InCommon, ...] = ()
    networks: tuple[InCommon, ...] = field(default=())


def query_of(slugs: Iterable[str], *, on: dt.date | None = None) -> str:
    """Return what follows the address of a comparison: `?pole=a&pole=b&as_of=2014-12-18`."""
    asked = [("pole", slug) for slug in slugs] + ([("as_of", on.isoformat())] if on else [])
    return "?" + urlencode(asked) if asked else ""


# --- what was chosen ------------------------------------------------------------------------------


def choose(asked: Sequence[str], *, on: dt.date, today: dt.date) -> Choice:
    """Read what was asked for. Each pôle that cannot be shown gives a sentence that says why.

    `asked` are addresses of pôles as they came; empty ones do not count. One query.
    """
    wanted = [slug for slug in dict.fromkeys(text.strip() for text in asked) if slug][:LONGEST_LIST]
    rows = _known([slug for slug in wanted if _ADDRESS.fullmatch(slug)], on, is_today=on == today)
    known = {cluster.slug: cluster for cluster in rows["wanted"]}
    times = Counter(text.strip() for text in asked)
    notices: list[Notice] = []
    chosen: list[Cluster] = []
    for slug in wanted:
        cluster = known.get(slug)
        if cluster is None:
            notices.append(
                Notice(_("“%(text)s” is no pôle of the register; it was left out.") % {"text": slug[:60]})
            )
            continue
        presence = presence_of(cluster)
        if presence.is_to_come(on) or presence.has_ended(on):
            asked_for = [other for other in wanted if other in known]
            notices.append(_absent(cluster, presence, asked_for, on=on, today=today))
            continue
        chosen.append(cluster)
        if times[slug] > 1:
            name = _name(cluster, on, is_today=on == today)
            text = _("%(name)s was chosen twice and is shown once.") % {"name": name}
            notices.append(Notice(text, names=(name,)))
    if len(chosen) > MOST:
        left_out = tuple(_name(cluster, on, is_today=on == today) for cluster in chosen[MOST:])
        text = _("Three pôles fit side by side. Left out: %(names)s.") % {"names": ", ".join(left_out)}
        notices.append(Notice(text, names=left_out))
    options = [Option(cluster.slug, _name(cluster, on, is_today=on == today)) for cluster in rows["standing"]]
    options.sort(key=lambda option: fold(option.name))
    return Choice(tuple(chosen[:MOST]), tuple(notices), tuple(options))


def _known(wanted: Sequence[str], on: dt.date, *, is_today: bool) -> dict[str, list[Cluster]]:
    """Read the pôles that were asked for and all that stood on that day, with the names they bore."""
    names = ClusterName.objects.all()
    if is_today:  # then a pôle's own name holds, and only those asked for may have others
        asked = Q(cluster__slug__in=wanted) | Q(cluster__took_over__predecessor__slug__in=wanted)
        names = ClusterName.objects.filter(pk__in=ClusterName.objects.filter(asked).values("pk"))
    rows = read_together(
        {
            "wanted": Part(
                Cluster.objects.filter(slug__in=wanted),
                ("sector", "succession__successor", "succession__source"),
            ),
            "standing": Part(standing(on=on), order=("name_folded", "pk")),
            "names": Part(names),
        }
    )
    heirs = [one.succession.successor for one in rows["wanted"] if hasattr(one, "succession")]
    hang(rows["names"], [*rows["wanted"], *heirs, *rows["standing"]], by="cluster_id", name="names")
    return rows


def _absent(
    cluster: Cluster, presence: Presence, chosen: Sequence[str], *, on: dt.date, today: dt.date
) -> Notice:
    """Say why a pôle did not stand on that day, with the comparisons that can be made instead."""
    language = get_language() or "en"
    same_day = None if on == today else on
    if presence.is_to_come(on) and presence.known_from:
        text = _("%(name)s was not in the register on %(day)s; it is from %(first)s on.") % {
            "name": cluster.name,
            "day": in_words(on, language),
            "first": in_words(presence.known_from, language),
        }
        return Notice(text, (Link(_("Compare as of today"), query_of(chosen)),), (cluster.name,))
    then = Link(
        _("Compare as of %(day)s, when %(name)s still stood")
        % {"day": in_words(presence.day_shown(on), language), "name": cluster.name},
        query_of(chosen, on=presence.day_shown(on)),
        (cluster.name,),
    )
    if presence.succession is None:
        text = _("%(name)s ended on %(day)s and has no successor in the register.") % {
            "name": cluster.name,
            "day": in_words(presence.ended_on or on, language),
        }
        return Notice(text, (then,), (cluster.name,))
    heir = presence.succession.successor
    heirs_name = _name(heir, on, is_today=on == today)
    text = _("%(name)s merged into %(successor)s (%(day)s).") % {
        "name": cluster.name,
        "successor": heirs_name,
        "day": in_words(presence.succession.began_on, language, presence.succession.began_precision),
    }
    instead = Link(
        _("Compare %(name)s instead") % {"name": heirs_name},
        query_of([heir.slug if slug == cluster.slug else slug for slug in chosen], on=same_day),
        (heirs_name,),
    )
    links = (then,) if heir.slug in chosen else (instead, then)
    return Notice(text, links, (cluster.name, heirs_name))


def _name(cluster: Cluster, on: dt.date, *, is_today: bool) -> str:
    if is_today:
        return cluster.name
    begun = [name for name in cluster.names.all() if name.began_on <= on]
    return name_on(cluster.name, begun, is_today=False)[0]


# --- side by side ---------------------------------------------------------------------------------


def compare(cards: Sequence[Card], clusters: Sequence[Cluster], *, on: dt.date) -> Comparison:
    """Lay the cards of `clusters`, in the same order, side by side. Two queries of its own."""
    shared, own = _themes(cards)
    numbers, named_with_several = _counted(clusters, on)
    return Comparison(
        cards=tuple(cards),
        shared_themes=shared,
        own_themes=own,
        figures=_figures(cards),
        kinds=_kinds(numbers, clusters),
        members=_members(named_with_several, cards, clusters, on),
        networks=_networks(cards),
    )


def _themes(cards: Sequence[Card]) -> tuple[tuple[ThemeRow, ...], tuple[tuple[Fact, ...], ...]]:
    """Return the themes of several pôles, those of all and the heaviest first, and each pôle's own."""
    themes = [
        {fact.key: fact for group in card.strengths for fact in group.facts if fact.weight} for card in cards
    ]
    held_by = Counter(key for own in themes for key in own)
    shared = []
    for key, number in held_by.items():
        if number > 1:
            facts = [own.get(key) for own in themes]
            label = next(fact.text for fact in facts if fact)
            shared.append(ThemeRow(label, tuple(fact.weight if fact else 0 for fact in facts)))
    shared.sort(key=lambda row: (row.weights.count(0), -sum(row.weights), row.label))
    own = tuple(tuple(fact for key, fact in each.items() if held_by[key] == 1) for each in themes)
    return tuple(shared), own


def _figures(cards: Sequence[Card]) -> tuple[FigureRow, ...]:
    """Return, measure by measure, what at least two of the pôles have a figure of."""
    measures = dict.fromkeys(figure.measure for card in cards for figure in card.figures)
    rows = []
    for measure in measures:
        cells = [[figure for figure in card.figures if figure.measure == measure] for card in cards]
        if sum(1 for cell in cells if cell) < FEWEST:
            continue
        label = next(figure.label for cell in cells for figure in cell)
        fair = _fair(cells)
        largest = max((float(figure.value or 0) for figure in fair), default=0.0)
        rows.append(
            FigureRow(
                label,
                tuple(
                    tuple(
                        FigureCell(
                            figure,
                            "" if figure.label == label else figure.label,
                            round(100 * float(figure.value or 0) / largest, 1)
                            if largest and any(figure is one for one in fair)
                            else 0.0,
                        )
                        for figure in cell
                    )
                    for cell in cells
                ),
            )
        )
    return tuple(rows)


def _fair(cells: Sequence[Sequence[FigureFact]]) -> list[FigureFact]:
    """Return the figures whose bars may stand side by side, one per pôle.

    They are of the same year, count the same thing in the same unit, and nobody disputes them. Of
    several such years the latest counts.
    """
    groups: dict[tuple[int, str, str], list[FigureFact]] = defaultdict(list)
    for cell in cells:
        seen = set()
        for figure in cell:
            key = (figure.note.stated_on.year, figure.label, figure.unit)
            undoubted = figure.note.verified and not figure.note.disputed
            if figure.value is not None and undoubted and key not in seen:
                seen.add(key)
                groups[key].append(figure)
    fair = [key for key, figures in groups.items() if len(figures) >= FEWEST]
    return groups[max(fair)] if fair else []


def _counted(clusters: Sequence[Cluster], on: dt.date) -> tuple[dict[tuple[int, str], int], list[int]]:
    """Count the organisations named with each pôle, by kind; tell which several name. One query."""
    ties = Membership.objects.as_of(on).filter(cluster__in=clusters).order_by()
    own = ties.values_list("cluster", "organisation__kind").annotate(
        number=Count("organisation", distinct=True)
    )
    # On keys alone: their names follow for the few there are.
    several = ties.values_list("organisation", Value("", CharField())).annotate(
        number=Count("cluster", distinct=True)
    )
    numbers: dict[tuple[int, str], int] = {}
    shared = []
    for pk, kind, number in own.union(several.filter(number__gt=1), all=True):
        if kind:
            numbers[pk, kind] = number
        else:
            shared.append(pk)
    return numbers, shared


def _kinds(numbers: Mapping[tuple[int, str], int], clusters: Sequence[Cluster]) -> tuple[KindRow, ...]:
    present = {kind for _cluster, kind in numbers}
    return tuple(
        KindRow(str(kind.label), tuple(numbers.get((cluster.pk, kind.value), 0) for cluster in clusters))
        for kind in OrganisationKind
        if kind.value in present
    )


def _members(
    shared: Sequence[int], cards: Sequence[Card], clusters: Sequence[Cluster], on: dt.date
) -> tuple[InCommon, ...]:
    """Return what is named with more than one of the pôles, under its name of that day. One query."""
    names = {cluster.pk: card.name for cluster, card in zip(clusters, cards, strict=True)}
    ties = Membership.objects.as_of(on).filter(cluster__in=clusters, organisation__in=shared)
    borne = names_borne(shared, on=on)
    rows = read_together(
        {
            "ties": Part(ties, ("organisation",), ("organisation__name_folded", "organisation", "pk")),
            "names": Part(borne, order=("-pk",)),
        }
    )
    renamed = {name.organisation_id: name.text for name in rows["names"]}
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    for tie in rows["ties"]:
        found[tie.organisation_id, tie.organisation.name].add(tie.cluster_id)
    return tuple(
        InCommon(renamed.get(pk, name), tuple(own for pk, own in names.items() if pk in held))
        for (pk, name), held in found.items()
    )


def _networks(cards: Sequence[Card]) -> tuple[InCommon, ...]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for card in cards:
        for key, text in dict.fromkeys((fact.key, fact.text) for fact in card.networks):
            found[key, text].append(card.name)
    return tuple(
        InCommon(text, tuple(names)) for (_key, text), names in found.items() if len(names) >= FEWEST
    )
