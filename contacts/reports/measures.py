"""What is counted in a report, and what exactly each figure means.

The values of `Measure` stand in `summary.csv` under `onderdeel`; they are part of the contract with its
readers and change only together with `contract.VERSION`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from contacts.reports import words


class Measure(StrEnum):
    """What is counted; the value is what stands under `onderdeel`. `contract.FIGURES` defines each."""

    RECEIVED = "ontvangen"
    APART = "apart geteld"
    DEMONSTRATION = "waarvan demonstratie"
    PER_STATUS = "verzoeken per status"
    NOT_FORWARDED = "niet doorgestuurd per reden"
    PER_KIND = "verzoeken per soort organisatie"
    PER_CHANNEL = "verzoeken per kanaal"
    PER_LANGUAGE = "verzoeken per taal"
    PER_THEME = "verzoeken per thema"
    PER_REGION = "verzoeken per gewenste regio"
    PER_OUTCOME = "verzoeken per hoogste uitkomst"
    INTRODUCTIONS = "introducties"
    INTRODUCTIONS_PER_STATUS = "introducties per status"
    REFUSALS = "weigeringen per reden"
    INTRODUCTIONS_PER_POLE = "introducties per pôle"
    ANSWERS_PER_POLE = "antwoorden per pôle"
    MEDIAN_DAYS = "mediaan tot antwoord"
    MEDIAN_DAYS_PER_POLE = "mediaan tot antwoord per pôle"
    OUTCOMES = "uitkomsten"
    OUTCOMES_CONFIRMED = "uitkomsten bevestigd"
    ANSWERS = "antwoorden"
    TAKEN_UP_PER_POLE = "opgepakt per pôle"
    OUTCOMES_PER_POLE = "uitkomsten per pôle"
    OUTCOMES_CONFIRMED_PER_POLE = "uitkomsten bevestigd per pôle"
    FORWARDED = "doorgestuurde verzoeken"
    FORWARDED_PER_KIND = "doorgestuurde verzoeken per soort organisatie"
    FORWARDED_PER_THEME = "doorgestuurde verzoeken per thema"
    FORWARDED_PER_REGION = "doorgestuurde verzoeken per gewenste regio"
    TAKEN_UP = "opgepakte verzoeken"
    TAKEN_UP_PER_KIND = "opgepakte verzoeken per soort organisatie"
    TAKEN_UP_PER_THEME = "opgepakte verzoeken per thema"
    TAKEN_UP_PER_REGION = "opgepakte verzoeken per gewenste regio"
    WITH_RESULT = "verzoeken met resultaat"
    WITH_RESULT_PER_KIND = "verzoeken met resultaat per soort organisatie"
    WITH_RESULT_PER_THEME = "verzoeken met resultaat per thema"
    WITH_RESULT_PER_REGION = "verzoeken met resultaat per gewenste regio"


@dataclass(frozen=True)
class Definition:
    """One measure: what it counts in, and what exactly, in the report's Dutch and in English."""

    unit: str
    dutch: str
    english: str
    words: Mapping[str, str] | None = None
    """A closed list, by the codes of its values: every value has a row, zero too, in this order."""


_OF_RECEIVED = "ontvangen in de periode"
_SENT = "verstuurd in de periode"
_EACH_THEME = "een verzoek telt bij elk van zijn thema's"
_EACH_REGION = "een verzoek telt bij elke gewenste regio van nu"

TOTAL: Mapping[str, str] = {"total": "totaal"}
LANGUAGES: Mapping[str, str] = {"nl": "nl", "fr": "fr", "en": "en"}
OUTCOME_OR_NONE: Mapping[str, str] = {"none": words.NOTHING_YET, **words.OUTCOME}


def _breakdown(
    measures: tuple[Measure, Measure, Measure, Measure], dutch: str, english: str
) -> dict[Measure, Definition]:
    """Return the definitions of a measure in total and by kind of organisation, theme and region."""
    total, kind, theme, region = measures
    return {
        total: Definition("verzoeken", dutch, f"of `ontvangen`, those {english}", TOTAL),
        kind: Definition(
            "verzoeken",
            dutch,
            f"of `ontvangen`, those {english}, by kind of organisation",
            words.ENQUIRER_KIND,
        ),
        theme: Definition(
            "verzoeken", f"{dutch}; {_EACH_THEME}", f"of `ontvangen`, those {english}, by theme"
        ),
        region: Definition(
            "verzoeken", f"{dutch}; {_EACH_REGION}", f"of `ontvangen`, those {english}, by region"
        ),
    }


FIGURES: Mapping[Measure, Definition] = {
    Measure.RECEIVED: Definition(
        "verzoeken",
        "ontvangen in de periode, zonder spam en zonder wat apart is gezet",
        "requests received in the period, without spam and what is set aside",
        TOTAL,
    ),
    Measure.APART: Definition(
        "verzoeken",
        "ontvangen in de periode; in geen ander cijfer meegeteld",
        "spam; set aside and still to be judged. In no other figure",
        words.APART,
    ),
    Measure.DEMONSTRATION: Definition(
        "verzoeken",
        "verzonnen voorbeelden onder de ontvangen verzoeken",
        "invented examples among `ontvangen`; 0 in a real database",
        TOTAL,
    ),
    Measure.PER_STATUS: Definition(
        "verzoeken",
        f"{_OF_RECEIVED}, naar de stand van nu",
        "of `ontvangen`, by status now",
        words.REQUEST_STATUS,
    ),
    Measure.NOT_FORWARDED: Definition(
        "verzoeken",
        f"{_OF_RECEIVED} en niet doorgestuurd",
        "of `ontvangen`, those not forwarded, by reason",
        words.DECLINE_REASON,
    ),
    Measure.PER_KIND: Definition(
        "verzoeken", _OF_RECEIVED, "of `ontvangen`, by kind of organisation", words.ENQUIRER_KIND
    ),
    Measure.PER_CHANNEL: Definition("verzoeken", _OF_RECEIVED, "of `ontvangen`, by channel", words.CHANNEL),
    Measure.PER_LANGUAGE: Definition("verzoeken", _OF_RECEIVED, "of `ontvangen`, by language", LANGUAGES),
    Measure.PER_THEME: Definition(
        "verzoeken",
        _EACH_THEME,
        "of `ontvangen`; a request counts at each of its themes, so these add up to more",
    ),
    Measure.PER_REGION: Definition(
        "verzoeken",
        _EACH_REGION,
        "of `ontvangen`; a request counts at each region wished for. `geen voorkeur`: no wish; `anders`: no"
        " known place",
    ),
    Measure.PER_OUTCOME: Definition(
        "verzoeken",
        "hoogste trede die een introductie erop bereikte",
        "of `ontvangen`, by the highest step reached so far",
        OUTCOME_OR_NONE,
    ),
    Measure.INTRODUCTIONS: Definition(
        "introducties",
        f"{_SENT}, ook op verzoeken van eerder",
        "introductions sent in the period, also on requests of before",
        TOTAL,
    ),
    Measure.INTRODUCTIONS_PER_STATUS: Definition(
        "introducties",
        f"{_SENT}, naar de stand van nu",
        "of `introducties`, by status now",
        words.INTRODUCTION_STATUS,
    ),
    Measure.REFUSALS: Definition(
        "introducties",
        f"{_SENT} en door de pôle geweigerd",
        "of `introducties`, refused by the pôle, by reason",
        words.REFUSAL_REASON,
    ),
    Measure.INTRODUCTIONS_PER_POLE: Definition("introducties", _SENT, "of `introducties`, by pôle"),
    Measure.ANSWERS_PER_POLE: Definition(
        "introducties",
        f"{_SENT} en door de pôle beantwoord",
        "of `introducties`, answered by the pôle (taken up or refused), by pôle",
    ),
    Measure.MEDIAN_DAYS: Definition(
        "dagen",
        "kalenderdagen van versturen tot eerste antwoord",
        "median of `dagen_tot_antwoord` over the answered ones; empty without answers",
        TOTAL,
    ),
    Measure.MEDIAN_DAYS_PER_POLE: Definition(
        "dagen", "als hierboven; leeg zolang er geen antwoord is", "the same, by pôle"
    ),
    Measure.OUTCOMES: Definition(
        "uitkomsten",
        "van introducties die in de periode zijn verstuurd",
        "steps recorded on introductions sent in the period, whenever they were reached",
        words.OUTCOME,
    ),
    Measure.OUTCOMES_CONFIRMED: Definition(
        "uitkomsten",
        "idem, en door de aanvrager bevestigd",
        "of these, confirmed by the enquirer",
        words.OUTCOME,
    ),
    Measure.ANSWERS: Definition(
        "introducties",
        f"{_SENT} en door de pôle beantwoord",
        "of `introducties`, answered by the pôle (taken up or refused)",
        TOTAL,
    ),
    Measure.TAKEN_UP_PER_POLE: Definition(
        "introducties",
        f"{_SENT} en door de pôle opgepakt",
        "of `introducties`, taken up by the pôle, by pôle",
    ),
    Measure.OUTCOMES_PER_POLE: Definition(
        "uitkomsten",
        "van introducties die in de periode zijn verstuurd",
        "steps recorded on introductions sent in the period, by pôle",
    ),
    Measure.OUTCOMES_CONFIRMED_PER_POLE: Definition(
        "uitkomsten", "idem, en door de aanvrager bevestigd", "of these, confirmed by the enquirer, by pôle"
    ),
    **_breakdown(
        (
            Measure.FORWARDED,
            Measure.FORWARDED_PER_KIND,
            Measure.FORWARDED_PER_THEME,
            Measure.FORWARDED_PER_REGION,
        ),
        f"{_OF_RECEIVED}; er ging ten minste één introductie over uit, in welke periode ook",
        "on which at least one introduction was sent, in whatever period",
    ),
    **_breakdown(
        (
            Measure.TAKEN_UP,
            Measure.TAKEN_UP_PER_KIND,
            Measure.TAKEN_UP_PER_THEME,
            Measure.TAKEN_UP_PER_REGION,
        ),
        f"{_OF_RECEIVED}; ten minste één pôle pakte het op",
        "that at least one pôle took up",
    ),
    **_breakdown(
        (
            Measure.WITH_RESULT,
            Measure.WITH_RESULT_PER_KIND,
            Measure.WITH_RESULT_PER_THEME,
            Measure.WITH_RESULT_PER_REGION,
        ),
        f"{_OF_RECEIVED}; ten minste een gesprek werd gevoerd",
        "that came to a meeting or further",
    ),
}
