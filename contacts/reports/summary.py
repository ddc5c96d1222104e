"""The figures of `summary.csv`, added up while the rows of the other two files go by.

Closed lists (status, reason, kind) show every value, zero too, so that two quarters can be laid side
by side; open ones (theme, region, pôle) show what occurred.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from clusters.folding import fold
from clusters.spreadsheets import Cell
from contacts.enums import RequestStatus
from contacts.quarters import Quarter
from contacts.reports import words
from contacts.reports.tables import IntroductionLine, RequestLine

SUMMARY_HEADER = ("kwartaal", "onderdeel", "uitsplitsing", "aantal", "eenheid", "toelichting")

TOTAL = "totaal"

# Part of the report: its unit, and what exactly is counted.
PARTS: Mapping[str, tuple[str, str]] = {
    "ontvangen": ("verzoeken", "ontvangen in het kwartaal, zonder spam en zonder wat apart is gezet"),
    "apart geteld": ("verzoeken", "ontvangen in het kwartaal; in geen ander cijfer meegeteld"),
    "waarvan demonstratie": ("verzoeken", "verzonnen voorbeelden onder de ontvangen verzoeken"),
    "verzoeken per status": ("verzoeken", "ontvangen in het kwartaal, naar de stand van nu"),
    "niet doorgestuurd per reden": ("verzoeken", "ontvangen in het kwartaal en niet doorgestuurd"),
    "verzoeken per soort organisatie": ("verzoeken", "ontvangen in het kwartaal"),
    "verzoeken per kanaal": ("verzoeken", "ontvangen in het kwartaal"),
    "verzoeken per taal": ("verzoeken", "ontvangen in het kwartaal"),
    "verzoeken per thema": ("verzoeken", "een verzoek telt bij elk van zijn thema's"),
    "verzoeken per gewenste regio": ("verzoeken", "een verzoek telt bij elke gewenste regio van nu"),
    "verzoeken per hoogste uitkomst": (
        "verzoeken",
        "hoogste trede die een introductie erop bereikte",
    ),
    "introducties": ("introducties", "verstuurd in het kwartaal, ook op verzoeken van eerder"),
    "introducties per status": ("introducties", "verstuurd in het kwartaal, naar de stand van nu"),
    "weigeringen per reden": ("introducties", "verstuurd in het kwartaal en door de pôle geweigerd"),
    "introducties per pôle": ("introducties", "verstuurd in het kwartaal"),
    "antwoorden per pôle": ("introducties", "verstuurd in het kwartaal en door de pôle beantwoord"),
    "mediaan tot antwoord": (
        "dagen",
        "kalenderdagen van versturen tot eerste antwoord",
    ),
    "mediaan tot antwoord per pôle": ("dagen", "als hierboven; leeg zolang er geen antwoord is"),
    "uitkomsten": ("uitkomsten", "van introducties die in het kwartaal zijn verstuurd"),
    "uitkomsten bevestigd": ("uitkomsten", "idem, en door de aanvrager bevestigd"),
}


@dataclass
class Summary:
    """Counts what passes through `over_requests` and `over_introductions`; then `rows` tells it."""

    quarter: Quarter
    _counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _days: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _cluster_names: dict[str, str] = field(default_factory=dict)

    def over_requests(self, lines: Iterable[RequestLine]) -> Iterator[RequestLine]:
        """Count each request and hand on those that have a row of their own."""
        for line in lines:
            if line.is_apart:
                self._counts["apart geteld"][line.status] += 1
                continue
            self._count_request(line)
            yield line

    def _count_request(self, line: RequestLine) -> None:
        counts = self._counts
        counts["ontvangen"][TOTAL] += 1
        counts["waarvan demonstratie"][TOTAL] += line.is_demonstration
        counts["verzoeken per status"][line.status] += 1
        if line.status == RequestStatus.DECLINED:
            counts["niet doorgestuurd per reden"][line.decline_reason] += 1
        counts["verzoeken per soort organisatie"][line.enquirer_kind] += 1
        counts["verzoeken per kanaal"][line.channel] += 1
        counts["verzoeken per taal"][line.language] += 1
        counts["verzoeken per thema"].update(set(line.themes) or {words.NO_THEME})
        counts["verzoeken per gewenste regio"].update(set(line.regions) or {words.NO_REGION})
        counts["verzoeken per hoogste uitkomst"][line.outcome] += 1

    def over_introductions(self, lines: Iterable[IntroductionLine]) -> Iterator[IntroductionLine]:
        for line in lines:
            self._count_introduction(line)
            yield line

    def _count_introduction(self, line: IntroductionLine) -> None:
        counts = self._counts
        self._cluster_names[line.slug] = line.cluster_name  # the last name it had in the quarter
        counts["introducties"][TOTAL] += 1
        counts["introducties per status"][line.status] += 1
        counts["introducties per pôle"][line.slug] += 1
        if line.refusal_reason:
            counts["weigeringen per reden"][line.refusal_reason] += 1
        if line.days_to_answer is not None:
            counts["antwoorden per pôle"][line.slug] += 1
            self._days[line.slug].append(line.days_to_answer)
        for kind, confirmed in line.outcomes:
            counts["uitkomsten"][kind] += 1
            counts["uitkomsten bevestigd"][kind] += confirmed

    def rows(self) -> Iterator[Sequence[Cell]]:
        """Yield the lines of `summary.csv`, in a fixed order."""
        for part, (unit, meaning) in PARTS.items():
            for name, figure in self._figures(part):
                yield str(self.quarter), part, name, figure, unit, meaning

    def _figures(self, part: str) -> Iterator[tuple[str, Cell]]:
        counted = self._counts[part]
        if part in _CLOSED:
            yield from ((word, counted[value]) for value, word in _CLOSED[part].items())
        elif part in ("ontvangen", "waarvan demonstratie", "introducties"):
            yield TOTAL, counted[TOTAL]
        elif part == "mediaan tot antwoord":
            yield TOTAL, _median([days for each in self._days.values() for days in each])
        elif part in ("introducties per pôle", "antwoorden per pôle", "mediaan tot antwoord per pôle"):
            for slug, name in sorted(self._cluster_names.items(), key=lambda each: (fold(each[1]), each[0])):
                yield name, _median(self._days[slug]) if part.startswith("mediaan") else counted[slug]
        else:
            yield from sorted(counted.items(), key=lambda each: (fold(each[0]), each[0]))


_CLOSED: Mapping[str, Mapping[str, str]] = {
    "apart geteld": words.APART,
    "verzoeken per status": words.REQUEST_STATUS,
    "niet doorgestuurd per reden": words.DECLINE_REASON,
    "verzoeken per soort organisatie": words.ENQUIRER_KIND,
    "verzoeken per kanaal": words.CHANNEL,
    "verzoeken per taal": {"nl": "nl", "fr": "fr", "en": "en"},
    "verzoeken per hoogste uitkomst": {"": words.NOTHING_YET, **words.OUTCOME},
    "introducties per status": words.INTRODUCTION_STATUS,
    "weigeringen per reden": words.REFUSAL_REASON,
    "uitkomsten": words.OUTCOME,
    "uitkomsten bevestigd": words.OUTCOME,
}


def _median(days: list[int]) -> Cell:
    middle = median(days) if days else None
    return int(middle) if middle is not None and middle == int(middle) else middle
