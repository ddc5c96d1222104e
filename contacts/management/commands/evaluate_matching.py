"""`manage.py evaluate_matching [FILE]`: how well the matching does, beside how it did before."""

import datetime as dt
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import override

from contacts import encoder
from contacts.evaluation import (
    MEASURE_NAMES,
    BadLabels,
    NothingToMeasure,
    before,
    decided,
    digest_of,
    evaluate,
    figure_of,
    keep,
    read_labelled,
)
from contacts.management.asked import (
    NO_DATABASE,
    add_encoder_option,
    day_asked,
    encoder_wanted,
    index_on,
)
from contacts.matching import Index
from contacts.matching.measures import MEASURES, Figure
from contacts.models import EvaluationRun

THEMES_SHOWN = 10
WITH_ENCODER = " + encoder"


class Command(BaseCommand):
    help = (
        "Measure the matching on a labelled file of JSON lines (as `match` reads them, with "
        '"relevance": {"<pôle>": 0, 1 or 2}), or without a file on the requests the office decided. '
        "Every run is kept, and shown beside the one before."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", nargs="?", help="the labelled file, or - for standard input"
        )
        parser.add_argument(
            "--as-of",
            metavar="YYYY-MM-DD",
            help="match against what was true on this day (default: today; what a pôle that ended was "
            "given then counts for the one that took over)",
        )
        add_encoder_option(parser)
        parser.add_argument("--json", action="store_true", help="write the figures as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        as_of = day_asked(options["as_of"])
        name = options["file"] or ""
        content = _content(name) if name else b""
        encode = encoder_wanted(options["encoder"])
        index = index_on(as_of or timezone.localdate(at))
        try:
            run = _measured(name, content, index, at=at, as_of=as_of, encode=encode)
        except DatabaseError as problem:
            raise CommandError(NO_DATABASE) from problem
        earlier = before(run)
        if options["json"]:
            self.stdout.write(json.dumps(_plain(run, earlier), ensure_ascii=False))
            return
        with override("en"):
            for line in _told(run, earlier):
                self.stdout.write(line)


def _measured(
    name: str, content: bytes, index: Index, *, at: dt.datetime, as_of: dt.date | None, encode: bool
) -> EvaluationRun:
    """Measure and keep the run; runs with the encoder are a series of their own."""
    try:
        labelled = read_labelled(content.splitlines(), index) if name else decided(index)
        texts = [each.enquiry.text for each in labelled]
        likenesses = encoder.likenesses(texts, index) if encode else None
        return keep(
            evaluate(labelled, index, likenesses),
            index,
            at=at,
            labelled=Path(name).name[:100] + (WITH_ENCODER if encode else ""),
            digest=digest_of(content) if name else "",
            as_of=as_of,
        )
    except BadLabels as bad:
        raise CommandError("\n".join([*bad.faults, "Nothing was measured."])) from bad
    except NothingToMeasure as nothing:
        raise CommandError(
            "No request was decided yet, so there is nothing to measure; name a labelled file."
        ) from nothing


def _told(run: EvaluationRun, earlier: EvaluationRun | None) -> list[str]:
    day = f", register as of {run.as_of}" if run.as_of else ""
    lines = [
        f"{run.labelled or 'The office’s own decisions'}: {run.number} enquiries, "
        f"{run.fits} that fit a pôle, {run.misfits} that fit none. Vocabulary {run.vocabulary_version}{day}."
    ]
    for name in MEASURES:
        figure, old = figure_of(run, name), figure_of(earlier, name) if earlier else None
        shown = f"{figure.value:.3f}  [{figure.low:.3f} – {figure.high:.3f}]" if figure else "cannot be said"
        lines.append(f"  {MEASURE_NAMES[name]!s:42} {shown}{_change(figure, old)}")
    if earlier:
        lines.append(
            f"Before: {earlier.measured_at:%Y-%m-%d %H:%M}, vocabulary {earlier.vocabulary_version}."
        )
    if run.themes:
        lines.append("Themes that led to a wrong answer (misses of enquiries most about it):")
        lines += [
            f"  {each['theme'] or '(no theme recognised)'}: {each['misses']} of {each['enquiries']}"
            for each in run.themes[:THEMES_SHOWN]
        ]
    return lines


def _change(figure: Figure | None, old: Figure | None) -> str:
    if figure is None or old is None:
        return ""
    return f"  before {old.value:.3f} ({figure.value - old.value:+.3f})"


def _plain(run: EvaluationRun, earlier: EvaluationRun | None) -> dict[str, Any]:
    return {
        "labelled": run.labelled,
        "as_of": run.as_of.isoformat() if run.as_of else None,
        "vocabulary_version": run.vocabulary_version,
        "enquiries": run.number,
        "fits": run.fits,
        "misfits": run.misfits,
        "measures": {name: run.figures.get(name) for name in MEASURES},
        "before": {
            "measured_at": earlier.measured_at.isoformat(),
            "vocabulary_version": earlier.vocabulary_version,
            "measures": {name: earlier.figures.get(name) for name in MEASURES},
        }
        if earlier
        else None,
        "themes": run.themes,
    }


def _content(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as problem:
        raise CommandError(f"The file {name} cannot be read: {problem.strerror}.") from problem
