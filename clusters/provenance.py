"""Where the facts of a page come from: a note at each fact, and the list of sources they point to."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.text import capfirst

from clusters.enums import SourceKind
from clusters.models import Source, Sourced


@dataclass(frozen=True)
class Note:
    """Where a fact comes from and whether it is doubted."""

    source: int  # its number in the page's list of sources
    line: int | None
    quote: str
    stated_on: dt.date
    precision: str
    verified: bool
    disputed: bool
    derived: bool
    remark: str

    @property
    def is_plain(self) -> bool:
        return self.verified and not self.disputed and not self.derived

    @property
    def is_warning(self) -> bool:
        """A derived fact is explained, a doubtful one warned of."""
        return self.disputed or not self.verified

    @property
    def is_only_derived(self) -> bool:
        """No doubt and no remark: a word in brackets is enough."""
        return self.derived and self.verified and not self.disputed and not self.remark


@dataclass(frozen=True)
class CitedSource:
    number: int
    title: str
    publisher: str
    url: str
    language: str
    published_on: dt.date | None
    precision: str
    retrieved_on: dt.date | None
    lines: tuple[int, ...]


@dataclass
class SourceBook:
    """Numbers the sources of one page in the order in which a reader meets them."""

    numbers: dict[int, int] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    lines: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def note(self, row: Sourced) -> Note:
        """Cite the source of `row`, which comes with it selected."""
        number = self.number(row.source)
        if row.source_line:
            self.lines[row.source_id].add(row.source_line)
        return Note(
            source=number,
            line=row.source_line,
            quote=row.quote,
            stated_on=row.stated_on,
            precision=row.stated_precision,
            verified=row.verified,
            disputed=row.disputed,
            derived=row.derived,
            remark=str(row.remark),
        )

    def number(self, source: Source) -> int:
        """Return the number of `source` in the page's list, which it joins if it is new there."""
        if source.pk not in self.numbers:
            self.numbers[source.pk] = len(self.numbers) + 1
            self.sources.append(source)
        return self.numbers[source.pk]

    def cited(self) -> tuple[CitedSource, ...]:
        """Return the sources cited so far, with every line of theirs that was pointed to."""
        return tuple(
            CitedSource(
                number=self.numbers[source.pk],
                title=_title(source),
                publisher=source.publisher,
                url=source.url,
                language="" if source.kind == SourceKind.KNOWLEDGE else source.language,
                published_on=source.published_on,
                precision=source.published_precision,
                retrieved_on=source.retrieved_on,
                lines=tuple(sorted(self.lines[source.pk])),
            )
            for source in self.sources
        )


def _title(source: Source) -> str:
    """Return the title; what stands for no page at all is said in the reader's language."""
    if source.kind == SourceKind.KNOWLEDGE:
        return capfirst(source.get_kind_display())
    return source.title
