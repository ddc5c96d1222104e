from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClustersConfig(AppConfig):
    name = "clusters"
    verbose_name = _("Register of pôles")
    default_auto_field = "django.db.models.BigAutoField"
