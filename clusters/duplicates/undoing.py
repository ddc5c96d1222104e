"""A merge is undone: the one that went comes back under its own number, and what moved goes back to it."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clusters import member_themes
from clusters.duplicates import deciding
from clusters.duplicates.relations import moved
from clusters.going_back import Undone, put_back, records_of
from clusters.many_rows import all_variables
from clusters.models import Organisation, OrganisationMerge


class NotUndone(ValueError):
    """Nothing was undone; the message says why, and what to do."""


def undo(record: OrganisationMerge, *, by: Any, at: dt.datetime) -> Undone:
    """Put back what the merge changed, as far as nobody changed it since.

    Raises `NotUndone`, and then nothing is changed: it was undone before, the one kept was itself merged
    since, or the one that went has no place any more.
    """
    try:
        with transaction.atomic(), all_variables():
            return _undo(record, by=by, at=at)
    except IntegrityError as problem:
        raise NotUndone(
            _("Nothing was undone: another row of the register stands in the way by now.")
        ) from problem


def _undo(record: OrganisationMerge, *, by: Any, at: dt.datetime) -> Undone:
    stored = OrganisationMerge.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if stored.undone_at is not None:
        raise NotUndone(_("This merge was undone already."))
    _refuse_merged_since(stored)
    changed = records_of(Organisation, at=stored.merged_at, reason=stored.change_reason)
    _refuse_without_place(changed)
    undone = Undone()
    history = {"by": by, "at": at, "reason": stored.reason_of_undoing}
    put_back(Organisation, changed, undone, history)  # the one kept gives a SIREN back first
    if not Organisation.objects.filter(pk=stored.gone_number).exists():
        raise NotUndone(
            _("Nothing was undone: “%(name)s” cannot come back: what it belonged to was deleted since.")
            % {"name": stored.gone_name}
        )
    for model in dict.fromkeys(each.model for each in moved()):
        records = records_of(model, at=stored.merged_at, reason=stored.change_reason)
        put_back(model, records, undone, history)
    OrganisationMerge.objects.filter(kept=None, kept_number=stored.gone_number).update(
        kept=stored.gone_number
    )
    member_themes.tag([stored.kept_number, stored.gone_number])
    deciding.give_back(stored)
    stored.undone_at, stored.undone_by = at, by
    stored.save()
    return undone


def _refuse_merged_since(stored: OrganisationMerge) -> None:
    later = OrganisationMerge.objects.filter(gone_number=stored.kept_number, undone_at=None).first()
    if later is not None:
        raise NotUndone(
            _("Nothing was undone: “%(gone)s” was merged into “%(kept)s” since. Undo that merge first.")
            % {"gone": later.gone_name, "kept": later.kept_name}
        )


def _refuse_without_place(changed: list[Any]) -> None:
    """Another organisation may bear the SIREN or the short name by now, or the one kept have been edited."""
    back = next((each for each in changed if each.history_type == "-"), None)
    if back is None:
        raise NotUndone(_("Nothing was undone: the history of this merge is not there any more."))
    kept = next((each for each in changed if each.history_type == "~"), None)
    gives_up = kept.id if kept is not None and kept.last == kept.history_id else None
    others = Organisation.objects.exclude(pk__in=[gives_up] if gives_up else [])
    if back.siren and (holder := others.filter(siren=back.siren).first()):
        raise NotUndone(
            _("Nothing was undone: “%(name)s” has the SIREN %(siren)s now. Take it off there first.")
            % {"name": holder.name, "siren": back.siren}
        )
    if holder := Organisation.objects.filter(slug=back.slug).first():
        raise NotUndone(
            _("Nothing was undone: “%(name)s” has the short name “%(slug)s” now. Change it there first.")
            % {"name": holder.name, "slug": back.slug}
        )
