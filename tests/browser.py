"""A headless Chromium for the tests, and what they ask of every page it shows.

A page opened here fails its test by itself when the browser's console reports a fault, when a script
breaks, or when anything is fetched from another host than the desk's own.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import axe_playwright_python
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

SCREENSHOTS = Path(__file__).parent.parent / "var" / "screenshots"
WIDTHS = [1280, 390]
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
LAUNCH_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

OpenPage = Callable[..., Page]


class View(NamedTuple):
    """How somebody looks at a page: the screen's width in pixels, the size of letters in per cent."""

    width: int
    letters: int = 100


DESK, TELEPHONE, NARROWEST, LARGE_LETTERS = View(1280), View(390), View(320), View(1280, 200)
VIEWS = (DESK, LARGE_LETTERS, TELEPHONE, NARROWEST)  # each new width is a new layout, and takes its time


@contextmanager
def chromium(executable: str) -> Iterator[Browser]:
    # Playwright's event loop runs in this very thread, and Django would refuse the database to it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=LAUNCH_FLAGS)
        yield browser
        browser.close()


def sign_in(page: Page, person: Any, home: str) -> None:
    """Give the browser the cookie of a signed-in colleague; the sign-in page has its own test."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": home}
    page.context.add_cookies([cookie])  # type: ignore[list-item]


class Faults(list[str]):
    """What the browser complained of.

    A test that provokes an answer such as 404 on purpose says so with `expect`: the browser may tell
    of it a moment later than the page is there.
    """

    def __init__(self) -> None:
        super().__init__()
        self.expected: set[int] = set()

    def expect(self, status: int) -> None:
        self.expected.add(status)

    def unexpected(self) -> list[str]:
        return [fault for fault in self if not any(f"status of {code} " in fault for code in self.expected)]

    def watch(self, page: Page, home: str) -> None:
        def hear(message: ConsoleMessage) -> None:
            source = message.location["url"]
            # Chromium asks for this one of its own accord, once, whatever page comes first.
            if message.type in ("error", "warning") and urlsplit(source).path != "/favicon.ico":
                self.append(f"console {message.type}: {message.text} ({source or page.url})")

        def see(request: Request) -> None:
            address = urlsplit(request.url)
            if address.scheme not in ("data", "blob", "about") and address.netloc != urlsplit(home).netloc:
                self.append(f"fetched from elsewhere: {request.url} ({page.url})")

        page.on("console", hear)
        page.on("pageerror", lambda error: self.append(f"script error: {error} ({page.url})"))
        page.on("request", see)


@contextmanager
def pages(browser: Browser, home: str, faults: Faults) -> Iterator[OpenPage]:
    """A function that opens a page of its own (own cookies) on the desk at `home`.

    What it is given goes to the browser context: `java_script_enabled=False`, `locale="fr"`, ...
    """
    with ExitStack() as opened:

        def open_page(path: str | None = None, **context_options: Any) -> Page:
            options: dict[str, Any] = {
                "base_url": home,
                "locale": "nl-NL",
                "timezone_id": "Europe/Paris",
                "reduced_motion": "reduce",
                "viewport": {"width": WIDTHS[0], "height": 900},
            }
            context = opened.enter_context(browser.new_context(**{**options, **context_options}))
            context.set_default_timeout(10_000)
            page = context.new_page()
            faults.watch(page, home)
            if path is not None:
                page.goto(path)
            return page

        yield open_page


def look(page: Page, name: str) -> None:
    """Write what a person sees, on a desk and on a telephone, to var/screenshots/NAME-WIDTH.png.

    Only when SCREENSHOTS is set, as `make look` does: pictures are for people, and take their time.
    """
    if not os.environ.get("SCREENSHOTS"):
        return
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
    if before:
        page.set_viewport_size(before)


def barriers(
    page: Page, *, without: Sequence[str] = (), only: Sequence[str] = (), also: Sequence[str] = ()
) -> list[str]:
    """The accessibility faults axe finds on the page as it stands, one line each; [] when there are none.

    `without` names rules not to ask, `only` those to ask alone, `also` those that axe asks on demand.
    Contrast is looked up point by point, for minutes on a long page.
    """
    page.wait_for_load_state()  # a click returns while the next page is still coming in
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    options: dict[str, Any] = {
        "preload": False,
        "resultTypes": ["violations"],  # what is right is not described node by node: half the time
        "rules": {
            **{rule: {"enabled": True} for rule in also},
            **{rule: {"enabled": False} for rule in without},
        },
    }
    if only:
        options["runOnly"] = list(only)
    found = page.evaluate("options => axe.run(options).then(told => told.violations)", options)
    return [
        f"{fault['id']} ({fault['impact']}): {node['html']}" for fault in found for node in fault["nodes"]
    ]


def obstacles(page: Page, *views: View, contrast: bool = True) -> list[str]:
    """What keeps somebody from reading the page as it stands, one line each; [] when nothing does.

    Wider than the screen it may be in none of `VIEWS`; barriers are looked for in `views`. Colours are the
    same in all of them: asked once, and not at all without `contrast`, as in another language.
    """
    found, before = [], page.viewport_size
    for view in VIEWS:
        page.set_viewport_size({"width": view.width, "height": 900})
        page.evaluate("size => { document.documentElement.style.fontSize = size }", f"{view.letters}%")
        extra = overflow(page, view.width)
        told = [f"{extra} px too wide"] if extra else []
        if view in views:
            told += barriers(page, without=[] if contrast else ["color-contrast"])
            contrast = False
        found += [f"{each} at {view.width} px, letters at {view.letters} %" for each in told]
    page.evaluate("document.documentElement.style.fontSize = ''")
    if before:
        page.set_viewport_size(before)
    return found


def overflow(page: Page, width: int = 320) -> int:
    """By how many pixels the page is wider than a screen of `width`; 0 when nobody has to scroll sideways."""
    before = page.viewport_size
    if before is None or before["width"] != width:
        page.set_viewport_size({"width": width, "height": 900})
    extra: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if before and before["width"] != width:
        page.set_viewport_size(before)
    return extra


def layout_shift(page: Page) -> float:
    """How much moved since the page began to come in, as the browser counts it: 0.1 is called good."""
    assert page.evaluate("PerformanceObserver.supportedEntryTypes.includes('layout-shift')")
    sum_of_shifts: float = page.evaluate(
        """() => new Promise(tell => {
            let sum = 0
            new PerformanceObserver(list => { for (const each of list.getEntries()) sum += each.value })
                .observe({ type: 'layout-shift', buffered: true })
            requestAnimationFrame(() => requestAnimationFrame(() => tell(sum)))
        })"""
    )
    return sum_of_shifts
