"""Every address of the site. Dutch has no prefix; English and French have theirs; staff have one."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.generic import RedirectView

from attache import views, wellknown
from attache.models import PageKey
from attache.sitemaps import SITEMAPS

handler400 = "attache.error_pages.bad_request"
handler500 = "attache.error_pages.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path(".well-known/security.txt", wellknown.security_txt, name="security"),
    path("security.txt", RedirectView.as_view(pattern_name="security")),
    path("robots.txt", wellknown.robots_txt, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    *i18n_patterns(
        path("", include("clusters.urls")),
        path("", include("contacts.urls")),
        path("toegankelijkheid/", views.statement, {"key": PageKey.ACCESSIBILITY}, name="accessibility"),
        path("accessibility/", RedirectView.as_view(pattern_name="accessibility")),
        path("privacy/", views.statement, {"key": PageKey.PRIVACY}, name="privacy"),
        prefix_default_language=False,
    ),
]
