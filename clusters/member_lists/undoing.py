"""An import is undone: every row it changed goes back to how it stood, unless somebody changed it since."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clusters import member_themes
from clusters.enums import ImportState
from clusters.going_back import Touched, Undone, chunks, put_back, records_of, touched_by
from clusters.many_rows import all_variables
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
    changed = [(model, touched_by(model, at=then, reason=reason)) for model in _MODELS]
    _refuse_merged(changed, then, reason)
    undone = Undone()
    history = {"by": by, "at": at, "reason": f"{reason} undone"}
    for model, rows in changed:
        for some in chunks(rows):
            put_back(model, _records(model, some, then, reason), undone, history)
            yield Progress(Step.UNDOING, undone.restored)
    # Whose name or activity may be another one now.
    named = {each.organisation for model, rows in changed if model is not Membership for each in rows}
    for _tagged in member_themes.tag_in_steps(named):
        yield Progress(Step.UNDOING, undone.restored)
    stored.state, stored.undone_at = ImportState.UNDONE, at
    stored.save()
    return undone


def _records(model: Any, rows: list[Touched], then: dt.datetime, reason: str) -> list[Any]:
    with all_variables():
        return records_of(model, at=then, reason=reason, among=[each.record for each in rows])


def _refuse_merged(changed: list[tuple[Any, list[Touched]]], then: dt.datetime, reason: str) -> None:
    merges = {merge.gone_number: merge for merge in OrganisationMerge.objects.filter(undone_at=None)}
    for model, rows in changed:
        gone = [each for each in rows if each.organisation in merges]
        for some in chunks(gone):
            for record in _records(model, some, then, reason):
                if record.last != record.history_id:
                    merge = merges[record.id if model is Organisation else record.organisation_id]
                    raise NotUndone(_merged_since() % {"gone": merge.gone_name, "kept": merge.kept_name})


def _merged_since() -> str:
    return _(
        "Nothing was undone: “%(gone)s” of this list was merged into “%(kept)s” since. Undo that merge "
        "first, then this import."
    )
