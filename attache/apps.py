from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class AttacheConfig(AppConfig):
    name = "attache"
    verbose_name = _("Office")
    default = True
    default_auto_field = "django.db.models.BigAutoField"


class OfficeAdminConfig(admin_apps.AdminConfig):
    default_site = "attache.admin_site.OfficeAdminSite"
    default = False
