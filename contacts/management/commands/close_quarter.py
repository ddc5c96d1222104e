"""`manage.py close_quarter QUARTER --by USER`: makes the quarter's files and keeps them for good."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts import closing
from contacts.open_points import checklist
from contacts.quarters import Quarter, QuarterNotUnderstood


class Command(BaseCommand):
    help = "Close a quarter that has ended: its files are made once and kept, byte for byte."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("quarter", metavar="QUARTER", help="for example 2026-Q3")
        parser.add_argument("--by", metavar="USER", help="the user name of the coordinator who closes it")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["by"]:
            raise CommandError(_("Name the coordinator who closes the quarter: --by USER."))
        person = get_user_model()._default_manager.filter(username=options["by"], is_active=True).first()
        if person is None:
            raise CommandError(_("There is no colleague “%(name)s”.") % {"name": options["by"]})
        try:
            quarter = Quarter.parse(options["quarter"])
            closed = closing.close(quarter, by=person, at=timezone.now())
        except (QuarterNotUnderstood, closing.CannotClose) as fault:
            raise CommandError(str(fault)) from fault
        except OSError as fault:
            raise CommandError(
                _("Nothing was closed: a file could not be made (%(reason)s).")
                % {"reason": fault.strerror or fault}
            ) from fault
        files = ", ".join(closed.files.order_by("pk").values_list("name", flat=True))
        self.stdout.write(
            _("%(quarter)s is closed; kept are %(files)s.") % {"quarter": quarter, "files": files}
        )
        for point in checklist(quarter):
            if point.number:
                self.stdout.write(
                    _("Still open: %(what)s: %(number)d.")
                    % {"what": point.kind.label, "number": point.number}
                )
