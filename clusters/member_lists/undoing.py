"""An import is undone: every row it changed goes back to how it stood, unless somebody changed it since."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clusters import member_themes
from clusters.enums import ImportState
from clusters.going_back import Undone, putting_back, records_of
from clusters.member_lists.progress import Progress, Step, Steps, finished
from clusters.member_lists.register import lock_lists
from clusters.models import MemberImport, Membership, Organisation, OrganisationMerge, OrganisationName

# Who refers to others goes first.
_MODELS: tuple[Any, ...] = (OrganisationName, Membership, Organisation)


class NotUndone(ValueError):
    """There is nothing to undo; the message says why."""


def undo(record: MemberImport, *, by: Any, at: dt.datetime) -> Undone:
    """Put back what the import changed.

    Raises `NotUndone`, and then nothing is changed: it is not a stored one, or an organisation of it was
    merged into another since (whose its memberships are is known only once that merge is undone), or somebody
    wrote at this moment what stands in its way. Raises `OperationalError` when a list of the pôle is being
    stored or undone.
    """
    return finished(undoing_in_steps(record, by=by, at=at))


def undoing_in_steps(record: MemberImport, *, by: Any, at: dt.datetime) -> Steps[Undone]:
    """Do what `undo` does, in steps; broken off, nothing is undone."""
    try:
        with transaction.atomic():
            lock_lists(record.cluster_id)
            stored = MemberImport.objects.select_for_update(of=("self",)).get(pk=record.pk)
            if stored.state != ImportState.STORED or stored.stored_at is None:
                raise NotUndone(_("Only a stored import can be undone, and only once."))
            return (yield from _undoing(stored, stored.stored_at, by=by, at=at))
    except IntegrityError as problem:
        raise NotUndone(
            _("Nothing was undone: another row of the register stands in the way by now.")
        ) from problem


def _undoing(stored: MemberImport, then: dt.datetime, *, by: Any, at: dt.datetime) -> Steps[Undone]:
    reason = stored.change_reason
    changed = [(model, records_of(model, at=then, reason=reason)) for model in _MODELS]
    _refuse_merged(changed)
    undone = Undone()
    history = {"by": by, "at": at, "reason": f"{reason} undone"}
    for model, records in changed:
        for _step in putting_back(model, records, undone, history):
            yield Progress(Step.UNDOING, undone.restored)
    named = {pk for model, records in changed for pk in _named_in(model, records)}
    for _tagged in member_themes.tag_in_steps(named):
        yield Progress(Step.UNDOING, undone.restored)
    stored.state, stored.undone_at = ImportState.UNDONE, at
    stored.save()
    return undone


def _refuse_merged(changed: list[tuple[Any, list[Any]]]) -> None:
    touched = {
        each.id if model is Organisation else each.organisation_id
        for model, records in changed
        for each in records
        if each.last != each.history_id
    }
    merges = OrganisationMerge.objects.filter(undone_at=None).order_by("pk")
    if merge := next((each for each in merges.iterator() if each.gone_number in touched), None):
        sentence = _(
            "Nothing was undone: “%(gone)s” of this list was merged into “%(kept)s” since. Undo that merge "
            "first, then this import."
        )
        raise NotUndone(sentence % {"gone": merge.gone_name, "kept": merge.kept_name})


def _named_in(model: Any, records: list[Any]) -> set[int]:
    """Return the organisations whose name or activity these records may have changed."""
    if model is Membership:
        return set()
    return {each.id if model is Organisation else each.organisation_id for each in records}
