"""What a change of the vocabulary would do to the office's requests, before it takes effect.

Nothing is written: the changed vocabulary is built from values, beside the one in use.
"""

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping, Set
from dataclasses import dataclass, replace

from django.utils import timezone

from clusters.models import Focus
from clusters.models import Term as StoredTerm
from contacts.asked import enquiry_of
from contacts.enums import RequestStatus
from contacts.matching import Enquiry, Index, Term, Vocabulary
from contacts.matching.comparison import (
    Compared,
    compare,
    themes_gained_or_lost,
    themes_weighed_otherwise,
    touched,
)
from contacts.models import IntroductionRequest
from contacts.profiles import focus_of, load_index

DECIDED = 500  # of the decided requests the last ones; the open ones are all looked at
NOT_DECIDED = (RequestStatus.SPAM, RequestStatus.WITHDRAWN)


@dataclass(frozen=True)
class Rehearsed:
    """What would change: `different` are requests with another answer, `looked_at` how many were held
    against the change, `only_inside` how many keep their answer with another score or other reasons.
    `names` are the pôles' names by short name."""

    looked_at: int
    different: tuple[tuple[IntroductionRequest, Compared], ...]
    only_inside: int
    names: Mapping[str, str]


def rehearse_term(*, old: StoredTerm | None, new: StoredTerm | None, at: dt.datetime) -> Rehearsed:
    """Return what would change with the term `old` taken out and `new` (not yet stored) put in."""
    index = load_index(as_of=timezone.localdate(at))
    taken_out = _value(old) if old else None
    put_in = _value(new) if new else None
    if taken_out == put_in:
        return _rehearsed(index, index, [], frozenset())
    stored = _stored_terms()
    terms = [term for pk, term in stored if old is None or pk != old.pk]
    after = index.with_vocabulary(Vocabulary.build([*terms, put_in] if put_in else terms))
    changed = [term for term in (taken_out, put_in) if term]
    return _rehearsed(index, after, changed, themes_gained_or_lost(index, after))


def rehearse_focus(*, old: Focus | None, new: Focus | None, at: dt.datetime) -> Rehearsed:
    """Return what would change with the focus `old` taken out and `new` (not yet stored) put in.

    A focus of a pôle that ended counts for the one that took over.
    """
    day = timezone.localdate(at)
    index = load_index(as_of=day)
    focuses = {slug: profile.focuses for slug, profile in index.profiles.items()}
    for row, put_in in ((old, False), (new, True)):
        if row is None or not row.holds_on(day):
            continue
        successor = index.successors.get(row.cluster.slug)
        slug = successor or row.cluster.slug
        focus = replace(focus_of(row), inherited_from=row.cluster.name if successor else "")
        others = tuple(each for each in focuses[slug] if each != focus)
        focuses[slug] = (*others, focus) if put_in else others
    after = index.with_focuses(focuses)
    return _rehearsed(index, after, [], themes_weighed_otherwise(index, after))


def requests_to_look_at() -> list[IntroductionRequest]:
    """Return the open requests and the last of those that were decided, in three queries."""
    rows = IntroductionRequest.objects.prefetch_related("themes").defer(*IntroductionRequest.WORDS)
    decided = rows.filter(status__in=RequestStatus.FINAL).exclude(status__in=NOT_DECIDED)
    return [*rows.open().order_by("-received_at", "-pk"), *decided.order_by("-closed_at", "-pk")[:DECIDED]]


def _enquiries(requests: Iterable[IntroductionRequest]) -> list[tuple[Hashable, Enquiry]]:
    return [(request.pk, enquiry_of(request)) for request in requests]


def _rehearsed(before: Index, after: Index, changed: Iterable[Term], of_themes: Set[str]) -> Rehearsed:
    requests = requests_to_look_at()
    known = (before.vocabulary, after.vocabulary)
    some = touched(_enquiries(requests), changed, of_themes=of_themes, known=known)
    compared = compare(some, before, after)
    rows: dict[Hashable, IntroductionRequest] = {request.pk: request for request in requests}
    different = sorted(
        ((rows[each.key], each) for each in compared if each.differs),
        key=lambda pair: (not pair[1].first_changed, not pair[1].verdict_changed),
    )
    names = {profile.slug: profile.name for profile in before.profiles.values()}
    return Rehearsed(len(requests), tuple(different), len(compared) - len(different), names)


def _stored_terms() -> list[tuple[int, Term]]:
    columns = ("pk", "theme__slug", "text", "mode", "language")
    return [(pk, Term(*values)) for pk, *values in StoredTerm._default_manager.values_list(*columns)]


def _value(row: StoredTerm) -> Term:
    return Term(row.theme.slug, row.text, row.mode, row.language)
