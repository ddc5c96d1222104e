from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from clusters import word_index


class ContactsConfig(AppConfig):
    name = "contacts"
    verbose_name = _("Desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(keep_word_index, sender=self, dispatch_uid="contacts.word_index")


def keep_word_index(sender: AppConfig, *, using: str, **others: Any) -> None:
    """After every migrate: SQLite's indexes of words are there. (PostgreSQL's are made by migrations.)"""
    connection = connections[using]
    if connection.vendor == "sqlite":
        requests: Any = sender.get_model("IntroductionRequest")
        for name in requests.WORDS:
            word_index.keep_on_sqlite(connection, requests._meta.get_field(name))
