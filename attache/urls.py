"""Every address of the site. Dutch has no prefix; English and French have theirs; staff have one."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

handler400 = "attache.error_pages.bad_request"
handler500 = "attache.error_pages.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", include("clusters.urls")),
        path("", include("contacts.urls")),
        prefix_default_language=False,
    ),
]
