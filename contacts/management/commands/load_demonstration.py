"""`manage.py load_demonstration`: the invented story, for a desk that has no real requests."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from contacts.demonstration import NotLoadable, demonstration_allowed, load, read


class Command(BaseCommand):
    help = (
        "Load invented requests at every status into a local database without real requests. "
        "Loading twice changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if refusal := demonstration_allowed():
            self.stdout.write(f"The demonstration was left out, because {refusal.because}.")
            return
        story = read()
        try:
            with transaction.atomic():
                report = load(now=timezone.now(), staff=invented_staff(story["staff"]), story=story)
        except NotLoadable as missing:
            raise CommandError(f"The demonstration cannot be loaded: {missing}") from missing
        if report.made:
            self.stdout.write(
                f"Demonstration: {report.made} invented requests loaded, {report.present} were there already."
            )
        else:
            self.stdout.write(f"Demonstration: all {report.present} invented requests are there already.")


def invented_staff(people: Iterable[Mapping[str, str]]) -> dict[str, AbstractBaseUser]:
    """Return the attachés of the story by user name; new ones cannot sign in."""
    users = get_user_model()
    staff: dict[str, AbstractBaseUser] = {}
    for person in people:
        user, is_new = users.objects.get_or_create(
            username=person["username"],
            defaults={name: value for name, value in person.items() if name != "role"} | {"is_staff": True},
        )
        if is_new:
            user.groups.set(Group.objects.filter(name=person["role"]))
            user.set_unusable_password()
            user.save(update_fields=["password"])
        staff[person["username"]] = user
    return staff
