"""Fills in the words a request is found by, and how many days a pôle took to answer."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db import migrations
from django.utils import timezone

PARIS = ZoneInfo("Europe/Paris")


def collect_words(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("contacts", "IntroductionRequest")._default_manager
    for row in rows.select_related("enquirer", "contact").iterator(chunk_size=500):
        row.save(update_fields=["search_words"])  # the field itself collects them


def count_days(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("contacts", "Introduction")._default_manager
    for row in rows.exclude(answered_at=None).iterator(chunk_size=500):
        answered, sent = (
            timezone.localdate(at, PARIS) for at in (row.answered_at, row.sent_at or row.answered_at)
        )
        row.answer_days = max(0, (answered - sent).days)
        row.save(update_fields=["answer_days"])


class Migration(migrations.Migration):
    dependencies = [("contacts", "0004_the_days_work")]
    operations = [
        migrations.RunPython(collect_words, migrations.RunPython.noop),
        migrations.RunPython(count_days, migrations.RunPython.noop),
    ]
