"""A list of members in a real browser: brought in, answered, stored, undone; held to the rules of access."""

import threading

import pytest

from clusters.admin import member_imports
from clusters.member_lists import storing
from clusters.models import City, Membership, Organisation, Region
from tests import builders
from tests.browser import WIDTHS, barriers, look, overflow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = """naam;soort;stad;siren;website;lid sinds;Aantal medewerkers
Élan Biotech SAS;PME;Lyon;552100554;www.elan.example;2019;39.000
Atelier du Vivant;;Lyon;;;;12
Beta Instruments;start-up;Atlantis;;;;4
Gamma;;Lyon;123;;gisteren;1
Hôpital du Rhône;ziekenhuis;69003 LYON CEDEX 03;;hopital.example;maart 2020;2
"""


def no_barrier(page, name):
    look(page, name)
    for width in (*WIDTHS, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert barriers(page) == []
        assert overflow(page, width) == 0


def test_a_list_is_brought_in_answered_stored_and_undone(open_page, live_server):
    region = Region.objects.create(slug="ara", insee_code="84", name="Auvergne-Rhône-Alpes")
    lyon = City.objects.create(slug="lyon", name="Lyon", region=region)
    pole = builders.cluster("biopole-nord")
    Organisation.objects.create(slug="hopital", name="Hôpital du Rhône", city=lyon)
    atelier = Organisation.objects.create(slug="atelier", name="L’Atelier du Vivant", city=lyon)
    page = open_page()
    sign_in(page, builders.staff(), live_server.url)
    page.goto(f"/admin/clusters/cluster/{pole.pk}/change/")
    page.get_by_role("link", name="Bring in a list of members").click()
    no_barrier(page, "members-upload")
    content = {"name": "leden.csv", "mimeType": "text/csv", "buffer": LIST.encode("cp1252")}
    page.get_by_label("List of members").set_input_files([content])
    page.get_by_role("button", name="Look at the list").click()
    page.get_by_role("heading", name="Rows").wait_for()
    no_barrier(page, "members-look")
    page.get_by_label("Who is meant in row 3?").select_option(str(atelier.pk))
    page.get_by_role("button", name="Keep these answers").last.click()
    page.get_by_role("button", name="Store only the good rows").click()
    page.get_by_role("button", name="Undo this import").wait_for()
    no_barrier(page, "members-stored")
    assert Membership.objects.count() == 3
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_text("stand as before").wait_for()
    assert not Membership.objects.exists()
    page.goto("/admin/clusters/memberimport/")
    no_barrier(page, "members-list")


def test_without_a_script_the_page_shows_how_far_a_long_list_is(open_page, live_server, monkeypatch):
    monkeypatch.setattr(member_imports, "MANY_TO_STORE", 40)
    monkeypatch.setattr(storing, "CHUNK", 10)
    may_go_on, chunks, real = threading.Event(), [], storing._Storing.chunk

    def waits_after_twenty(step, outcomes):
        if len(chunks) == 2:
            may_go_on.wait(20)
        chunks.append(real(step, outcomes))

    monkeypatch.setattr(storing._Storing, "chunk", waits_after_twenty)
    pole = builders.cluster("biopole-nord")
    page = open_page(java_script_enabled=False)
    sign_in(page, builders.staff(), live_server.url)
    page.goto(f"/admin/clusters/memberimport/upload/?cluster={pole.pk}")
    content = "naam\n" + "".join(f"Lid {number}\n" for number in range(40))
    file = {"name": "leden.csv", "mimeType": "text/csv", "buffer": content.encode()}
    page.get_by_label("List of members").set_input_files([file])
    page.get_by_role("button", name="Look at the list").click()
    page.get_by_role("button", name="Store the list").click(no_wait_after=True)
    page.get_by_text("20 of 40 rows are stored").wait_for()
    assert page.locator("progress:visible").count() == 1  # those before have made room
    assert page.get_by_text("Leave this page open").is_visible()
    look(page, "members-growing")
    may_go_on.set()
    page.get_by_text("Stored: 40 new").wait_for()
    assert page.locator("progress:visible").count() == 0
    assert Membership.objects.count() == 40
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("button", name="Undo this import").wait_for()


def test_columns_are_pointed_out_where_no_heading_has_the_names(open_page, live_server):
    pole = builders.cluster("biopole-nord")
    page = open_page()
    sign_in(page, builders.staff(), live_server.url)
    page.goto(f"/admin/clusters/memberimport/upload/?cluster={pole.pk}")
    long = "Omschrijving van wat er in deze kolom staat " * 4
    content = f"KUNNR;NAME1;;{long};ORT01\n1;Élan Biotech;;{'x' * 300};\n"
    page.set_input_files(
        "input[name=file]", {"name": "export.txt", "mimeType": "text/plain", "buffer": content.encode()}
    )
    page.click("text=Look at the list")
    no_barrier(page, "member-list-unclear")
    page.select_option("#column-1", "name")
    page.click("text=Keep these answers")
    no_barrier(page, "member-list-pointed-out")
    page.click("text=Store the list")
    assert Organisation.objects.get().name == "Élan Biotech"
