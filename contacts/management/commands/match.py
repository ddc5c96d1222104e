"""`manage.py match FILE`: which pôles fit the enquiries of a JSON-lines file, and why."""

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from contacts import encoder
from contacts.enquiry_lines import BadLine, enquiry_of, object_of
from contacts.management.asked import add_encoder_option, day_asked, encoder_wanted, index_on
from contacts.matching import Enquiry, Index, Likeness, Result, match, say

AT_ONCE = 64  # lines that are encoded together; without the encoder each is answered as it comes


class Command(BaseCommand):
    help = (
        "Match enquiries against the pôles. Reads one JSON object per line (id, lang, text, region_wish, "
        "partner_kind, french_establishment) and writes one per line, in the same order."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the file to read, or - for standard input")
        parser.add_argument(
            "--as-of",
            metavar="YYYY-MM-DD",
            help="match against what was true on this day (default: today)",
        )
        add_encoder_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        index = index_on(day_asked(options["as_of"]) or timezone.localdate())
        encode = encoder_wanted(options["encoder"])
        try:
            refused = self._answer(options["file"], index, encode=encode)
        except BrokenPipeError:  # whoever reads has seen enough (head); nothing is left to be flushed
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        if refused:
            raise CommandError(f"Lines that could not be read: {refused}. The others were answered.")

    def _answer(self, name: str, index: Index, *, encode: bool) -> int:
        """Answer every line that can be read and name the others; return how many those are."""
        refused = 0
        with _opened(name) as lines:
            written = ((number, line) for number, line in _numbered(lines, name) if line.strip())
            while chunk := list(islice(written, AT_ONCE if encode else 1)):
                read: list[tuple[int, Any, Enquiry] | tuple[int, BadLine]] = []
                for number, line in chunk:
                    try:
                        data = object_of(line)
                        read.append((number, data["id"], enquiry_of(data)))
                    except BadLine as problem:
                        read.append((number, problem))
                texts = [each[2].text for each in read if len(each) == 3]
                found = iter(encoder.likenesses(texts, index) if encode else [None] * len(texts))
                for each in read:
                    if len(each) == 3:
                        self.stdout.write(answer_to(each[1], each[2], index, next(found)))
                    else:
                        refused += 1
                        self.stderr.write(f"Line {each[0]}: {each[1]}")
        return refused


def answer_to(identifier: Any, enquiry: Enquiry, index: Index, likeness: Likeness | None) -> str:
    """Return the answer to one enquiry as one line of JSON."""
    result = match(enquiry, index, likeness)
    answer = {"id": identifier, **_plain(result, enquiry.language)}
    written = json.dumps(answer, ensure_ascii=False)
    try:
        written.encode()
    except UnicodeEncodeError:  # half a surrogate pair, which JSON can carry and UTF-8 cannot
        return json.dumps(answer)
    return written


def _plain(result: Result, language: str) -> dict[str, Any]:
    return {
        "verdict": result.verdict,
        "fit": result.fit,
        "suggestions": [
            {
                "cluster": candidate.slug,
                "score": candidate.score,
                "band": candidate.band,
                "reasons": [
                    {
                        "kind": spoken.kind,
                        "for": spoken.supports,
                        "text": spoken.full,
                        "words": list(dict.fromkeys(spoken.words)),
                    }
                    for spoken in say(candidate.reasons, language)
                ],
            }
            for candidate in result.candidates
        ],
    }


def _opened(name: str) -> Any:
    if name == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(name).open("rb")
    except OSError as problem:
        raise CommandError(f"The file {name} cannot be read: {problem.strerror}.") from problem


def _numbered(lines: IO[bytes], name: str) -> Iterator[tuple[int, bytes]]:
    try:
        yield from enumerate(lines, start=1)
    except OSError as problem:
        raise CommandError(f"The file {name} cannot be read: {problem.strerror}.") from problem
