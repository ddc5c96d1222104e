"""`manage.py check_register`: prove that the register holds every fact of the office's document."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clusters.factcheck import Finding, check_ambiguities, check_facts
from clusters.factlist import BadFactList, read_list, read_mapping

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "facts"


class Command(BaseCommand):
    help = (
        "Walks a list of facts against the register and says what is found and what is missing, per pôle. "
        "Ends with “N of M” and, when anything is missing, with exit code 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "list",
            type=Path,
            nargs="?",
            default=FOLDER / "office-2014.json",
            metavar="FACTS.json",
            help="The list of facts (default: that of the office's document of 2014).",
        )
        parser.add_argument(
            "--mapping",
            type=Path,
            default=FOLDER / "mapping.toml",
            help="How facts stand in the register (default: fixtures/facts/mapping.toml).",
        )

    def handle(self, *args: Any, mapping: Path, **options: Any) -> None:
        try:
            listed, how = read_list(options["list"]), read_mapping(mapping)
        except BadFactList as error:
            raise CommandError(str(error)) from error
        facts, doubts = check_facts(listed.facts, how), check_ambiguities(listed.ambiguities, how)
        self._tell(facts, doubts)
        held = sum(not finding.problems for finding in facts)
        self.stdout.write(f"{held} of {len(facts)}")
        if held < len(facts) or any(finding.problems for finding in doubts):
            raise SystemExit(1)

    def _tell(self, facts: list[Finding], doubts: list[Finding]) -> None:
        for finding in [*facts, *doubts]:
            for problem in finding.problems:
                self.stdout.write(f"missing  {finding.number}: {problem}")
        for finding in facts:
            if finding.withheld and not finding.problems:
                self.stdout.write(f"held     {finding.number}: named official, withheld")
        total = Counter(finding.pole for finding in facts)
        held = Counter(finding.pole for finding in facts if not finding.problems)
        for pole, number in total.items():
            self.stdout.write(f"{pole:24} {held[pole]:3} found, {number - held[pole]:3} missing")
        if doubts:
            marked = sum(not finding.problems for finding in doubts)
            self.stdout.write(f"{'ambiguities':24} {marked:3} found, {len(doubts) - marked:3} missing")
