"""What an organisation is called on a day, what its source called it, and what befell it."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet

from clusters.cards.values import Fact
from clusters.dates import in_words
from clusters.directory import LANGUAGE_OF_NAMES
from clusters.enums import EventKind
from clusters.models import Event, Organisation, OrganisationName
from clusters.provenance import Note
from clusters.search import squeeze

# What a reader must know before writing to a member: it may be somebody else by now.
FATES = (EventKind.ACQUIRED, EventKind.MERGED, EventKind.CLOSED)


def party(
    organisation: Organisation,
    names: Sequence[OrganisationName],
    row: Any,
    note: Note,
    *,
    on: dt.date,
    detail: str = "",
    city: str = "",
) -> Fact:
    """Return the organisation under its name of day `on`; `names` are those begun by then.

    `row` is the fact that speaks of it: when its source used another name, that is given as well.
    """
    name = _dated_name(names, on, row) or organisation.name
    then = _dated_name(names, row.stated_on, row) or _name_in_source(names, row) or organisation.name
    return Fact(
        name,
        note,
        detail=detail,
        language=LANGUAGE_OF_NAMES if organisation.country == "FR" else "",
        place=city,
        in_source="" if squeeze(then) == squeeze(name) else then,
        key=organisation.slug,
    )


def name_borne(
    organisation: Organisation, names: Sequence[OrganisationName], *, on: dt.date
) -> tuple[str, str]:
    """Return its name of day `on`, and the language of that name."""
    bore = [name.text for name in names if (name.valid_from or name.valid_until) and name.holds_on(on)]
    return (bore or [organisation.name])[0], LANGUAGE_OF_NAMES if organisation.country == "FR" else ""


def names_borne(organisations: Collection[int], *, on: dt.date) -> QuerySet[OrganisationName]:
    """Return the names borne for a known time that takes in `on`."""
    dated = OrganisationName.objects.as_of(on).exclude(valid_from=None, valid_until=None)
    return dated.filter(organisation__in=organisations)


def fates(news: Sequence[Event], language: str) -> list[str]:
    """Return in a few words how the organisation passed into other hands, and when."""
    return [
        f"{row.get_kind_display()}, {in_words(row.began_on, language, row.began_precision)}"
        for row in news
        if row.kind in FATES
    ]


def _dated_name(names: Sequence[OrganisationName], day: dt.date, row: Any) -> str:
    """Return the name it bore for a known time that takes in `day`; first the one of the row's own source."""
    bore = [name for name in names if (name.valid_from or name.valid_until) and name.holds_on(day)]
    bore.sort(key=lambda name: name.source_id != row.source_id)
    return bore[0].text if bore else ""


def _name_in_source(names: Sequence[OrganisationName], row: Any) -> str:
    """Return the spelling of the row's source; of several the one in the words it quotes."""
    own = [
        name.text
        for name in names
        if name.source_id == row.source_id and not (name.valid_from and name.valid_from > row.stated_on)
    ]
    quoted = sorted((text for text in own if text in row.quote), key=len)
    if quoted:
        return quoted[-1]
    return own[0] if len(own) == 1 else ""
