"""`manage.py load_register`: bring the register's files into the database."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError
from django.utils import timezone

from clusters.fixtures import BadFixture, read
from clusters.loading import load


class Command(BaseCommand):
    help = (
        "Loads pôles, organisations, themes and facts from fixtures/. Loading twice changes nothing, and "
        "what staff changed, added or deleted since is left as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--folder",
            type=Path,
            default=Path(settings.BASE_DIR) / "fixtures",
            help="Folder that holds register/*.json and vocabulary/*.csv (default: fixtures).",
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            report = load(read(folder), at=timezone.now())
        except BadFixture as error:
            raise CommandError(f"{error} Nothing was loaded.") from error
        except IntegrityError as error:  # what `read` cannot foresee: another load at this moment
            raise CommandError(
                "The database refused a record of the register; see that no other load is running. "
                "Nothing was loaded."
            ) from error
        for line in report.left:
            self.stdout.write(f"  {line}")
        self.stdout.write(str(report))
