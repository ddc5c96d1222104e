"""`manage.py find_duplicates`: find anew which organisations may be one."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from clusters.duplicates import finding


class Command(BaseCommand):
    help = (
        "Finds the pairs of organisations that may be one, as opening their list does after a change. Prints "
        "“open N, new N, gone N, two N, sites passed over N”; a site of many organisations says nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        told = finding.refresh(at=timezone.now())
        self.stdout.write(
            f"open {told.open}, new {told.new}, gone {told.gone}, two {told.apart}, "
            f"sites passed over {told.passed_over}"
        )
