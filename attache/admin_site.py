"""The staff site: Django's admin under the office's name, without a link out to anywhere else."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class OfficeAdminSite(AdminSite):
    site_title = _("Introductions desk")
    site_header = _("Introductions desk, Innovation Attaché Paris")
    index_title = _("Today")
    enable_nav_sidebar = False
