"""The statements on accessibility and privacy: what visitors read, and how the office changes them."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from attache import roles, site_pages
from attache.models import PageKey, SitePage
from clusters.admin.conflicts import VERSION_FIELD
from tests import builders

ADDRESSES = {"accessibility": "toegankelijkheid/", "privacy": "privacy/"}
LANGUAGES = ["nl", "en", "fr"]
PREFIXES = {"nl": "/", "en": "/en/", "fr": "/fr/"}
ADD = "/admin/attache/sitepage/add/?key=privacy"


def own(**changed):
    texts = {"body_nl": "Onze tekst.", "body_en": "Our text.", "body_fr": "Notre texte."}
    return {"key": "privacy", "dated": "2026-10-01", **texts, **changed}


def version_in(page):
    [version] = re.findall(rf'name="{VERSION_FIELD}" value="([^"]*)"', page)
    return version


@pytest.fixture
def coordinator(client):
    person = builders.staff("anouk", superuser=False)
    roles.give(person, "coordinator")
    client.force_login(person)
    return person


# --- what a visitor reads ------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ADDRESSES)
def test_every_page_leads_to_the_statements_in_the_readers_language(client, key, language):
    address = PREFIXES[language] + ADDRESSES[key]
    assert f'href="{address}"' in client.get(PREFIXES[language] + "contact/").content.decode()
    response = client.get(address)
    body = response.content.decode()
    assert response.status_code == 200
    assert body.count("<h1") == 1
    assert f'<html lang="{language}">' in body
    assert "mailto:desk@office.example" in body
    assert "2026" in body
    assert not response.cookies
    for place in ("{mailbox}", "{site}", "](", "**"):
        assert place not in body


@pytest.mark.django_db
def test_the_address_in_english_leads_there_too(client):
    assert client.get("/en/accessibility/")["Location"] == "/en/toegankelijkheid/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("accessibility", "WCAG 2.1, niveau AA"),
        ("accessibility", "EN 301 549"),
        ("accessibility", "niet onderzocht door een onafhankelijke partij"),
        ("accessibility", "https://www.nationaleombudsman.nl/"),
        ("privacy", "artikel 6, eerste lid, onder e"),
        ("privacy", "geen cookies"),
        ("privacy", "https://www.autoriteitpersoonsgegevens.nl/"),
        ("privacy", '<span lang="fr">pôles de compétitivité</span>'),
    ],
)
def test_a_delivered_statement_says_what_the_law_asks_for(client, key, said):
    assert said in client.get("/" + ADDRESSES[key]).content.decode()


@pytest.mark.parametrize("key", PageKey.values)
def test_a_delivered_statement_has_the_same_parts_and_day_in_every_language(key):
    texts = [site_pages.delivered(key, language) for language in LANGUAGES]
    assert len({text.dated for text in texts}) == 1
    shapes = [re.findall(r"^(## |- )", text.body, re.MULTILINE) for text in texts]
    assert shapes[0] == shapes[1] == shapes[2]


# --- what may be written -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](data:text/html,x)", "[x](data:text/html,x)"),
        ("[x](//elsewhere.example)", "[x](//elsewhere.example)"),
        ("![x](https://elsewhere.example/x.png)", "!<a"),
        ("# Title", "<h2>Title</h2>"),
        ("[pôle](lang:fr)", '<span lang="fr">pôle</span>'),
        ('[x](lang:"onclick)', "[x](lang:&quot;onclick)"),
        ("[x](https://pole.example)", '<a href="https://pole.example" rel="noopener">x</a>'),
        ("| a |\n|--:|\n| b |", "| a |"),
        ("**not closed", "**not closed"),
    ],
)
def test_whatever_is_written_is_harmless(written, shown):
    assert shown in site_pages.as_html(written)


@given(st.text(alphabet="<>\"'&[]()!#*`_-| \n:/=javscriptonlg\x00", max_size=80))
def test_no_text_at_all_can_bring_in_a_script_or_a_style(text):
    html = site_pages.as_html(text)
    tags = set(re.findall(r"<\s*/?\s*([a-z0-9]+)", html))
    assert tags <= set("p h2 h3 h4 h5 h6 ul ol li a span em strong code pre br hr blockquote".split())
    assert not re.search(r"<[^>]+\s(on\w+|style|src)\s*=", html)


# --- how the office changes them -----------------------------------------------------------------------


@pytest.mark.django_db
def test_a_coordinator_changes_a_statement_from_the_delivered_text_on(client, coordinator):
    form = client.get(ADD).content.decode()
    assert "Autoriteit Persoonsgegevens" in form
    assert client.post(ADD, own()).status_code == 302
    for language, text in zip(LANGUAGES, ("Onze tekst.", "Our text.", "Notre texte."), strict=True):
        assert text in client.get(PREFIXES[language] + "privacy/").content.decode()
    assert "1 oktober 2026" in client.get("/privacy/").content.decode()
    assert "Autoriteit Persoonsgegevens" not in client.get("/privacy/").content.decode()


@pytest.mark.django_db
def test_deleting_brings_the_delivered_text_back(client, coordinator):
    row = SitePage.objects.create(**own(dated=dt.date(2026, 10, 1)))
    listed = client.get("/admin/attache/sitepage/").content.decode()
    assert listed.count(f"/admin/attache/sitepage/{row.pk}/change/") == 1
    page = client.get(f"/admin/attache/sitepage/{row.pk}/delete/").content.decode()
    version = version_in(page)
    client.post(f"/admin/attache/sitepage/{row.pk}/delete/", {"post": "yes", VERSION_FIELD: version})
    assert "Autoriteit Persoonsgegevens" in client.get("/privacy/").content.decode()


@pytest.mark.django_db
def test_who_saves_after_a_colleague_is_told_and_nothing_is_lost(client, coordinator):
    row = SitePage.objects.create(**own(dated=dt.date(2026, 10, 1)))
    address = f"/admin/attache/sitepage/{row.pk}/change/"
    page = client.get(address).content.decode()
    version = version_in(page)
    assert client.post(address, own(body_nl="De eerste.") | {VERSION_FIELD: version}).status_code == 302
    late = client.post(address, own(body_nl="De tweede.") | {VERSION_FIELD: version})
    assert "De eerste." in late.content.decode()
    assert "De tweede." in late.content.decode()
    row.refresh_from_db()
    assert row.body_nl == "De eerste."


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed", [{"body_fr": ""}, {"dated": "morgen"}, {"body_nl": "x" * 50_001}, {"body_en": "\x00"}]
)
def test_a_statement_without_a_language_or_a_day_is_not_stored(client, coordinator, changed):
    response = client.post(ADD, own(**changed))
    assert response.status_code == 200
    assert "Our text." in response.content.decode() or "body_en" in changed
    assert not SitePage.objects.exists()


@pytest.mark.django_db
def test_it_is_seen_before_it_is_stored(client, coordinator):
    response = client.post(reverse("admin:attache_sitepage_preview"), own(body_nl="Wat **wij** doen"))
    assert "Wat <strong>wij</strong> doen" in response.content.decode()
    assert '<div lang="fr"><p>Notre texte.' in response.content.decode()
    assert not SitePage.objects.exists()
    assert client.get(reverse("admin:attache_sitepage_preview")).status_code == 405
