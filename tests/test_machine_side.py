"""What the public side tells machines: security.txt, robots.txt, sitemap, canonical addresses, schema.org."""

import datetime as dt
import json
import re
import struct
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.checks import Error
from django.core.checks import Warning as CheckWarning

from attache.checks import faults_of_security_txt
from attache.templatetags.head import as_json_ld
from clusters.enums import ThemeKind
from clusters.models import Cluster, Focus
from tests import builders
from tests.visitor import full_pole

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 26)
MAILBOX = "mailto:desk@office.example"
SITE = "http://127.0.0.1:8000"
PICTURE = settings.BASE_DIR / "static" / "share.png"


# --- security.txt --------------------------------------------------------------------------------------


def test_security_txt_says_whom_to_tell_and_until_when(client, settings):
    settings.SECURITY_EXPIRES = dt.date(2027, 6, 30)
    response = client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "Contact: mailto:desk@office.example",
        "Expires: 2027-06-30T00:00:00Z",
        "Preferred-Languages: nl, en, fr",
        f"Canonical: {SITE}/.well-known/security.txt",
    ]
    assert client.get("/security.txt")["Location"] == "/.well-known/security.txt"


def test_without_a_day_there_is_no_security_txt(client, settings):
    settings.SECURITY_EXPIRES = None
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        (-1, Error),
        (0, Error),
        (1, Error),
        (30, Error),
        (31, None),
        (200, None),
        (366, None),
        (367, CheckWarning),
    ],
)
def test_it_is_to_be_renewed_from_thirty_days_before_it_expires(days, kind):
    expires = DAY + dt.timedelta(days)
    found = faults_of_security_txt(contact=MAILBOX, expires=expires, on=DAY)
    assert [type(fault) for fault in found] == ([kind] if kind else [])
    assert not found or expires.isoformat() in found[0].msg


@pytest.mark.parametrize(
    "contact", ["desk@office.example", "mailto:", "http://desk.example/", "", "mailto:a@b\nX: y"]
)
def test_a_contact_that_reaches_nobody_is_refused(contact):
    [fault] = faults_of_security_txt(contact=contact, expires=DAY + dt.timedelta(99), on=DAY)
    assert fault.id == "attache.E001"


def test_production_without_a_day_is_refused():
    [fault] = faults_of_security_txt(contact=MAILBOX, expires=None, on=DAY)
    assert isinstance(fault, Error)
    assert "SECURITY_EXPIRES" in fault.msg


# --- robots.txt and the sitemap ------------------------------------------------------------------------


def test_robots_are_kept_from_staff_and_signed_pages(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert {"Disallow: /fr/answer/", "Disallow: /confirm/", "Disallow: /en/quarter/"} <= set(lines)
    assert "Disallow: /contact/*/" in lines
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert "Disallow: /" not in lines


def sitemap(client):
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return {
        url.find("s:loc", names).text: (
            {link.get("hreflang"): link.get("href") for link in url.findall("x:link", names)},
            url.findtext("s:lastmod", None, names),
        )
        for url in tree.findall("s:url", names)
    }


def test_the_sitemap_lists_every_public_page_in_every_language(client):
    full_pole("biovalley", "BioValley")
    found = sitemap(client)
    for page in ("", "poles/", "poles/biovalley/", "brochure/", "contact/", "toegankelijkheid/", "privacy/"):
        languages, changed = found[f"{SITE}/{page}"]
        assert languages == {
            "nl": f"{SITE}/{page}",
            "en": f"{SITE}/en/{page}",
            "fr": f"{SITE}/fr/{page}",
            "x-default": f"{SITE}/{page}",
        }
        assert f"{SITE}/en/{page}" in found
        assert changed or page == "contact/"
    assert not [address for address in found if "?" in address or "/admin/" in address]
    for address in found:
        assert client.get(address.removeprefix(SITE)).status_code == 200


def test_the_sitemap_asks_as_little_for_many_poles(client, django_assert_max_num_queries):
    for number in range(3):
        full_pole(f"pole-{number}", f"Pôle {number}")
    with django_assert_max_num_queries(6):
        assert len(sitemap(client)) == 3 * (7 + 3)


# --- one address, one picture, one description ---------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/?as_of=2014-12-18", "/"),
        ("/en/poles/?q=cancer&theme=x", "/en/poles/"),
        ("/poles/biovalley/?as_of=2026-01-01", "/poles/biovalley/"),
        ("/poles/compare/?pole=b&pole=a&as_of=2026-01-01&x=1", "/poles/compare/?pole=a&pole=b"),
        ('/poles/compare/?pole="><b>', "/poles/compare/"),
        ("/contact/?pole=biovalley", "/contact/"),
        ("/fr/privacy/", "/fr/privacy/"),
    ],
)
def test_a_page_has_one_address_without_what_only_arranges_it(client, asked, canonical):
    full_pole("biovalley", "BioValley")
    body = client.get(asked).content.decode()
    shown = (SITE + canonical).replace("&", "&amp;")
    assert re.findall(r'<link rel="canonical" href="([^"]*)"', body) == [shown]
    assert re.findall(r'<meta property="og:url" content="([^"]*)"', body) == [shown]


def test_a_page_nobody_may_find_has_no_address_to_keep(client):
    body = client.get("/poles/nowhere/").content.decode()
    assert "canonical" not in body
    assert "og:url" not in body


def test_who_shares_a_page_sees_its_title_and_the_map(client):
    full_pole("biovalley", 'Bio"Valley')
    body = client.get("/en/poles/biovalley/").content.decode()
    [title] = re.findall(r"<title>([^<]*)</title>", body)
    assert title.startswith("Bio&quot;Valley")
    assert f'<meta property="og:title" content="{title}">' in body
    assert f'<meta property="og:image" content="{SITE}/static/share.png">' in body


def test_the_shared_picture_is_there_in_the_size_it_says_and_light():
    content = PICTURE.read_bytes()
    assert struct.unpack(">II", content[16:24]) == (1200, 630)
    assert len(content) <= 60_000


def linked(client, address):
    body = client.get(address).content.decode()
    return [
        json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', body)
    ]


def test_the_office_is_told_in_the_words_of_schema_org(client):
    [office] = linked(client, "/en/")
    assert office["@type"] == "GovernmentOrganization"
    assert office["parentOrganization"]["alternateName"] == "RVO"
    assert office["url"] == f"{SITE}/en/"


def test_a_pole_is_told_with_what_is_verified_and_of_today_alone(client):
    full_pole("biovalley", "BioValley", website="https://pole.example", website_verified=False)
    [pole] = linked(client, "/poles/biovalley/")
    assert pole["@type"] == "Organization"
    assert pole["name"] == "BioValley"
    assert pole["areaServed"]
    assert "url" not in pole
    assert linked(client, "/poles/biovalley/?as_of=2024-01-01") == []
    Cluster.objects.update(website_verified=True)
    assert linked(client, "/poles/biovalley/")[0]["url"] == "https://pole.example"


def test_a_pole_knows_about_its_subjects_and_not_about_kinds_of_partner(client):
    pole = full_pole("biovalley", "BioValley")
    hospital = builders.theme("hospitals", "Ziekenhuis", kind=ThemeKind.PARTNER)
    builders.fact(Focus, cluster=pole, theme=hospital, weight=2)
    told = linked(client, "/poles/biovalley/")[0]["knowsAbout"]
    assert told
    assert "Ziekenhuis" not in told


def test_nothing_in_the_data_can_end_its_block(client):
    written = as_json_ld({"name": "</script><script>alert(1)</script><!--&"})
    assert written.count("<") == 2
    assert json.loads(written[written.index(">") + 1 : written.rindex("<")])["name"].startswith("</script>")


# --- the office's own look -----------------------------------------------------------------------------


def test_the_office_lays_its_own_sheets_and_logo_over_the_page(client, settings):
    settings.THEME_STYLESHEETS = ["/house/tokens.css", "/house/rvo.css"]
    settings.OFFICE_LOGO = "/house/logo.svg"
    response = client.get("/")
    body = response.content.decode()
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]*)"', body)
    assert sheets[0] == "/static/site.css"
    assert sheets[-2:] == ["/house/tokens.css", "/house/rvo.css"]
    signed = client.get("/contact/").content.decode()
    assert signed.index("/static/forms.css") < signed.index("/house/tokens.css")
    assert '<img class="rvo-logo__emblem" src="/house/logo.svg" alt="" width="56" height="56">' in body
    assert "style-src 'self'" in response.headers["Content-Security-Policy"]


def test_a_merged_pole_says_since_when_it_is_gone(client):
    heir, old = full_pole("heir", "Heir"), full_pole("old", "Old")
    builders.succession(old, heir, on=dt.date(2019, 9, 20))
    [pole] = linked(client, "/poles/old/")
    assert pole["dissolutionDate"] == "2019-09-20"
