from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from clusters import drawn_number, word_index

# What the register keeps of its own work: nothing that is made of the register reads it.
NOT_READ = frozenset(
    "download downloadpiece loadedrecord memberimport derivation organisationmerge organisationpair".split()
)


class ContactsConfig(AppConfig):
    name = "contacts"
    verbose_name = _("Desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(keep_triggers, sender=self, dispatch_uid="contacts.triggers")


def keep_triggers(sender: AppConfig, *, using: str, **others: Any) -> None:
    """After every migrate: what the database keeps by triggers is there."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        requests: Any = sender.get_model("IntroductionRequest")
        for name in requests.WORDS:
            word_index.keep_on_sqlite(connection, requests._meta.get_field(name))
    register = apps.get_app_config("clusters").get_models()
    kept = [each for each in register if not hasattr(each, "history_id")]
    drawn_number.keep(
        connection, [each._meta.db_table for each in kept if each._meta.model_name not in NOT_READ]
    )
