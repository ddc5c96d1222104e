"""The sitemap: every public page in every language, and when what it shows last changed."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import timezone

from attache import site_pages
from attache.models import PageKey, SitePage
from clusters.last_change import last_change_of_cards, register_version
from clusters.models import Cluster
from clusters.presence import presence_of

OF_THE_REGISTER = ("clusters:home", "clusters:directory", "clusters:comparison", "clusters:brochure")


@dataclass(frozen=True)
class Page:
    """A public page by the name of its address, and when it last changed, where that is known."""

    name: str
    slug: str = ""
    changed: dt.date | None = None


class PublicPages(Sitemap):
    """As they are today; `?as_of=` shows the same pages on another day and is not listed."""

    i18n = True
    alternates = True
    x_default = True

    def items(self) -> list[Page]:
        today = timezone.localdate()
        changed = register_version().at
        cards = last_change_of_cards()
        known = [
            cluster
            for cluster in Cluster.objects.select_related("succession")
            .prefetch_related("names")
            .order_by("pk")
            if not presence_of(cluster).is_to_come(today)
        ]
        return [
            *(Page(name, changed=_day(changed)) for name in OF_THE_REGISTER),
            *(Page("clusters:card", pole.slug, _day(cards.get(pole.pk))) for pole in known),
            Page("contacts:form"),
            *self._statements(),
        ]

    def _statements(self) -> list[Page]:
        own = dict(SitePage.objects.values_list("key", "dated"))
        delivered = {key: site_pages.delivered(key, settings.LANGUAGE_CODE).dated for key in PageKey.values}
        return [Page(key, changed=own.get(key, day)) for key, day in delivered.items()]

    def location(self, item: Page) -> str:
        return reverse(item.name, args=[item.slug] if item.slug else [])

    def lastmod(self, item: Page) -> dt.date | None:
        return item.changed

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


def _day(moment: dt.datetime | None) -> dt.date | None:
    return None if moment is None else timezone.localdate(moment)


SITEMAPS = {"pages": PublicPages}
