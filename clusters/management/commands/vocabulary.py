"""`manage.py vocabulary export DIR` and `import DIR`: themes, terms and focuses as CSV files."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from clusters.fixtures import VOCABULARY, BadFixture
from clusters.vocabulary import CannotExport, ImportReport, export, import_records, read_folder


class Command(BaseCommand):
    help = (
        "Write themes.csv, terms.csv and focuses.csv of what is stored, or take such files over. An import "
        "replaces what is stored by what the files say, all or nothing; rows the files leave out stay, "
        "unless --prune is given."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True, metavar="export|import")
        out = ways.add_parser("export", help="write the three files into a folder")
        out.add_argument("folder", type=Path, metavar="DIR", help="the folder; it must exist")
        into = ways.add_parser(
            "import", help="take over the files of a folder; one that is missing is skipped"
        )
        into.add_argument("folder", type=Path, metavar="DIR")
        into.add_argument("--dry-run", action="store_true", help="tell what would happen, store nothing")
        into.add_argument("--prune", action="store_true", help="remove rows that the files leave out")

    def handle(self, *args: Any, way: str, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}; make it first, or name another one.")
        if way == "export":
            self._export(folder)
        else:
            self._import(folder, dry_run=options["dry_run"], prune=options["prune"])

    def _export(self, folder: Path) -> None:
        try:
            files = export()
            _write(folder, files)
        except CannotExport as fault:
            raise CommandError(f"{fault} Nothing was exported.") from fault
        except OSError as fault:
            raise CommandError(
                f"Nothing was exported: {folder} cannot be written to ({fault.strerror or fault})."
            ) from fault
        for name, content in files.items():
            self.stdout.write(f"{name}: {_rows(content)} rows")

    def _import(self, folder: Path, *, dry_run: bool, prune: bool) -> None:
        try:
            report = import_records(read_folder(folder), at=timezone.now(), prune=prune, dry_run=dry_run)
        except BadFixture as fault:
            raise CommandError(f"{fault} Nothing was imported.") from fault
        except IntegrityError as fault:  # what reading cannot foresee: someone saving at this moment
            raise CommandError(
                "The database refused a row; see that nobody changes the vocabulary just now. "
                "Nothing was imported."
            ) from fault
        for line in _told(report):
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("This was a rehearsal: nothing was stored.")


def _told(report: ImportReport) -> list[str]:
    lines = []
    for table in VOCABULARY:
        if not any(counts[table] for counts in (report.new, report.changed, report.same, report.absent)):
            continue
        absent = (
            f"{report.removed[table]} removed"
            if report.removed[table]
            else f"{report.absent[table]} not in the file, kept"
        )
        lines.append(
            f"{table}: {report.new[table]} new, {report.changed[table]} changed, "
            f"{report.same[table]} the same, {absent}"
        )
    return lines


def _rows(content: str) -> int:
    return max(0, content.count("\n") - 1)


def _write(folder: Path, files: dict[str, str]) -> None:
    """Put the files into the folder, all or none; earlier ones are replaced."""
    unfinished = {name: folder / f".{name}.{os.getpid()}.part" for name in files}
    try:
        for name, path in unfinished.items():
            path.write_text(files[name], encoding="utf-8", newline="")
        for name, path in unfinished.items():
            path.replace(folder / name)
    finally:
        for path in unfinished.values():
            path.unlink(missing_ok=True)
