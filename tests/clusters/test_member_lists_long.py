"""Long lists on the staff site: the page grows while the work goes on; who leaves it breaks the work off."""

import datetime as dt
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from attache.models import User
from clusters.admin import growing_pages, member_imports
from clusters.member_lists import coming_in, storing
from clusters.member_lists.coming_in import NotStored
from clusters.models import City, Cluster, MemberImport, Membership, Organisation, Region
from tests import builders

AT = dt.datetime(2026, 9, 1, 10, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 9, 1)
MANY = 40


@pytest.fixture
def pole(client: Any, monkeypatch: pytest.MonkeyPatch, db: None) -> Cluster:
    """A pôle, a colleague who is signed in, and lists that are long from forty rows on."""
    region = Region.objects.create(slug="ara", insee_code="84", name="Auvergne-Rhône-Alpes")
    City.objects.create(slug="lyon", name="Lyon", region=region)
    client.force_login(builders.staff("anouk"))
    monkeypatch.setattr(member_imports, "MANY_TO_STORE", MANY)
    monkeypatch.setattr(member_imports, "MANY_TO_LOOK_AT", MANY)
    monkeypatch.setattr(storing, "CHUNK", 10)
    monkeypatch.setattr(coming_in, "_TOLD_EVERY", 10)
    return builders.cluster("biopole-nord")


def waiting(client: Any, pole: Cluster, number: int = MANY) -> tuple[str, str]:
    """Bring in a list, and return the address of its page and the token of the look."""
    content = "".join(f"Lid {each};Lyon\n" for each in range(number))
    file = SimpleUploadedFile("leden.csv", f"name;city\n{content}".encode())
    client.post(reverse("admin:clusters_memberimport_upload"), {"cluster": pole.pk, "file": file})
    record = MemberImport.objects.latest("pk")
    address = reverse("admin:clusters_memberimport_look", args=[record.pk])
    return address, coming_in.look_again(record, today=TODAY).token


def stands() -> list[Any]:
    models: list[Any] = [Organisation, Membership, Organisation.history.model, Membership.history.model]
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def whole(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


def in_order(text: str, *parts: str) -> bool:
    place = 0
    for part in parts:
        place = text.find(part, place)
        if place < 0:
            return False
    return True


def test_a_long_list_tells_how_far_it_is_and_how_it_ended(client: Any, pole: Cluster) -> None:
    address, token = waiting(client, pole)
    looked = whole(client.get(address))
    assert in_order(looked, "10 of 40 rows are read", "40 of 40 rows are read", token, "</html>")
    stored = whole(client.post(address, {"action": "all", "token": token}))
    assert in_order(
        stored, "40 of 40 rows are read", "10 of 40 rows are stored", "40 of 40", "Stored: 40 new", address
    )
    assert Membership.objects.count() == MANY
    again = whole(client.post(address, {"action": "all", "token": token}))
    assert "stored or thrown away already" in again
    undone = whole(client.post(address, {"action": "undo"}))
    assert in_order(undone, "rows stand as before", "80 rows of the register stand as before", "</html>")
    assert not Organisation.objects.exists()


def test_its_pieces_leave_as_they_come_and_in_the_language_of_the_reader(client: Any, pole: Cluster) -> None:
    User.objects.update(language="nl")
    address, token = waiting(client, pole)
    answer = client.post(
        address,
        {"action": "all", "token": token},
        headers={"accept-encoding": "gzip", "accept-language": "fr"},
    )
    assert answer["Content-Encoding"] == "identity"
    assert answer["X-Accel-Buffering"] == "no"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    pieces = [piece.decode() for piece in answer.streaming_content]
    assert len(pieces) >= 8
    assert "<html" in pieces[0]
    assert "</html>" not in pieces[0]
    assert "Leden van" in pieces[0]


@pytest.mark.parametrize("pieces_read", [1, 3, 6, 7])
def test_who_leaves_the_page_leaves_everything_as_it_was(
    client: Any, pole: Cluster, pieces_read: int
) -> None:
    address, token = waiting(client, pole)
    before = stands()
    answer = client.post(address, {"action": "all", "token": token})
    pieces = iter(answer.streaming_content)
    for _piece in range(pieces_read):
        next(pieces)
    answer._iterator.close()  # as the server does; the test client's own connection stays open
    assert stands() == before
    assert MemberImport.objects.get().state == "waiting"
    assert "Stored: 40 new" in whole(client.post(address, {"action": "all", "token": token}))


def test_what_fails_half_way_is_said_on_the_page_and_nothing_is_stored(
    client: Any, pole: Cluster, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    address, token = waiting(client, pole)
    before = stands()
    real = storing._Storing.chunk

    def breaks(self: Any, outcomes: Any) -> None:
        real(self, outcomes)
        if Membership.objects.count() >= 20:
            raise RuntimeError("Lid 17")

    monkeypatch.setattr(storing._Storing, "chunk", breaks)
    told = whole(client.post(address, {"action": "all", "token": token}))
    assert in_order(told, "10 of 40 rows are stored", "Nothing was changed", "</html>")
    assert stands() == before
    assert "RuntimeError" in caplog.text
    assert "Lid 17" not in caplog.text


def test_a_list_that_is_stored_cannot_be_thrown_away_or_answered_any_more(client: Any, pole: Cluster) -> None:
    address, token = waiting(client, pole, 3)
    client.post(address, {"action": "all", "token": token})
    for action in ("discard", "answer"):
        client.post(address, {"action": action, "answer-2": "new"})
    record = MemberImport.objects.get()
    assert (record.state, record.answers) == ("stored", {})


def test_a_long_list_is_looked_at_in_as_many_queries_as_a_longer_one(client: Any, pole: Cluster) -> None:
    taken = []
    for number in (MANY, 10 * MANY):
        address, _token = waiting(client, pole, number)
        with CaptureQueriesContext(connection) as queries:
            whole(client.get(address))
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 20


def test_few_lines_are_told_however_long_the_list_is() -> None:
    def steps() -> Any:
        for done in range(2000, 1_000_001, 2000):
            yield growing_pages.Progress(growing_pages.Step.STORING, done, 1_000_000)
        return ""

    lines = list(growing_pages._told(steps()))
    assert len(lines) <= growing_pages.LINES + 1
    assert 'value="1000000"' in lines[-1]


@pytest.mark.django_db(transaction=True)
def test_while_somebody_else_is_storing_a_sentence_says_so() -> None:
    pole = builders.cluster("biopole-nord")
    record, table = coming_in.begin(pole, b"name\nElan\n", "leden.csv", by=None, at=AT)
    coming_in.keep_waiting(record, table)
    holds, over = threading.Event(), threading.Event()

    def storing_another() -> None:
        with transaction.atomic():
            Cluster.objects.select_for_update(no_key=True).get(pk=pole.pk)
            holds.set()
            over.wait(10)
        connection.close()

    other = threading.Thread(target=storing_another)
    other.start()
    holds.wait(10)
    try:
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA busy_timeout = 50")  # not twenty seconds
        with pytest.raises(NotStored, match="moment"):
            coming_in.store_list(
                record,
                lambda: coming_in.look_again(record, today=TODAY),
                only_good=False,
                by=None,
                at=AT,
            )
    finally:
        over.set()
        other.join()
        connection.close()
    assert not Organisation.objects.exists()


def test_rows_are_let_go_before_members_are_tagged(pole: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    record, table = coming_in.begin(pole, b"name\nElan\nBeta\n", "leden.csv", by=None, at=AT)
    look = coming_in.look_at(record, table, today=AT.date())
    left = []

    def tagging(organisations: set[int]) -> Iterator[Any]:
        left.append((len(look.outcomes), len(look.register.organisations), len(organisations)))
        yield from ()

    monkeypatch.setattr(coming_in, "tagging", tagging)
    stored = coming_in.store_list(record, lambda: look, only_good=False, by=None, at=AT, look=look)
    assert left == [(0, 0, 2)], "with 100,000 of them they are 100 MB"
    assert stored.counts["new"] == 2
