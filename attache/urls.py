"""Every address of the site. Dutch has no prefix; English and French have theirs; staff have one."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from contacts.admin.reports import quarter_urls

urlpatterns = [
    path("admin/", ([*quarter_urls(admin.site), *admin.site.get_urls()], "admin", admin.site.name)),
    *i18n_patterns(
        path("", include("clusters.urls")),
        path("", include("contacts.urls")),
        prefix_default_language=False,
    ),
]
