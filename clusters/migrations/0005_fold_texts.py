"""Fills in what sources, statements and ambiguities are searched by, and begins the history of an ambiguity's other sources."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def fold(apps: Any, schema_editor: Any) -> None:
    for name, column in {"Source": "folded", "Statement": "text_folded", "Ambiguity": "text_folded"}.items():
        for row in apps.get_model("clusters", name)._default_manager.iterator():
            row.save(update_fields=[column])  # the field itself folds


def write_first_lines(apps: Any, schema_editor: Any) -> None:
    now = timezone.now()
    model = apps.get_model("clusters", "AmbiguitySource")
    history = apps.get_model("clusters", "HistoricalAmbiguitySource")
    lines = (
        history(history_date=now, history_type="+", **values)
        for values in model._default_manager.values("id", "ambiguity_id", "source_id").iterator()
    )
    history._default_manager.bulk_create(lines, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("clusters", "0004_search_and_history")]
    operations = [
        migrations.RunPython(fold, migrations.RunPython.noop),
        migrations.RunPython(write_first_lines, migrations.RunPython.noop),
    ]
