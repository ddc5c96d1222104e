"""“Export this view”: the list as it stands, the chosen columns and no more, each file in the log."""

import ast
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from attache import roles
from attache.models import User
from clusters.admin import list_export
from clusters.list_files import ListResource
from clusters.models import Download, Organisation
from clusters.spreadsheets import (
    FORMATS,
    NotACsvFile,
    SafeCSV,
    SafeODS,
    SafeXLSX,
    read_csv,
    read_ods,
    read_xlsx,
)
from contacts.enums import EnquirerKind
from contacts.models import Introduction, IntroductionRequest
from tests import builders
from tests.test_admin_pages import one_of_everything

pytestmark = pytest.mark.django_db
EXPORTED = [
    *("clusters.cluster", "clusters.organisation", "clusters.membership", "clusters.theme", "clusters.focus"),
    *("clusters.source", "contacts.introductionrequest", "contacts.introduction", "contacts.enquirer"),
    "contacts.contactperson",
]
PERSONS = {"contact_name", "contact_email", "contact_phone", "subject", "text", "organisation_in_full"}


def somebody(role: str, *permissions: str, language: str = "en") -> User:
    user = builders.staff(f"{role or 'plain'}-{User.objects.count()}", superuser=False, language=language)
    if role:
        roles.give(user, role)
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))
    return User.objects.get(pk=user.pk)


def address(label: str, query: str = "", view: str = "export") -> str:
    return reverse(f"admin:{label.replace('.', '_')}_{view}") + (f"?{query}" if query else "")


def columns_of(label: str, viewer: User) -> list[Any]:
    page: Any = admin.site._registry[apps.get_model(label)]
    (resource,) = page.resource_classes
    columns: list[Any] = resource(viewer=viewer).columns()
    return columns


def taken(client, label: str, query: str = "", file_format: str = "csv", **chosen: Any) -> Any:
    """Ask for the file with these columns, or with every column the page ticks beforehand."""
    if not chosen:
        form = client.get(address(label, query)).context["form"]
        chosen = {"columns": form.fields["columns"].initial}
    return client.post(address(label, query), {"file_format": file_format, **chosen})


def table(response: Any, read: Any = read_csv) -> list[dict[str, Any]]:
    header, rows = read(b"".join(response.streaming_content))
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture
def coordinator(client):
    user = somebody("coordinator")
    client.force_login(user)
    return user


def organisations(number: int) -> None:
    for index in range(number):
        kind = "research" if index % 3 == 0 else "company"
        Organisation.objects.create(slug=f"o-{index}", name=f"Firme {index:03}", kind=kind)


# --- what is taken along -------------------------------------------------------------------------------


def test_the_button_takes_filters_search_and_order_along(client, coordinator):
    organisations(10)
    query = "kind__exact=research&o=-1&q=firme"
    page = client.get(address("clusters.organisation", query, "changelist"))
    listed = [row.slug for row in page.context["cl"].result_list]
    assert listed == ["o-9", "o-6", "o-3", "o-0"]
    link = reverse("admin:clusters_organisation_export") + page.context["cl"].get_query_string()
    assert link.replace("&", "&amp;") in page.content.decode()
    assert "4 rows" in client.get(link).content.decode()
    rows = table(taken(client, "clusters.organisation", link.partition("?")[2], columns=["slug"]))
    assert [row["slug"] for row in rows] == listed
    (log,) = Download.objects.all()
    assert (log.by, log.subject, log.columns, log.rows) == (coordinator, "clusters.organisation", ["slug"], 4)
    assert log.filters == link.partition("?")[2]
    assert log.finished_at


def test_a_saved_view_of_the_inbox_is_taken_along_though_the_address_did_not_name_it(client, coordinator):
    mine, other = builders.request(), builders.request()
    IntroductionRequest.objects.filter(pk=other.pk).update(assigned_to=builders.staff("bram"))
    page = client.get(address("contacts.introductionrequest", view="changelist"))
    query = page.context["cl"].get_query_string().removeprefix("?")
    rows = table(taken(client, "contacts.introductionrequest", query, columns=["reference"]))
    assert [row["Reference"] for row in rows] == [mine.reference]


def test_columns_stand_in_the_lists_order_and_none_is_too_few(client, coordinator):
    organisations(1)
    rows = table(taken(client, "clusters.organisation", columns=["siren", "name"]))
    assert list(rows[0]) == ["name", "siren"]
    refused = client.post(address("clusters.organisation"), {"file_format": "csv"})
    assert "Choose at least one column." in refused.content.decode()
    assert Download.objects.count() == 1


def test_a_filter_that_means_nothing_leads_back_to_the_list(client, coordinator):
    answer = client.get(address("clusters.organisation", "kind__exact__odd=1"))
    assert answer.status_code == 302
    assert answer["Location"].endswith("/organisation/?e=1")


@pytest.mark.parametrize("label", EXPORTED)
def test_all_three_formats_say_the_same(client, coordinator, label):
    one_of_everything(builders.staff("anouk"))
    names = [each.name for each in columns_of(label, coordinator)]
    query = "view=all" if label == "contacts.introductionrequest" else ""
    every = {"columns": names, "persons": names}
    form = client.get(address(label, query)).context["form"]
    chosen: dict[str, Any] = {
        name: [key for key, _ in field.choices] for name, field in form.fields.items() if name in every
    }
    first = table(taken(client, label, query, **chosen))
    assert first
    for file_format, read in (("ods", read_ods), ("xlsx", read_xlsx)):
        rows = table(taken(client, label, query, file_format, **chosen), read)
        assert [{name: as_in_csv(value) for name, value in row.items()} for row in rows] == first


def as_in_csv(value: Any) -> str:
    match value:
        case None:
            return ""
        case dt.datetime():
            return value.isoformat(sep=" ")
        case float():
            return str(value).replace(".", ",")
    return str(value)


def test_titles_and_words_are_in_the_readers_language(client):
    client.force_login(somebody("coordinator", language="nl"))
    builders.request(confidential=True)
    chosen: dict[str, Any] = {"columns": ["reference", "status", "organisation", "confidential"]}
    (row,) = table(taken(client, "contacts.introductionrequest", "view=all", **chosen))
    assert [*row.items()][1:] == [
        ("Status", "nieuw"),
        ("Organisatie", "vertrouwelijk"),
        ("Vertrouwelijk", "ja"),
    ]


# --- persons -------------------------------------------------------------------------------------------


def secrets() -> list[IntroductionRequest]:
    """A confidential request, two of one-person businesses, and one that anybody may read of."""
    said = {"organisation_name": "Piet Pietersen", "organisation_kind": EnquirerKind.SOLE_TRADER}
    alone = builders.enquirer("Jan Jansen", kind=EnquirerKind.SOLE_TRADER)
    return [
        builders.request(organisation_name="Geheim BV", confidential=True),
        builders.request(enquirer=alone),
        builders.request(organisation_name="Open NV"),
        builders.request(enquirer=builders.enquirer("Piet Pietersen", kind=EnquirerKind.OTHER), **said),
    ]


def test_who_may_not_take_persons_along_is_not_offered_them_and_does_not_get_them_by_asking(client):
    for row in secrets():
        builders.introduction(request=row)
    permissions = [
        "view_introductionrequest",
        "export_introductionrequest",
        "view_enquirer",
        "export_enquirer",
    ]
    user = somebody("", *permissions, "view_introduction", "export_introduction")
    client.force_login(user)
    page = client.get(address("contacts.introductionrequest", "view=all"))
    assert "persons" not in page.context["form"].fields
    every = {each.name for each in columns_of("contacts.introductionrequest", user)}
    assert not every & PERSONS
    asked: dict[str, Any] = {"columns": [*every, *PERSONS], "persons": sorted(PERSONS)}
    answer = taken(client, "contacts.introductionrequest", "view=all", **asked)
    assert not answer.streaming
    told = ""
    for label in ("contacts.introductionrequest", "contacts.introduction", "contacts.enquirer"):
        query = "view=all" if label == "contacts.introductionrequest" else ""
        told += b"".join(taken(client, label, query).streaming_content).decode()
    contact = IntroductionRequest.objects.first().contact
    for secret in ("Geheim BV", "Jan Jansen", "Piet Pietersen", contact.name, contact.email, "beeldvorming"):
        assert secret not in told
    assert told.count("Open NV") == 3
    assert told.count("confidential") >= 3
    assert not Download.objects.filter(with_persons=True).exists()


def test_who_may_take_persons_along_ticks_them_and_the_log_says_so(client, coordinator):
    confidential, *_others = secrets()
    form = client.get(address("contacts.introductionrequest", "view=all")).context["form"]
    assert set(form.fields["persons"].choices) >= {("contact_email", "E-mail")}
    assert form.fields["persons"].initial is None
    answer = taken(
        client,
        "contacts.introductionrequest",
        "view=all",
        columns=["reference", "organisation"],
        persons=["organisation_in_full", "contact_email"],
    )
    rows = {row["Reference"]: row for row in table(answer)}
    row = rows[confidential.reference]
    assert row["Organisation"] == "confidential"
    assert row["Organisation, also where it is confidential"] == "Geheim BV"
    assert row["E-mail"] == confidential.contact.email
    assert Download.objects.get().with_persons


def test_without_the_permission_there_is_no_button_and_no_page(client):
    client.force_login(somebody("attache"))
    page = client.get(address("contacts.enquirer", view="changelist")).content.decode()
    assert "Export this view" not in page
    assert client.get(address("contacts.enquirer")).status_code == 403
    page = client.get(address("clusters.organisation", view="changelist")).content.decode()
    assert "Export this view" in page
    client.force_login(somebody("", "export_organisation"))  # but not see
    assert client.get(address("clusters.organisation")).status_code == 403


# --- long lists ----------------------------------------------------------------------------------------


def many(number: int) -> None:
    for _each in range(number):
        row = builders.request(themes=[builders.theme("imaging"), builders.theme("cancer")])
        builders.introduction(request=row)
    organisations(number)


@pytest.mark.parametrize("label", ["clusters.organisation", *EXPORTED[6:]])
def test_a_longer_list_asks_no_more_questions(client, coordinator, label):
    asked = []
    for number in (2, 20):
        many(number)
        Organisation.objects.filter(memberships=None).exclude(slug__startswith="o-").delete()
        names = [each.name for each in columns_of(label, coordinator) if not each.persons]
        persons = [each.name for each in columns_of(label, coordinator) if each.persons]
        query = "view=all" if label == "contacts.introductionrequest" else ""
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = taken(client, label, query, columns=names, persons=persons)
            assert len(table(answer)) >= number
        asked.append(len(queries))
        Introduction.objects.all().delete()
        IntroductionRequest.objects.all().delete()
        Organisation.objects.all().delete()
    assert asked[0] == asked[1]


def test_csv_leaves_while_it_is_read(client, coordinator, monkeypatch):
    organisations(3)
    read: list[int] = []

    def rows(self: Any, queryset: Any, columns: Any) -> Iterator[list[str]]:
        for number in range(100_000):
            read.append(number)
            yield ["x" * 100]

    monkeypatch.setattr(ListResource, "rows", rows)
    answer = taken(client, "clusters.organisation", columns=["name"])
    assert answer.streaming
    pieces = iter(answer.streaming_content)
    assert next(pieces).startswith(b"\xef\xbb\xbfname")
    assert len(read) == 0
    next(pieces)
    assert len(read) < 2_000
    answer._iterator.close()


def breaking(self: Any, queryset: Any, columns: Any) -> Iterator[list[str]]:
    yield ["een"]
    yield ["twee"]
    raise RuntimeError("secret words")


def test_a_list_that_breaks_off_says_so_in_its_last_line_and_in_the_log(client, monkeypatch, caplog):
    client.force_login(somebody("coordinator"))
    monkeypatch.setattr(ListResource, "rows", breaking)
    content = b"".join(taken(client, "clusters.organisation", columns=["name", "siren"]).streaming_content)
    assert content.decode().splitlines()[1:3] == ["een", "twee"]
    assert content.decode().splitlines()[-1].startswith("# INCOMPLETE: this file broke off after 2 rows.")
    with pytest.raises(NotACsvFile):
        read_csv(content)
    (log,) = Download.objects.all()
    assert (log.rows, log.finished_at) == (2, None)
    assert log.failed_at
    assert "RuntimeError" in caplog.text
    assert "secret words" not in caplog.text


def test_a_reader_who_goes_away_leaves_an_unfinished_line_in_the_log(client, coordinator):
    organisations(3)
    answer = taken(client, "clusters.organisation", columns=["name"])
    next(iter(answer.streaming_content))
    answer._iterator.close()
    assert Download.objects.get().finished_at is None


def test_a_workbook_that_cannot_be_made_is_a_sentence_on_the_page(client, coordinator, monkeypatch):
    organisations(1)
    Organisation.objects.update(remark="x" * 40_000)
    page = taken(client, "clusters.organisation", file_format="xlsx", columns=["remark"])
    assert page.status_code == 200
    assert "does not fit in a cell" in page.content.decode()
    monkeypatch.setattr(list_export, "MOST_ROWS", 1)
    page = taken(client, "clusters.organisation", file_format="ods", columns=["name"])
    assert "choose CSV" in page.content.decode()
    (log,) = Download.objects.all()
    assert (log.finished_at, bool(log.failed_at)) == (None, True)


# --- one writer ----------------------------------------------------------------------------------------


def test_every_list_that_may_be_exported_has_the_screen_with_exactly_these_formats():
    allowed = {
        f"{permission.content_type.app_label}.{permission.content_type.model}"
        for permission in Permission.objects.filter(codename__startswith="export_").select_related(
            "content_type"
        )
    }
    pages = {
        model._meta.label_lower: page
        for model, page in admin.site._registry.items()
        if hasattr(page, "get_export_formats")
    }
    assert set(pages) == allowed == set(EXPORTED)
    for page in pages.values():
        assert page.get_export_formats() == FORMATS == [SafeCSV, SafeODS, SafeXLSX]
        assert isinstance(page, list_export.ListExport)
    assert not [page for page in admin.site._registry.values() if hasattr(page, "get_import_formats")]


def test_nothing_else_in_the_product_writes_a_table():
    """The package of the writer may; so may the reader of the register's own files read."""
    found = []
    for folder in ("attache", "clusters", "contacts"):
        for path in sorted(Path(folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                name = ""
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                    name = f"{node.value.id}.{node.attr}"
                elif isinstance(node, ast.ImportFrom):
                    name = f"{node.module}."
                elif isinstance(node, ast.Import):
                    name = ",".join(alias.name for alias in node.names) + "."
                writes = name.startswith(("csv.writer", "csv.DictWriter", "openpyxl", "xlsxwriter", "odf."))
                if writes and path.parts[:2] != ("clusters", "spreadsheets"):
                    found.append(f"{path}: {name}")
    assert found == []
