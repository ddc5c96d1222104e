"""Takes over what was stored before facts had a history and remarks a language.

Every fact gets a first line in its history: going back to an earlier version of a card takes away what
was not there at that moment, and without a first line these facts would look as if they had never been.
A row that still looks as it was loaded keeps being one: its digest is written anew under the new name of
its remark, else the loader would take the row for one that staff had changed.
"""

import json
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import migrations, models
from django.utils import timezone

FACTS = [
    "Agreement", "ClusterName", "ClusterRegion", "ClusterSeat", "Evaluation", "Event", "Facility",
    "Figure", "Label", "LineLead", "Membership", "NetworkParticipation", "OrganisationName",
    "Project", "Statement", "StrategicLine", "Succession",
]  # fmt: skip
RENAMED = [*FACTS, "Focus", "Network"]


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


def write_digests_anew(apps: Any, schema_editor: Any) -> None:
    loaded = apps.get_model("clusters", "LoadedRecord")
    for name in RENAMED:
        model = apps.get_model("clusters", name)
        rows = {row.pk: row for row in model._default_manager.exclude(remark_nl="")}
        again = []
        for line in loaded.objects.filter(model=f"clusters.{name.lower()}", object_pk__in=list(rows)):
            row = rows[line.object_pk]
            if digest(row, remark="remark") == line.digest:
                line.digest = digest(row, remark="remark_nl")
                again.append(line)
        loaded.objects.bulk_update(again, ["digest"], batch_size=500)


def digest(row: Any, *, remark: str) -> str:
    """What `clusters.loading.digest` made of a row at this step, its remark under the name given."""
    told = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if not field.editable or field.primary_key or value == field.get_default():
            continue
        if isinstance(field, models.DecimalField) and value is not None:
            value = Decimal(value).quantize(Decimal(1).scaleb(-field.decimal_places))
        told[remark if field.name == "remark_nl" else field.name] = None if value is None else str(value)
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


class Migration(migrations.Migration):
    dependencies = [("clusters", "0002_provenance")]
    operations = [
        migrations.RunPython(write_first_lines, migrations.RunPython.noop),
        migrations.RunPython(write_digests_anew, migrations.RunPython.noop),
    ]
