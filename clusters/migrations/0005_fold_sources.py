"""Fills in what sources are searched by, and begins the history of an ambiguity's other sources."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def fold_sources(apps: Any, schema_editor: Any) -> None:
    for source in apps.get_model("clusters", "Source")._default_manager.iterator():
        source.save(update_fields=["folded"])  # the field itself folds


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
    dependencies = [("clusters", "0004_search_and_history_of_sources")]
    operations = [
        migrations.RunPython(fold_sources, migrations.RunPython.noop),
        migrations.RunPython(write_first_lines, migrations.RunPython.noop),
    ]
