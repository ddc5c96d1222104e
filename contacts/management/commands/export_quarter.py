"""`manage.py export_quarter PERIOD --output DIR`: a report's files, for cron and by hand.

A closed quarter gives the very files that were kept, unless other options than theirs are asked for.
"""

import datetime as dt
import os
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters import downloads
from clusters.enums import DownloadKind, DownloadWay, FileFormat
from clusters.models import Download
from clusters.spreadsheets import NotForAWorkbook
from contacts import closing
from contacts.models import ClosedQuarter
from contacts.periods import Period, PeriodFault
from contacts.quarters import PARIS
from contacts.reports import FIGURES_ALONE, FROZEN, Options, names_of, write_as
from contacts.reports.assembling import refuse_if_empty_handed
from contacts.reports.moment import as_of_one_moment
from contacts.wanted_reports import DELIMITERS

ALL = "all"
Rows = dict[str, int | None]


@dataclass(frozen=True)
class Export:
    """What is to be written: which formats of which period, and how."""

    period: Period
    formats: Sequence[FileFormat]
    options: Options

    def names(self) -> list[str]:
        return [name for each in self.formats for name in names_of(self.period, each, self.options)]


class Command(BaseCommand):
    help = "Write the report of a quarter, a year, some days or all time into an existing folder."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "period", metavar="PERIOD", help="2026-Q3, 2026, 2026-07-01..2026-09-15 or all-time"
        )
        parser.add_argument("--output", metavar="DIR", help="the folder to write into; it must exist")
        formats = ", ".join(each.value for each in FROZEN)
        parser.add_argument("--format", default="csv", help=f"{formats} or all; csv unless told")
        parser.add_argument("--delimiter", default=";", help="between the cells of CSV: ; (unless told) or ,")
        parser.add_argument("--no-bom", action="store_true", help="CSV without a byte order mark")
        parser.add_argument("--with-contacts", action="store_true", help="with contact details; made live")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["output"]:
            raise CommandError(_("Name the folder to write into: --output DIR."))
        at, folder = timezone.now(), Path(options["output"])
        try:
            wanted = _read(options, at=at)
            refuse_if_empty_handed(wanted.period, at=at)
            closed, remark = _closed(wanted)
            names = _kept(wanted, closed) if closed else wanted.names()
            fill = _keep(closed, names) if closed else _make(wanted, at=at)
            written = _logged(wanted, closed, lambda: write_into(folder, names, fill))
        except (PeriodFault, NotForAWorkbook) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(
            _("%(period)s: %(files)s written to %(folder)s.")
            % {"period": wanted.period, "files": ", ".join(written), "folder": folder}
            + (f" {remark}" if remark else "")
        )


def _read(options: Mapping[str, Any], *, at: dt.datetime) -> Export:
    """Raises `PeriodFault`, and `CommandError` for anything else that is wrong."""
    period = Period.parse(options["period"], today=at.astimezone(PARIS).date())
    delimiter, with_contacts = options["delimiter"], options["with_contacts"]
    if delimiter not in DELIMITERS:
        raise CommandError(_("Cells are divided by ; or by , and by nothing else."))
    offered = [each for each in FROZEN if not (with_contacts and each in FIGURES_ALONE)]
    formats = [each for each in offered if options["format"] in (each.value, ALL)]
    if not formats:
        raise CommandError(
            _("There is no format “%(format)s”; choose from %(formats)s.")
            % {"format": options["format"], "formats": ", ".join([*(each.value for each in offered), ALL])}
        )
    return Export(period, formats, Options(delimiter, not options["no_bom"], with_contacts))


def _closed(wanted: Export) -> tuple[ClosedQuarter | None, str]:
    """Return the closed quarter whose kept files are meant, and what is to be said of them."""
    quarter = wanted.period.quarter
    closed = closing.closed_quarter(quarter) if quarter else None
    if closed is None:
        return None, ""
    day = {"day": timezone.localtime(closed.closed_at, PARIS).date().isoformat()}
    if wanted.options == Options():
        return closed, _("They are the files kept when it was closed on %(day)s.") % day
    return None, _(
        "They were made now, from the data of today: those kept when it was closed on %(day)s have other"
        " options."
    ) % day


def _kept(wanted: Export, closed: ClosedQuarter) -> list[str]:
    """Return which of the wanted files were kept. Raises `CommandError` when none was."""
    kept = set(closed.files.values_list("name", flat=True))
    names = [name for name in wanted.names() if name in kept]
    if not names:
        raise CommandError(
            _("%(quarter)s was closed without %(files)s.")
            % {"quarter": closed.quarter, "files": ", ".join(wanted.names())}
        )
    return names


def _keep(closed: ClosedQuarter, names: Sequence[str]) -> Callable[[Mapping[str, BinaryIO]], Rows]:
    def write(targets: Mapping[str, BinaryIO]) -> Rows:
        for name, content in closing.frozen_files(closed, names).items():
            targets[name].write(content)
        return dict(closed.files.filter(name__in=names).order_by("pk").values_list("name", "rows"))

    return write


def _make(wanted: Export, *, at: dt.datetime) -> Callable[[Mapping[str, BinaryIO]], Rows]:
    def write(targets: Mapping[str, BinaryIO]) -> Rows:
        rows: Rows = {}
        with as_of_one_moment():
            for each in wanted.formats:
                rows |= write_as(each, wanted.period, targets, at=at, options=wanted.options)
        return rows

    return write


def _logged(wanted: Export, closed: ClosedQuarter | None, write: Callable[[], Rows]) -> Rows:
    """Write down who takes what along: a line per format, before anything is written."""
    lines = {each: _begin(each, wanted, closed) for each in wanted.formats}
    try:
        rows = write()
    except BaseException:
        for line in lines.values():
            downloads.break_off(line, rows=0, at=timezone.now())
        raise
    for each, line in lines.items():
        names = names_of(wanted.period, each, wanted.options)
        downloads.finish(line, rows=sum(rows.get(name) or 0 for name in names), at=timezone.now())
    return rows


def _begin(file_format: FileFormat, wanted: Export, closed: ClosedQuarter | None) -> Download:
    return downloads.begin(
        DownloadKind.CLOSED if closed else DownloadKind.QUARTER,
        str(wanted.period),
        by=None,
        at=timezone.now(),
        way=DownloadWay.COMMAND,
        file_format=file_format,
        columns=names_of(wanted.period, file_format, wanted.options),
        with_persons=wanted.options.with_contacts,
    )


def write_into(folder: Path, names: Sequence[str], fill: Callable[[Mapping[str, BinaryIO]], Rows]) -> Rows:
    """Put the files into `folder`, all or none; files of an earlier export are replaced.

    `fill` gets an open file per name. Raises `CommandError` with one sentence when the folder is missing or
    cannot be written to.
    """
    if not folder.is_dir():
        raise CommandError(
            _("There is no folder %(folder)s; make it first, or name another one.") % {"folder": folder}
        )
    unfinished = {name: folder / f".{name}.{os.getpid()}.part" for name in names}
    try:
        for name in names:
            if (folder / name).is_dir():
                raise IsADirectoryError(0, _("%(name)s is a folder there") % {"name": name})
        with ExitStack() as stack:
            targets = {name: stack.enter_context(path.open("xb")) for name, path in unfinished.items()}
            rows = fill(targets)
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
    return rows
