"""Who may not see persons' details searches words without them. SQLite's index is made in `contacts.apps`."""

from typing import Any

from django.db import migrations

import clusters.fields
from clusters.word_index import create_on_postgresql

NAME = "contacts_request_public_words"
PUBLIC = ("reference", "organisation_name", "enquirer.name", "enquirer.kvk", "subject", "text")
BATCH = 500


def fill(apps: Any, schema_editor: Any) -> None:
    """Collect the words of every request there is, some hundreds at a time."""
    requests = apps.get_model("contacts", "IntroductionRequest")
    rows = requests.objects.using(schema_editor.connection.alias)
    words = requests._meta.get_field("public_words")
    needed = ("reference", "organisation_name", "subject", "text", "enquirer__name", "enquirer__kvk")
    last = 0
    while batch := list(
        rows.select_related("enquirer").only(*needed).filter(pk__gt=last).order_by("pk")[:BATCH]
    ):
        for row in batch:
            words.pre_save(row, add=False)
        rows.bulk_update(batch, ["public_words"])
        last = batch[-1].pk


def make(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(create_on_postgresql("contacts_introductionrequest", "public_words", NAME))


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f'DROP INDEX IF EXISTS "{NAME}"')


class Migration(migrations.Migration):
    dependencies = [("contacts", "0011_may_have_left")]

    operations = [
        migrations.AddField(
            model_name="introductionrequest",
            name="public_words",
            field=clusters.fields.WordsField(of=PUBLIC),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(make, drop),
    ]
