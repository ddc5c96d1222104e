"""`manage.py local_user`: someone to sign in as, on one's own machine."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from attache.models import User
from contacts.demonstration import demonstration_allowed

NAME = "attache"
EMAIL = "attache@office.example"


class Command(BaseCommand):
    help = "Make or refresh the local user and print its new password; only where the demonstration may be."

    def handle(self, *args: Any, **options: Any) -> None:
        refusal = demonstration_allowed()
        reason = refusal.because if refusal else ""
        password = "" if reason else refresh()
        if password:
            self.stdout.write(f"Sign in: {NAME} / {password}")
        else:
            reason = reason or f"a user named {NAME} is here that this command did not make"
            self.stdout.write(f"No local user was made, because {reason}. Use createsuperuser instead.")


@transaction.atomic
def refresh() -> str:
    """Give the local user a fresh password and return it; "" when the name belongs to somebody else."""
    user = User.objects.select_for_update().filter(username=NAME).first()
    if user and user.email != EMAIL:
        return ""
    user = user or User(username=NAME, email=EMAIL, first_name="Ada", last_name="van Attaché", language="nl")
    user.is_active = user.is_staff = user.is_superuser = True
    password = readable_password()
    user.set_password(password)
    user.save()
    return password


def readable_password() -> str:
    """Return twelve random syllables in three words, such as `kobalumi-terasodu-...`: 75 bits."""
    syllables = [secrets.choice("bdfgklmnprstvwzh") + secrets.choice("aeiou") for _ in range(12)]
    return "-".join("".join(syllables[start : start + 4]) for start in (0, 4, 8))
