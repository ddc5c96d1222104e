"""A pôle through time: what it was called, whether the State labelled it, and what it became."""

import datetime as dt
from collections.abc import Hashable, Mapping
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.enums import NameRole
from clusters.models import Cluster, Region, Succession

_Node = TypeVar("_Node", bound=Hashable)


class Status(models.TextChoices):
    """What a pôle is on a given day."""

    LABELLED = "labelled", _("labelled by the State")
    MERGED = "merged", _("merged into another pôle")
    LABEL_ENDED = "label_ended", _("label ended")
    NOT_KNOWN = "not_known", _("no label on record for this day")


class LifelineLoops(Exception):
    """A pôle would come out as its own successor; the message says along which way."""


def follow(edges: Mapping[_Node, _Node], start: _Node) -> list[_Node]:
    """Return `start` and all that come after it along `edges`.

    Raises LifelineLoops when the way leads back to a node it passed already.
    """
    way = [start]
    while way[-1] in edges:
        after = edges[way[-1]]
        if after in way:
            raise LifelineLoops(" → ".join(str(node) for node in [*way[way.index(after) :], after]))
        way.append(after)
    return way


def last_successors(*, on: dt.date) -> dict[int, int]:
    """Return, for every pôle that had been taken over on that day, the one that holds its work then.

    Keys and values are primary keys; one query, however many pôles. Raises LifelineLoops.
    """
    edges = dict(Succession.objects.as_of(on).values_list("predecessor_id", "successor_id"))
    return {ended: follow(edges, ended)[-1] for ended in edges}


def successor_of(cluster: Cluster, *, on: dt.date) -> Cluster | None:
    """Return the pôle that holds this one's work on that day, or None while it works on itself.

    Raises LifelineLoops. For many pôles at once use `last_successors`.
    """
    key = last_successors(on=on).get(cluster.pk)
    return None if key is None else Cluster.objects.get(pk=key)


def validate_succession(*, predecessor: Cluster, successor: Cluster) -> None:
    """Refuse a succession that, whatever its date, would make a pôle its own successor.

    Looks at all other stored successions; a stored one of the same predecessor is the one being
    changed. Raises LifelineLoops with a sentence for whoever filled in the form.
    """
    edges = dict(Succession.objects.values_list("predecessor_id", "successor_id"))
    edges[predecessor.pk] = successor.pk
    try:
        follow(edges, predecessor.pk)
    except LifelineLoops as loop:
        raise LifelineLoops(loop_in_words(edges, start=predecessor.pk)) from loop


def loop_in_words(edges: Mapping[int, int], *, start: int) -> str:
    """Return a sentence that names the pôles of the loop that `start` leads into."""
    return gettext(
        "This life line loops: %(way)s. A pôle cannot come after itself; choose another successor."
    ) % {"way": _loop_of(edges, start, Cluster.objects.in_bulk())}


def successors_of_regions() -> dict[int, int]:
    """Return, for every region that ended, the one it passed into. Keys and values are primary keys."""
    return dict(Region.objects.exclude(successor=None).values_list("pk", "successor_id"))


def validate_reform(*, region: Region, successor: Region) -> None:
    """Refuse a successor that would make a region its own. Raises LifelineLoops with a sentence."""
    edges = successors_of_regions() | {region.pk: successor.pk}
    try:
        follow(edges, region.pk)
    except LifelineLoops as loop:
        raise LifelineLoops(reform_in_words(edges, start=region.pk)) from loop


def reform_in_words(edges: Mapping[int, int], *, start: int) -> str:
    """Return a sentence that names the regions of the loop that `start` leads into."""
    return gettext("These regions pass into one another in a circle: %(way)s. Choose another successor.") % {
        "way": _loop_of(edges, start, Region.objects.in_bulk())
    }


def _loop_of(edges: Mapping[int, int], start: int, rows: Mapping[int, Cluster | Region]) -> str:
    way = [start]
    while edges[way[-1]] not in way:
        way.append(edges[way[-1]])
    way.append(edges[way[-1]])
    return " → ".join(rows[key].name if key in rows else str(key) for key in way)


def name_on(cluster: Cluster, day: dt.date) -> str:
    """Return what the pôle was called on that day.

    Before its first known name that name, and without any name on record today's. Reads
    `cluster.names`, so prefetch them for a list.
    """
    primary = [name for name in cluster.names.all() if name.role == NameRole.PRIMARY]
    primary.sort(key=lambda name: (name.began_on, name.pk))
    known = [name for name in primary if name.holds_on(day)]
    if known:
        return known[-1].text
    if primary and day < primary[0].began_on:
        return primary[0].text
    return cluster.name


def status_on(cluster: Cluster, day: dt.date) -> Status:
    """Return what the pôle was on that day: merged wins over any label it still had.

    Reads `cluster.labels` and `cluster.succession`: for a list prefetch the one and select the other.
    """
    succession = getattr(cluster, "succession", None)
    if succession is not None and succession.holds_on(day):
        return Status.MERGED
    labels = list(cluster.labels.all())
    if any(label.begins_on <= day <= label.ends_on for label in labels):
        return Status.LABELLED
    if labels and all(label.ends_on < day for label in labels):
        return Status.LABEL_ENDED
    return Status.NOT_KNOWN
