"""`manage.py generate_office`: an invented office of any size, for training, demonstration and measuring."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from contacts.office_generator import RealRequests, RegisterMissing, generate
from contacts.office_generator.people import STAFF

MOST = 1_000_000


class Command(BaseCommand):
    help = (
        "Fill a database that holds no real requests with an invented office: three years of requests "
        "at every status. All addresses end in .example;"
        " the same seed on the same moment gives the same office."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--requests", type=int, default=1_000, metavar="N")
        parser.add_argument("--organisations", type=int, default=200, metavar="M")
        parser.add_argument("--seed", type=int, default=1, metavar="S")

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ("requests", "organisations"):
            if not 1 <= options[name] <= MOST:
                raise CommandError(f"--{name} must be a number from 1 to {MOST}.")
        if settings.PRODUCTION:
            raise CommandError(
                "This is an office at work (ENVIRONMENT=production); nothing is invented here."
            )
        started = time.monotonic()

        def progress(done: int) -> None:
            self.stderr.write(f"{done} of {options['requests']} requests", ending="\r")

        try:
            with transaction.atomic():  # the colleagues too: a refused run leaves nothing behind
                generate(
                    requests=options["requests"],
                    askers=options["organisations"],
                    seed=options["seed"],
                    at=timezone.now(),
                    staff=[_colleague(*each) for each in STAFF],
                    progress=progress,
                )
        except RealRequests as refused:
            raise CommandError(
                "This database holds real requests; choose an empty one with DATABASE_URL."
            ) from refused
        except RegisterMissing as missing:
            raise CommandError(
                "The register holds no pôle with subjects; run manage.py load_register first."
            ) from missing
        self.stderr.write("")
        self.stdout.write(
            f"{options['requests']} invented requests of {options['organisations']} organisations"
            f" in {time.monotonic() - started:.0f} s."
        )


def _colleague(username: str, first_name: str, last_name: str) -> Any:
    """Return an invented member of staff, who cannot sign in."""
    user, is_new = get_user_model().objects.get_or_create(
        username=username,
        defaults={
            "first_name": first_name,
            "last_name": last_name,
            "email": f"{username}@office.example",
            "is_staff": True,
        },
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
