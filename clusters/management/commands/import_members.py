"""`manage.py import_members FILE --cluster SLUG`: bring a pôle's list of members into the register."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.enums import RowStanding
from clusters.member_lists.coming_in import Look, NotStored, begin, look_at, store_list
from clusters.member_lists.progress import Progress, Step
from clusters.member_lists.tables import UnreadableList, read_table
from clusters.models import Cluster

MOST_SENTENCES = 100


class Command(BaseCommand):
    help = (
        "Reads a CSV, XLSX or ODS file with the columns name, kind, city, siren, website, since and activity "
        "(in any order; Dutch and French headings are understood) and stores who is a member, tagged with "
        "themes. All or nothing, unless --only-good is given. Ends with “new N, changed N, same N, wrong N”; "
        "doubtful rows count as wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the list")
        parser.add_argument("--cluster", required=True, metavar="SLUG", help="short name of the pôle")
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen, store nothing")
        parser.add_argument("--only-good", action="store_true", help="store the good rows, leave the others")
        parser.add_argument(
            "--leave-out-cities",
            action="store_true",
            help="leave cities empty that the register does not know, instead of refusing their rows",
        )

    def handle(self, *args: Any, file: Path, cluster: str, **options: Any) -> None:
        pole = Cluster.objects.filter(slug=cluster).first()
        if pole is None:
            known = ", ".join(Cluster.objects.order_by("slug").values_list("slug", flat=True)[:40])
            raise CommandError(
                _("There is no pôle “%(slug)s”. The register has: %(known)s.")
                % {"slug": cluster, "known": known}
            )
        try:
            content = file.read_bytes()
        except OSError as problem:
            raise CommandError(
                _("%(file)s cannot be read (%(reason)s). Nothing was stored.")
                % {"file": file, "reason": problem.strerror}
            ) from problem
        try:
            self._bring_in(pole, content, file.name, options)
        except UnreadableList as problem:
            raise CommandError(_("%(problem)s Nothing was stored.") % {"problem": problem}) from problem

    def _bring_in(self, pole: Cluster, content: bytes, name: str, options: dict[str, Any]) -> None:
        now = timezone.now()
        today = timezone.localdate(now)
        record, table = begin(
            pole, content, name, by=None, at=now, leave_out_cities=options["leave_out_cities"]
        )
        look = look_at(record, table, today=today, keep_same=False)
        self._tell(look, [*table.notes, *_left_out(look)])
        only_good = options["only_good"]
        try:
            if not options["dry_run"] and (only_good or not look.not_good):
                look = store_list(
                    record,
                    lambda: look_at(record, read_table(content, name), today=today, keep_same=False),
                    only_good=only_good,
                    by=None,
                    at=now,
                    look=look,
                    progress=self._progress,
                )
        except NotStored as problem:
            raise CommandError(str(problem)) from problem
        counts = look.counts
        if options["dry_run"]:
            self.stdout.write(_("Nothing was stored: this was a dry run."))
        elif look.not_good and not only_good:
            self.stdout.write(_("Nothing was stored: mend these rows, or give --only-good."))
        told = [f"{each} {counts[each]}" for each in ("new", "changed", "same")]
        self.stdout.write(", ".join([*told, f"wrong {look.not_good}"]))
        if look.not_good and not only_good:
            raise SystemExit(1)

    def _tell(self, look: Look, notes: list[str]) -> None:
        for note in notes:
            self.stdout.write(note)
        faulty = [each for each in look.outcomes if not each.is_good]
        for each in faulty[:MOST_SENTENCES]:
            for reason in each.reasons:
                if each.standing == RowStanding.DOUBTFUL:
                    meant = "; ".join(look.register.shown(pk) for pk in each.candidates)
                    reason = _("Row %(row)d, “%(name)s”, is doubtful: %(reason)s (%(meant)s)") % {
                        "row": each.row.number,
                        "name": each.row.name,
                        "reason": reason,
                        "meant": meant,
                    }
                self.stdout.write(f"  {reason}")
        if len(faulty) > MOST_SENTENCES:
            self.stdout.write("  " + _("and %(number)d more rows") % {"number": len(faulty) - MOST_SENTENCES})

    def _progress(self, progress: Progress) -> None:
        if progress.step == Step.STORING:
            self.stderr.write("  " + _("%(number)d rows stored") % {"number": progress.done})


def _left_out(look: Look) -> list[str]:
    if not look.others:
        return []
    return [_("Columns that were passed over: %(names)s") % {"names": ", ".join(look.others.values())}]
