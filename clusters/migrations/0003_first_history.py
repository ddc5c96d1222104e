"""Gives every fact that was there before its history was kept a first line in that history.

Going back to an earlier version of a card takes away what was not there at that moment; without a
first line these facts would look as if they had never been there.
"""

from typing import Any

from django.db import migrations
from django.utils import timezone

FACTS = [
    "Agreement", "ClusterName", "ClusterRegion", "ClusterSeat", "Evaluation", "Event", "Facility",
    "Figure", "Label", "LineLead", "Membership", "NetworkParticipation", "OrganisationName",
    "Project", "Statement", "StrategicLine", "Succession",
]  # fmt: skip


def write_first_lines(apps: Any, schema_editor: Any) -> None:
    now = timezone.now()
    for name in FACTS:
        model, history = apps.get_model("clusters", name), apps.get_model("clusters", f"Historical{name}")
        kept = {field.attname for field in history._meta.concrete_fields}
        columns = [field.attname for field in model._meta.concrete_fields if field.attname in kept]
        lines = (
            history(history_date=now, history_type="+", **values)
            for values in model._default_manager.values(*columns).iterator()
        )
        history._default_manager.bulk_create(lines, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("clusters", "0002_provenance")]
    operations = [migrations.RunPython(write_first_lines, migrations.RunPython.noop)]
