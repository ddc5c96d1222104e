"""Every public page in every state, in three languages, at every width: nobody is kept from reading it.

The statement on accessibility (`templates/pages/`) and `docs/standards.md` say what is tested here; change
them together. What a page does is tested elsewhere; here each is brought into a state and looked at.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.management import call_command
from django.db import DatabaseError
from django.shortcuts import render
from playwright.sync_api import Page, expect

from attache import error_pages
from clusters.models import Cluster
from contacts import after_sending, references
from contacts.answer_links import VALID_FOR
from contacts.enums import RequestStatus
from contacts.models import Introduction, IntroductionRequest, Match
from tests import builders
from tests.browser import (
    AXE,
    LARGE_LETTERS,
    NARROWEST,
    TELEPHONE,
    VIEWS,
    barriers,
    layout_shift,
    look,
)
from tests.contacts.answering import path, sent_letter

LANGUAGES = {"nl": "", "en": "/en", "fr": "/fr"}
# Each language in colours of its own: light, dark, and those of the operating system.
COLOURS: dict[str, dict[str, Any]] = {
    "nl": {"color_scheme": "light"},
    "en": {"color_scheme": "dark"},
    "fr": {"forced_colors": "active"},
}
# In the operating system's colours these pages hold all there is to see.
OWN_COLOURS = ("home", "directory-faults", "card-merged", "compare-three", "form-wrong", "answer-wrong")
# At 1280 pixels every rule is asked in every language; in another view once, in the language named here, and
# in all languages the rules about what a width can change.
ALL_RULES_AGAIN = {"nl": LARGE_LETTERS, "en": TELEPHONE, "fr": NARROWEST}
OF_WIDTH = ("target-size", "scrollable-region-focusable")
PAGES = {
    "home": "/",
    "directory": "/poles/",
    "directory-found-2014": "/poles/?q=elzas&as_of=2014-12-18",
    "directory-empty": "/poles/?q=kernfusie&region=bretagne",
    "directory-faults": "/poles/?as_of=2014-13-40&theme=astrology",
    "card": "/poles/eurobiomed/",
    "card-2014": "/poles/lyonbiopole/?as_of=2014-12-18",
    "card-merged": "/poles/cancer-bio-sante/",
    "card-to-come": "/poles/lyonbiopole/?as_of=2008-01-01",
    "compare": "/poles/compare/",
    "compare-three": "/poles/compare/?pole=lyonbiopole&pole=nsl&pole=alsace-biovalley",
    "compare-faults": "/poles/compare/?pole=lyonbiopole&pole=cancer-bio-sante&pole=atlantis&as_of=2021-01-01",
    "brochure": "/brochure/?pole=nsl&pole=rien",
    "accessibility": "/toegankelijkheid/",
    "privacy": "/privacy/",
    "not-found": "/poles/rien/",
    "status-unknown": "/contact/x/",
    "answer-unknown": "/answer/x/",
    "quarter-unknown": "/quarter/x/",
    "form": "/contact/",
    "form-preset": "/contact/?pole=lyonbiopole&thema=cancer&bron=nieuwsbrief",
}
LONG = "Pôle de compétitivité des industries et technologies de la santé, du bien-être et des territoires"
WRONG = {"email": "sanne", "kvk": "123", "siren": "1", "phone": "geen"}
RIGHT = {
    "organisation": "Ortholink B.V.",
    "person": "Sanne Bakker",
    "email": "sanne@ortholink.example",
    "text": "Wij zoeken een ziekenhuis voor onze MRI-software bij knieklachten.",
}


@pytest.fixture
def register(live_server: object, tmp_path: Path) -> None:
    """The product's own register: real names and texts are what has to fit. No page shows its terms."""
    fixtures = Path(project.BASE_DIR) / "fixtures"
    (tmp_path / "register").symlink_to(fixtures / "register")
    (tmp_path / "vocabulary").mkdir()
    for table in ("themes.csv", "focuses.csv"):
        (tmp_path / "vocabulary" / table).symlink_to(fixtures / "vocabulary" / table)
    call_command("load_register", folder=tmp_path, verbosity=0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_page_in_every_state_can_be_read(
    register, open_page, faults, monkeypatch, settings, language
):
    for status in (400, 403, 404, 411, 413, 429, 500, 503):
        faults.expect(status)
    settings.SHOW_SUGGESTIONS = True
    page, found = open_page(**COLOURS[language]), []
    page.add_init_script(path=AXE)
    visits = (of_the_register, of_the_form, of_a_request, of_an_answer, of_faults)
    for visit in visits:
        for name in visit(page, language, monkeypatch, settings):
            contrast = language != "fr" or name in OWN_COLOURS
            found += [f"{name}: {each}" for each in hindrances(page, language, contrast=contrast)]
            look(page, f"public-{language}-{name}")
    assert page.context.cookies() == []
    assert not found, "\n".join(found)


# In one go, there being some seven hundred views: sets the letters, tells by how much the page is too wide.
IN_LETTERS_OF = """size => {
    const root = document.documentElement
    root.style.fontSize = size
    return root.scrollWidth - root.clientWidth
}"""


def hindrances(page: Page, language: str, *, contrast: bool) -> list[str]:
    """What is wrong with the page as it stands, in all views; one line each. `contrast`: colours too."""
    page.wait_for_load_state()
    found = []
    if page.locator("html").get_attribute("lang") != language:
        found.append("in another language")
    if page.locator("h1").count() != 1:
        found.append("not one heading above all")
    if page.locator("p:empty").count():
        found.append("a paragraph was cut short by what is in it")
    for number, view in enumerate(VIEWS):
        page.set_viewport_size({"width": view.width, "height": 900})
        extra = page.evaluate(IN_LETTERS_OF, f"{view.letters}%")
        told = [f"{extra} px too wide"] if extra else []
        if number == 0:
            told += barriers(page, also=OF_WIDTH, without=[] if contrast else ["color-contrast"])
        elif view == ALL_RULES_AGAIN[language]:
            told += barriers(page, also=OF_WIDTH, without=["color-contrast"])
        else:
            told += barriers(page, only=OF_WIDTH)
        found += [f"{each} at {view.width} px, letters at {view.letters} %" for each in told]
    page.set_viewport_size({"width": VIEWS[0].width, "height": 900})
    return found


State = Iterator[str]


def of_the_register(page: Page, language: str, monkeypatch: Any, settings: Any) -> State:
    """The pages anybody may look up; nothing on them moves while they come in."""
    for name, address in PAGES.items():
        page.goto(LANGUAGES[language] + address)
        assert (name, layout_shift(page)) == (name, 0)
        yield name
    monkeypatch.setattr("clusters.views.CHAPTERS_ON_A_PAGE", 2)
    page.goto(f"{LANGUAGES[language]}/brochure/")
    yield "brochure-contents"


def fill_in(page: Page, values: dict[str, str]) -> None:
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)


def send(page: Page, awaited: str = "#faults") -> None:
    page.locator("#id_send").click()
    expect(page.locator(awaited)).to_be_visible()


def of_the_form(page: Page, language: str, monkeypatch: Any, settings: Any) -> State:
    address = f"{LANGUAGES[language]}/contact/"
    page.goto(address)
    send(page)
    expect(page.locator("#faults")).to_be_focused()
    yield "form-nothing-filled-in"
    fill_in(page, WRONG)
    send(page)
    yield "form-wrong"
    fill_in(page, RIGHT | dict.fromkeys(("kvk", "siren", "phone"), ""))
    page.locator("[name=organisation_kind][value=sme]").check()
    monkeypatch.setattr("contacts.intake.receive", fails_to_store)
    send(page)
    yield "form-not-stored"
    monkeypatch.undo()
    send(page, "[role=status]")
    yield "status-just-sent"
    after_sending.withdraw(IntroductionRequest.objects.get(), at=dt.datetime.now(dt.UTC))
    page.go_back()
    fill_in(page, {"text": "Toch liever een laboratorium."})
    send(page)
    yield "form-closed-since"
    settings.CONTACT_RATE_LIMIT = (1, dt.timedelta(hours=1))
    page.goto(address)
    fill_in(page, RIGHT | {"text": "Een andere vraag."})
    page.locator("[name=organisation_kind][value=sme]").check()
    send(page)
    yield "form-too-many"


def fails_to_store(*given: object, **named: object) -> None:
    raise DatabaseError


def letter_to(slug: str, name: str, **fields: Any) -> Introduction:
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    return sent_letter(sent_at=now, cluster=builders.cluster(slug, name), **fields)


def of_a_request(page: Page, language: str, monkeypatch: Any, settings: Any) -> State:
    new, letter = builders.request(), letter_to("long-pole", LONG)
    Match.objects.create(request=new, cluster=Cluster.objects.get(slug="nsl"), rank=1)
    page.goto(references.status_path(new.reference, language=language))
    yield "status-suggestions"
    request = letter.request
    status = references.status_path(request.reference, language=language)
    page.goto(status)
    send(page)
    yield "status-remark-empty"
    fill_in(page, {"text": "Wij verhuizen.\n\n" + "x" * 200})
    send(page, "[role=status]")
    yield "status-remark-sent"
    page.goto(f"{status}correct/")
    yield "correct"
    page.locator("[name=release][value=contact]").uncheck()
    fill_in(page, {"kvk": "12", "email": ""})
    send(page)
    expect(page.locator("#faults")).to_be_focused()
    yield "correct-wrong"
    fill_in(page, {"kvk": "", "email": "sanne@ortholink.example"})
    send(page, "[role=status]")
    yield "status-corrected"
    for name, address in (("pole", f"{status}withdraw/{letter.pk}/"), ("request", f"{status}withdraw/")):
        page.goto(address)
        yield f"withdraw-{name}"
        send(page, "[role=status]")
        yield f"status-withdrawn-{name}"
    page.goto(references.confirmation_path(new.reference, new.contact.email, language=language))
    yield "confirm"
    send(page, "[role=status]")
    yield "confirmed"
    closed = {"status": RequestStatus.DECLINED, "closed_at": builders.AT, "decline_reason": "no_fit"}
    declined = builders.request(**closed)
    page.goto(references.status_path(declined.reference, language=language))
    yield "status-declined"


def of_an_answer(page: Page, language: str, monkeypatch: Any, settings: Any) -> State:
    letter = letter_to("another-long-pole", LONG.replace("santé", "nutrition"), body="Madame,\n\n" + LONG)
    page.goto(path(letter, language=language))
    yield "answer"
    page.locator("[name=kind][value=elsewhere]").check()
    yield "answer-elsewhere"
    page.locator("[name=kind][value=refused]").check()
    send(page)
    expect(page.locator("#faults")).to_be_focused()
    yield "answer-wrong"
    page.locator("[name=reason]").select_option("no_capacity")
    fill_in(page, {"text": "Nous manquons de temps.\n\n" + "x" * 200})
    send(page, "[role=status]")
    yield "answer-given"
    page.goto(path(letter, language=language))
    yield "answer-after-refusing"
    page.locator("[name=kind][value=taken_up]").check()
    send(page, "[role=status]")
    page.goto(path(letter, language=language))
    yield "answer-after-taking-up"
    assert letter.sent_at is not None
    long_ago = letter.sent_at - VALID_FOR - dt.timedelta(days=1)
    old = sent_letter(sent_at=long_ago, cluster=builders.cluster("old-pole", "Pôle d’autrefois"))
    page.goto(path(old, language=language))
    yield "answer-expired"
    page.locator("#id_renew").click()
    expect(page.locator("[role=status]")).to_be_visible()
    yield "answer-renewed"


def of_faults(page: Page, language: str, monkeypatch: Any, settings: Any) -> State:
    """What is shown instead of a page: the home page answers so."""
    for name, answer in FAULTS.items():
        monkeypatch.setattr("clusters.views.render", answer)
        page.goto(f"{LANGUAGES[language]}/")
        yield f"fault-{name}"


def raising(error: Exception) -> Callable[..., Any]:
    def answer(*given: object, **named: object) -> None:
        raise error

    return answer


FAULTS: dict[str, Callable[..., Any]] = {
    "400": raising(SuspiciousOperation()),
    "403": raising(PermissionDenied()),
    "403-forged": lambda request, *more: error_pages.forged(request),
    "411": lambda request, *more: error_pages.no_length(),
    "413": lambda request, *more: error_pages.too_large(),
    "500": raising(RuntimeError()),
    "503": lambda request, *more: render(request, "clusters/brochure_busy.html", status=503),
}
