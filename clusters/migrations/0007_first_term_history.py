"""Gives every term that was there before terms had a history the first line of it."""

from typing import Any

from django.db import migrations
from django.utils import timezone

KEPT = ("id", "theme_id", "language", "text", "mode")


def write_first_lines(apps: Any, schema_editor: Any) -> None:
    term, history = apps.get_model("clusters", "Term"), apps.get_model("clusters", "HistoricalTerm")
    now = timezone.now()
    lines = (
        history(history_date=now, history_type="+", **values)
        for values in term._default_manager.values(*KEPT).iterator()
    )
    history._default_manager.bulk_create(lines, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("clusters", "0006_term_history")]
    operations = [migrations.RunPython(write_first_lines, migrations.RunPython.noop)]
