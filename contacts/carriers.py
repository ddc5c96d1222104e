"""Which members of each pôle carry which theme: how many, and the first of them by name."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Case, Count, F, IntegerField, Max, Value, When, Window
from django.db.models.functions import RowNumber

from clusters import models as register
from clusters.folding import fold
from contacts.matching import Carriers

NAMED = 3  # of each theme


def carriers_of(as_of: dt.date | None, heirs: Mapping[int, int]) -> dict[int, tuple[Carriers, ...]]:
    """Return for each pôle, by its key, the themes its members of that day carry. One query, whatever their
    number: the database counts them and hands over those the register has known longest.

    `heirs` are the pôles that were taken over, each with the one that took over: their members are its own.
    """
    ties = register.Membership.objects.all()
    ties = ties.as_of(as_of) if as_of else ties.filter(valid_until=None)
    pole: Case | F = F("cluster_id")
    if heirs:
        steps = [When(cluster=one, then=Value(heir)) for one, heir in heirs.items()]
        pole = Case(*steps, default=F("cluster_id"), output_field=IntegerField())
    same = ["pole", "theme"]
    # Grouped first, as one organisation may have several ties with a pôle, or with its predecessor as well.
    each = (
        ties.filter(organisation__carried_themes__isnull=False)
        .order_by()
        .annotate(pole=pole, theme=F("organisation__carried_themes__theme__slug"))
        .values("pole", "theme", "organisation_id")
        .annotate(name=Max("organisation__name"))
        .annotate(
            place=Window(RowNumber(), same, ["organisation_id"]),
            number=Window(Count("organisation_id"), same),
        )
    )
    found: dict[tuple[int, str], tuple[int, list[str]]] = {}
    first = each.filter(place__lte=NAMED).order_by("pole", "theme", "place")
    for cluster, theme, name, number in first.values_list("pole", "theme", "name", "number"):
        found.setdefault((cluster, theme), (number, []))[1].append(name)
    carriers: dict[int, list[Carriers]] = defaultdict(list)
    for (cluster, theme), (number, names) in found.items():
        carriers[cluster].append(Carriers(theme, tuple(sorted(names, key=fold)), number))
    return {cluster: tuple(rows) for cluster, rows in carriers.items()}
