"""Staff say that two organisations are two. That stays, also when one of them is merged with a third."""

import datetime as dt
from typing import Any

from clusters.enums import PairState
from clusters.models import Organisation, OrganisationMerge, OrganisationPair


def say_two(pk: int, *, by: Any, at: dt.datetime) -> OrganisationPair | None:
    """Keep that the pair of this number are two; None where it is not there any more."""
    pair = OrganisationPair.objects.select_related("one", "other").filter(pk=pk).first()
    if pair is not None and pair.state == PairState.OPEN:
        pair.state, pair.decided_at, pair.decided_by = PairState.APART, at, by
        pair.save(update_fields=["state", "decided_at", "decided_by"])
    return pair


def doubt_again(pk: int) -> OrganisationPair | None:
    """Take back that the pair are two: it is open again until the next look says otherwise."""
    pair = OrganisationPair.objects.select_related("one", "other").filter(pk=pk).first()
    if pair is not None and pair.state == PairState.APART:
        pair.state, pair.decided_at, pair.decided_by = PairState.OPEN, None, None
        pair.save(update_fields=["state", "decided_at", "decided_by"])
    return pair


def carry_over(gone: Organisation, kept: Organisation) -> list[Any]:
    """Say of the one kept that it is not whom the one that goes is not; return it, to be given back."""
    carried = []
    known = _apart(kept)
    for number, pair in _apart(gone).items():
        new = number not in known and number != kept.pk
        if new:
            _say(kept.pk, number, pair)
        when = pair.decided_at.isoformat() if pair.decided_at else ""
        carried.append([number, when, pair.decided_by_id, new])
    return carried


def give_back(merge: OrganisationMerge) -> None:
    """Say again what was said of the one that is back, and no more of the one it had gone into."""
    there = set(
        Organisation.objects.filter(pk__in=[each[0] for each in merge.apart]).values_list("pk", flat=True)
    )
    for number, when, person, new in merge.apart:
        if number not in there:
            continue
        moment = dt.datetime.fromisoformat(when)
        told = OrganisationPair(found_at=moment, decided_at=moment, decided_by_id=person)
        _say(merge.gone_number, number, told)
        if new and merge.kept_id is not None:
            one, other = sorted((merge.kept_id, number))
            OrganisationPair.objects.filter(one=one, other=other, state=PairState.APART).delete()


def _apart(organisation: Organisation) -> dict[int, OrganisationPair]:
    pairs = OrganisationPair.objects.filter(state=PairState.APART)
    return {
        **{pair.other_id: pair for pair in pairs.filter(one=organisation)},
        **{pair.one_id: pair for pair in pairs.filter(other=organisation)},
    }


def _say(one: int, other: int, told: OrganisationPair) -> None:
    first, second = sorted((one, other))
    decision = {
        "state": PairState.APART,
        "decided_at": told.decided_at,
        "decided_by_id": told.decided_by_id,
    }
    looks = {"reasons": told.reasons, "likeness": told.likeness or 0, "found_at": told.found_at}
    OrganisationPair.objects.update_or_create(
        one_id=first, other_id=second, defaults=decision, create_defaults={**decision, **looks}
    )
