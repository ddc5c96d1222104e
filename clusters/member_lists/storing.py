"""The good rows are stored, a chunk at a time: each change in the history, the list as its source."""

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from clusters import member_themes
from clusters.enums import Language, MembershipRelation, OrganisationKind, SourceKind
from clusters.many_rows import CHUNK, all_variables, create, remember, write_over
from clusters.member_lists.comparing import Outcome
from clusters.member_lists.progress import Progress, Step, Steps
from clusters.member_lists.register import Register
from clusters.models import MemberImport, Membership, Organisation, OrganisationName, Source

_ORGANISATION = {
    "kind": "kind",
    "city": "city_id",
    "siren": "siren",
    "website": "website",
    "activity": "activity",
}
_TAGGED_BY = ("alias", "activity")  # the columns in which themes are recognised
_MEMBERSHIP = {"since": "valid_from", "until": "valid_until"}


def storing(
    record: MemberImport, outcomes: Sequence[Outcome], register: Register, *, by: Any, at: dt.datetime
) -> Steps[set[int]]:
    """Store what the good rows say, inside a transaction; a list that changes nothing stores nothing.

    Returns whom `tagging` is for: who is new, or is called or does something else now.
    """
    good = [
        each for each in outcomes if each.is_good and not (each.organisation and _is_idle(each, register))
    ]
    if not good:
        return set()
    step = _Storing(record, register, by=by, at=at)
    for start in range(0, len(good), CHUNK):
        with all_variables():
            step.chunk(good[start : start + CHUNK])
        yield Progress(Step.STORING, min(start + CHUNK, len(good)), len(good))
    return step.to_tag


def tagging(organisations: set[int]) -> Steps[None]:
    """Tag these organisations with themes, in the transaction that stored them."""
    for tagged in member_themes.tag_in_steps(organisations):
        yield Progress(Step.TAGGING, tagged.read, len(organisations))


def _is_idle(outcome: Outcome, register: Register) -> bool:
    return not outcome.changes and outcome.organisation in register.ties


class _Storing:
    def __init__(self, record: MemberImport, register: Register, *, by: Any, at: dt.datetime) -> None:
        self.record = record
        self.register = register
        self.day = at.date()
        self.history = {"by": by, "at": at, "reason": record.change_reason}
        self._source: Source | None = None
        self.to_tag: set[int] = set()

    def chunk(self, outcomes: Sequence[Outcome]) -> None:
        fresh = [each for each in outcomes if each.organisation is None]
        made = self._create(Organisation, [self._organisation(each) for each in fresh])
        for outcome, row in zip(fresh, made, strict=True):
            outcome.organisation = row.pk
            self.to_tag.add(row.pk)
        self._update(Organisation, _ORGANISATION, {each.organisation: each for each in outcomes})
        ties = self.register.ties
        new = [each for each in outcomes if each.organisation not in ties]
        self._create(Membership, [self._membership(each) for each in new])
        self._update(
            Membership,
            _MEMBERSHIP,
            {ties[each.organisation].pk: each for each in outcomes if each.organisation in ties},
        )
        aliases = [each for each in outcomes if "alias" in each.changes]
        self._create(OrganisationName, [self._alias(each) for each in aliases])
        self.to_tag.update(
            each.organisation
            for each in outcomes
            if each.organisation is not None and not each.changes.keys().isdisjoint(_TAGGED_BY)
        )

    @cached_property
    def slugs(self) -> set[str]:
        """The short names that are taken; asked for once, and only when somebody is new."""
        return set(Organisation.objects.order_by().values_list("slug", flat=True).iterator(chunk_size=CHUNK))

    def source(self) -> Source:
        """Return the list as a source; made once, and only when something is said by it."""
        if self._source is None:
            cluster = self.record.cluster
            slug = f"members-{cluster.slug[:40]}-{self.day.isoformat()}-{self.record.pk}"
            title = _("List of members of %(pole)s (%(file)s)") % {
                "pole": cluster.name,
                "file": self.record.file_name,
            }
            self._source, _made = Source.objects.get_or_create(
                slug=slug,
                defaults={
                    "kind": SourceKind.MEMBERS,
                    "title": title[:300],
                    "publisher": cluster.name[:160],
                    "language": Language.FR,
                    "published_on": self.day,
                    "retrieved_on": self.day,
                },
            )
        return self._source

    # --- rows --------------------------------------------------------------------------------------------

    def _organisation(self, outcome: Outcome) -> Organisation:
        row = outcome.row
        return Organisation(
            slug=self._slug(row.name),
            name=row.name,
            kind=row.kind or OrganisationKind.COMPANY,
            city_id=outcome.city,
            siren=row.siren,
            website=row.website,
            activity=row.activity,
        )

    def _slug(self, name: str) -> str:
        base = slugify(name)[:70].strip("-") or "member"
        slug, number = base, 1
        while slug in self.slugs:
            number += 1
            slug = f"{base}-{number}"
        self.slugs.add(slug)
        return slug

    def _membership(self, outcome: Outcome) -> Membership:
        return Membership(
            cluster=self.record.cluster,
            organisation_id=outcome.organisation,  # type: ignore[misc]  # known by now
            relation=MembershipRelation.MEMBER,
            valid_from=outcome.row.since,
            source_line=outcome.row.number,
            **self._provenance(),
        )

    def _alias(self, outcome: Outcome) -> OrganisationName:
        return OrganisationName(
            organisation_id=outcome.organisation,  # type: ignore[misc]  # known by now
            text=outcome.row.name,
            source_line=outcome.row.number,
            **self._provenance(),
        )

    def _provenance(self) -> dict[str, Any]:
        return {"source": self.source(), "stated_on": self.day}

    # --- statements --------------------------------------------------------------------------------------

    def _create(self, model: Any, rows: list[Any]) -> list[Any]:
        create(model, rows)
        remember(model, [each.pk for each in rows], "+", **self.history)
        return rows

    def _update(self, model: Any, columns: dict[str, str], outcomes: dict[Any, Outcome]) -> None:
        """Write the changed columns of these rows, by their primary key; their history too."""
        changed = {
            pk: {columns[name]: after for name, (_before, after) in each.changes.items() if name in columns}
            for pk, each in outcomes.items()
        }
        changed = {pk: values for pk, values in changed.items() if values}
        if not changed:
            return
        rows = list(model._default_manager.filter(pk__in=list(changed)))
        touched = set(columns.values())
        for row in rows:
            for name, value in changed[row.pk].items():
                setattr(row, name, value)
            if model is Membership:
                row.source, row.stated_on = self.source(), self.day
                row.source_line = outcomes[row.pk].row.number
                touched |= {"source_id", "stated_on", "source_line"}
        write_over(model, rows, touched)
        remember(model, [each.pk for each in rows], "~", **self.history)
