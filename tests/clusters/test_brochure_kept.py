"""A brochure costs a second of all processors: it is made once, one at a time, and nobody queues for it."""

import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from clusters import typesetting
from clusters.brochure import kept
from clusters.models import Cluster
from tests.visitor import full_pole, text_of

LONG = 30.0  # seconds
AT_ONCE = 10.0  # seconds; far less than LONG, and enough for a busy machine


@pytest.fixture
def poles(db):
    return [full_pole(slug, name) for slug, name in (("a", "Alpha"), ("b", "Bêta"))]


@pytest.fixture
def was_set(monkeypatch):
    """The documents that were really set, in order."""
    done = []

    def instead(template, data, seconds):
        done.append(f"%PDF {len(done)}".encode())
        return done[-1]

    monkeypatch.setattr(typesetting, "_set", instead)
    return done


def until(what):
    limit = time.monotonic() + LONG
    while not what():
        assert time.monotonic() < limit
        time.sleep(0.005)


@contextmanager
def another_is_being_set(*, with_a_waiter=False):
    """Another thread is setting a document; yields the turns that were taken when all is over."""
    done, turns = threading.Event(), []

    def take(name, patience):
        with typesetting.turn(patience=patience):
            turns.append(name)
            done.wait(LONG)

    threads = [threading.Thread(target=take, args=("first", None), daemon=True)]
    threads[0].start()
    until(lambda: turns)
    if with_a_waiter:
        threads.append(threading.Thread(target=take, args=("waiter", LONG), daemon=True))
        threads[1].start()
        until(typesetting._one_waits.locked)
    try:
        yield turns
    finally:
        done.set()
        for thread in threads:
            thread.join(LONG)


# --- who waits ---------------------------------------------------------------------------------------


def test_one_may_wait_and_a_second_is_refused_at_once(
    poles, client, monkeypatch, was_set, django_assert_max_num_queries
):
    monkeypatch.setattr(kept, "PATIENCE", LONG)
    with another_is_being_set(with_a_waiter=True) as turns:
        begun = time.monotonic()
        with django_assert_max_num_queries(2):  # the register's version, the pôles of the day
            response = client.get("/en/brochure.pdf")
        assert time.monotonic() - begun < AT_ONCE
        assert response.status_code == 503
        assert turns == ["first"]
    assert turns == ["first", "waiter"]
    assert was_set == []
    assert client.get("/en/brochure.pdf").status_code == 200


def test_who_waited_in_vain_leaves_the_place_to_the_next(monkeypatch, was_set):
    with another_is_being_set():
        for _visitor in range(2):
            with pytest.raises(typesetting.Busy), typesetting.turn(patience=0.01):
                pass
        assert not typesetting._one_waits.locked()


@pytest.mark.parametrize(
    ("prefix", "language", "said"),
    [
        ("", "nl", "Probeer het over een minuut opnieuw"),
        ("/fr", "fr", "réessayer dans une minute"),
        ("/en", "en", "try again in a minute"),
    ],
)
def test_who_is_refused_reads_a_page_with_a_way_back(poles, client, monkeypatch, prefix, language, said):
    monkeypatch.setattr(kept, "PATIENCE", 0.01)
    with another_is_being_set():
        response = client.get(f"{prefix}/brochure.pdf?pole=a&as_of=2026-01-01&x=1")
    body = response.content.decode()
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert response.headers["Cache-Control"] == "no-store"
    assert f'<html lang="{language}">' in body
    assert said in text_of(response)
    assert f'href="{prefix}/brochure/?pole=a&amp;as_of=2026-01-01&amp;x=1"' in body
    assert 'content="noindex"' in body


# --- what is kept ------------------------------------------------------------------------------------


def test_a_brochure_is_not_set_again_for_who_asks_the_same_in_other_words(poles, client, was_set):
    first = client.get("/brochure.pdf?pole=a&pole=b")
    again = client.get("/brochure.pdf?utm_source=x&pole=b&pole=a&pole=a")
    assert len(was_set) == 1
    assert again.content == first.content == was_set[0]
    assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get("/brochure.pdf").content == first.content  # they are all there are


@pytest.mark.parametrize(
    "other", ["/en/brochure.pdf", "/brochure.pdf?pole=a", "/brochure.pdf?as_of=2026-01-01"]
)
def test_another_language_choice_or_day_is_another_brochure(poles, client, was_set, other):
    first, another = client.get("/brochure.pdf"), client.get(other)
    assert [first.content, another.content] == was_set
    assert first.headers["ETag"] != another.headers["ETag"]


def test_a_change_of_the_register_makes_a_new_one(poles, client, was_set):
    first = client.get("/brochure.pdf")
    Cluster.objects.get(slug="a").save()
    assert client.get("/brochure.pdf").content != first.content
    assert len(was_set) == 2


def test_the_last_few_are_kept_and_no_more(was_set):
    def ask(number):
        return kept.once(number, lambda: typesetting._set(Path(), "", number))

    documents = [ask(number) for number in range(kept.MOST + 1)]
    assert [ask(number) for number in range(1, kept.MOST + 1)] == documents[1:]
    assert len(was_set) == kept.MOST + 1
    assert ask(0) not in documents


def test_who_waited_gets_what_the_one_before_made(monkeypatch):
    monkeypatch.setattr(kept, "PATIENCE", LONG)
    made, given = [], []

    def make():
        until(typesetting._one_waits.locked)
        made.append(b"%PDF")
        return made[-1]

    threads = [
        threading.Thread(target=lambda: given.append(kept.once("same", make)), daemon=True) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * LONG)
    assert given == [b"%PDF"] * 2
    assert len(made) == 1


def test_one_that_failed_is_not_kept_and_keeps_nobody_out():
    def fail():
        raise typesetting.NotTypeset

    with pytest.raises(typesetting.NotTypeset):
        kept.once("failing", fail)
    assert kept.once("failing", lambda: b"%PDF") == b"%PDF"


# --- only the head -----------------------------------------------------------------------------------


def test_the_head_alone_sets_nothing_and_says_the_same(poles, client, was_set):
    with another_is_being_set(with_a_waiter=True):
        head = client.head("/brochure.pdf")
    assert head.status_code == 200
    assert was_set == []
    told = client.get("/brochure.pdf").headers
    assert "Content-Length" not in head.headers
    for name in ("Content-Type", "Content-Disposition", "ETag", "Cache-Control"):
        assert head.headers[name] == told[name]
    assert client.head("/brochure.pdf", headers={"if-none-match": told["ETag"]}).status_code == 304
    assert client.head("/brochure.pdf?pole=x").status_code == 404
