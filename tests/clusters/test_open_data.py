"""The register as open data: what is in the files, and that nobody fetches them twice in vain."""

import datetime as dt
import json

import pytest

from clusters.models import Cluster, LoadedRecord
from clusters.spreadsheets import read_csv
from tests import builders
from tests.builders import AT
from tests.visitor import full_pole

pytestmark = pytest.mark.django_db
FILES = ["/poles.json", "/poles.csv", "/brochure.json", "/brochure.csv"]


@pytest.mark.parametrize("address", FILES)
def test_what_has_not_changed_is_not_sent_again(client, address, django_assert_num_queries):
    full_pole("biovalley", "BioValley")
    first = client.get(address)
    assert first.status_code == 200
    assert first.headers["Last-Modified"]
    assert not first.cookies
    with django_assert_num_queries(1):
        again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.content
    pole = Cluster.objects.get()
    pole.name = "BioValley Est"
    pole.save()
    changed = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_what_keeps_no_history_and_is_loaded_again_is_another_file(client):
    """A city, a source: the loader corrects them without a line of history."""
    LoadedRecord.objects.create(key="city/lyon", model="clusters.city", object_pk=1, digest="", loaded_at=AT)
    before = client.get("/poles.json").headers["ETag"]
    LoadedRecord.objects.update(loaded_at=AT + dt.timedelta(minutes=1))
    assert client.get("/poles.json").headers["ETag"] != before


@pytest.mark.parametrize("address", FILES)
def test_another_day_or_language_is_another_file(client, address):
    full_pole("biovalley", "BioValley")
    tags = {
        client.get(one).headers["ETag"] for one in (address, f"/en{address}", f"{address}?as_of=2025-01-01")
    }
    assert len(tags) == 3


def test_the_list_is_what_the_page_shows_for_the_same_question(client):
    full_pole("biovalley", "BioValley")
    builders.cluster("other", "Autre")
    document = client.get("/poles.json", {"q": "biovalley"}).json()
    assert [row["slug"] for row in document["rows"]] == ["biovalley"]
    assert document["licence"].startswith("https://creativecommons.org/")
    assert document["as_of"]
    assert document["rows"][0]["address"] == "http://127.0.0.1:8000/poles/biovalley/"


def test_every_fact_has_its_day_and_its_source(client):
    full_pole("biovalley", "BioValley")
    rows = client.get("/brochure.json").json()["rows"]
    sections = {row["section"] for row in rows}
    assert sections >= {"regions", "seats", "label", "themes", "members", "projects", "figures", "changes"}
    assert all(row["stated_on"] and row["source"] and row["pole"] == "biovalley" for row in rows)
    assert next(row["value"] for row in rows if row["section"] == "figures") == 128


@pytest.mark.parametrize(("name", "kind"), [("poles", "rows"), ("brochure", "rows")])
def test_both_files_hold_the_same(client, name, kind):
    full_pole("biovalley", "BioValley")
    full_pole("formula", "=1+1")
    header, rows = read_csv(client.get(f"/{name}.csv").content)
    document = client.get(f"/{name}.json").json()[kind]
    assert len(rows) == len(document)
    assert set(header) == set(document[0])
    assert [row[header.index("name")] for row in rows] == [row["name"] for row in document]


def test_a_name_is_no_formula_in_the_spreadsheet(client):
    full_pole("formula", "=1+1")
    assert ";'=1+1;" in client.get("/poles.csv").content.decode()


def test_no_person_is_in_it(client):
    builders.cluster_contact(full_pole("biovalley", "BioValley"))
    for address in FILES:
        assert "claire" not in client.get(address).content.decode().lower()


def test_the_pages_lead_to_their_files(client):
    full_pole("biovalley", "BioValley")
    for page, name in (("/en/poles/", "poles"), ("/en/brochure/", "brochure")):
        body = client.get(page).content.decode()
        assert f'<link rel="alternate" type="application/json" href="/en/{name}.json">' in body
        assert f'<a href="/en/{name}.csv">' in body


def test_a_day_that_is_none_gives_today(client):
    assert json.loads(client.get("/poles.json?as_of=x").content)["rows"] == []
