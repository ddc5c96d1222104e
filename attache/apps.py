from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from attache import checks  # noqa: F401  registers them
from attache.roles import after_migrate


class AttacheConfig(AppConfig):
    name = "attache"
    verbose_name = _("Office")
    default = True
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="roles")


class OfficeAdminConfig(admin_apps.AdminConfig):
    default_site = "attache.admin_site.OfficeAdminSite"
    default = False
