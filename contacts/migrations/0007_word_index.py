"""Requests are found by words and beginnings of words through an index. SQLite's is made in `contacts.apps`."""

from typing import Any

from django.db import migrations

from clusters.word_index import create_on_postgresql

NAME = "contacts_request_words"


def make(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(create_on_postgresql("contacts_introductionrequest", "search_words", NAME))


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f'DROP INDEX IF EXISTS "{NAME}"')


class Migration(migrations.Migration):
    dependencies = [("contacts", "0006_days_always_counted")]
    operations = [migrations.RunPython(make, drop)]
