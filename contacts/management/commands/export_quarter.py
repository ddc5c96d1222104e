"""`manage.py export_quarter 2026-Q3 --output DIR`: the quarter's files, for cron and by hand."""

import os
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.periods import Period, PeriodFault
from contacts.quarters import Quarter, QuarterNotUnderstood
from contacts.reports import FILE_NAMES, write_report


class Command(BaseCommand):
    help = "Write the CSV files of a quarter, and what describes them, into an existing folder."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("quarter", metavar="QUARTER", help="for example 2026-Q3")
        parser.add_argument("--output", metavar="DIR", help="the folder to write into; it must exist")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["output"]:
            raise CommandError(_("Name the folder to write into: --output DIR."))
        try:
            quarter = Quarter.parse(options["quarter"])
            write_into(Path(options["output"]), quarter)
        except (QuarterNotUnderstood, PeriodFault) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(
            _("%(quarter)s: %(files)s written to %(folder)s.")
            % {"quarter": quarter, "files": ", ".join(FILE_NAMES), "folder": options["output"]}
        )


def write_into(folder: Path, quarter: Quarter) -> None:
    """Put the files into `folder`, all or none; files of an earlier export are replaced.

    Raises `CommandError` with one sentence when the folder is missing or cannot be written to.
    """
    if not folder.is_dir():
        raise CommandError(
            _("There is no folder %(folder)s; make it first, or name another one.") % {"folder": folder}
        )
    unfinished = {name: folder / f".{name}.{os.getpid()}.part" for name in FILE_NAMES}
    try:
        for name in FILE_NAMES:
            if (folder / name).is_dir():
                raise IsADirectoryError(0, _("%(name)s is a folder there") % {"name": name})
        with ExitStack() as stack:
            targets = {name: stack.enter_context(path.open("xb")) for name, path in unfinished.items()}
            write_report(Period.of_quarter(quarter), targets, at=timezone.now())
            for target in targets.values():
                target.flush()
                os.fsync(target.fileno())
        for name, path in unfinished.items():
            path.replace(folder / name)
    except OSError as fault:
        raise CommandError(
            _("Nothing was exported: %(folder)s cannot be written to (%(reason)s).")
            % {"folder": folder, "reason": fault.strerror or fault}
        ) from fault
    finally:
        for path in unfinished.values():
            path.unlink(missing_ok=True)
