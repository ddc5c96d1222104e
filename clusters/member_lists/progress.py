"""How far long work has come: it is told while the work goes on, to whoever goes through its steps."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Result = TypeVar("Result")


class Step(StrEnum):
    LOOKING = "looking"
    STORING = "storing"
    TAGGING = "tagging"
    UNDOING = "undoing"


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` rows of `whole`; how many there will be is not always known."""

    step: Step
    done: int
    whole: int | None = None


# The work stands still between two steps; who closes it before its end breaks it off there.
Steps = Generator[Progress, None, Result]


def finished(steps: Steps[Result], tell: Callable[[Progress], None] = lambda _progress: None) -> Result:
    """Go through all steps and return what they come to."""
    while True:
        try:
            tell(next(steps))
        except StopIteration as end:
            result: Result = end.value
            return result
