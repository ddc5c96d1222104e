"""What every test stands on: the test database, quick passwords, a mailbox, N+1 alarms and the browser."""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest
from _pytest.unittest import TestCaseFunction
from django.conf import settings
from django.utils import translation
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from clusters.brochure import kept
from contacts import encoder
from tests.browser import Faults, OpenPage, chromium, pages
from tools.find_browser import find_browser
from tools.find_libreoffice import find_libreoffice

NO_BROWSER = "no Chromium on this machine"
NO_LIBREOFFICE = "no LibreOffice on this machine"
NO_ENCODER = "no encoder in this environment"
FOLDER = pytest.StashKey[TemporaryDirectory[str]]()
BROWSER = pytest.StashKey[str | None]()
LIBREOFFICE = pytest.StashKey[str | None]()


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Settings that hold for the whole run; a single test changes them with the `settings` fixture."""
    folder = config.stash[FOLDER] = TemporaryDirectory(prefix="attache-tests-")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = str(Path(folder.name) / "media")
    settings.STATIC_ROOT = folder.name  # nothing collected: static files come from where they are kept
    settings.FASTEST_SENDING = dt.timedelta(0)  # a test fills in a form in no time
    raise_on_n_plus_one()
    # A busy machine is slow, not wrong: time limits are `make bench`'s.
    hypothesis.settings.register_profile("suite", deadline=None, database=None)
    hypothesis.settings.load_profile("suite")


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[FOLDER].cleanup()


def raise_on_n_plus_one() -> None:
    """Every request of a test client or browser fails when it asks the same question row by row."""
    from zeal.constants import initialize_app_registry
    from zeal.patch import patch

    initialize_app_registry()
    patch()
    # A verb locks the row it changes, also when the step that called it holds the lock already.
    settings.ZEAL_ALLOWLIST = [
        {"model": f"contacts.{model}", "field": "get()"}
        for model in ("IntroductionRequest", "Introduction", "OutgoingMail")
    ]
    settings.MIDDLEWARE = ["zeal.middleware.zeal_middleware", *settings.MIDDLEWARE]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, pytestconfig: pytest.Config
) -> None:
    """SQLite is tested as it is used: in a file, with a connection per thread."""
    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default.setdefault("TEST", {})["NAME"] = str(Path(pytestconfig.stash[FOLDER].name) / "test.sqlite3")


@pytest.fixture(autouse=True)
def no_language_left_over() -> None:
    """A test client leaves the language of its last page behind; the next test begins in the site's own."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def no_brochure_left_over() -> None:
    """Rows of the next test may bear the numbers of this one's, which were rolled back."""
    kept._kept.clear()


# --- the browser -------------------------------------------------------------------------------------


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Mark what needs the browser or the database, so that `-m` can choose among them; the longest first."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
        if (
            item.get_closest_marker("django_db")
            or fixtures & {"db", "transactional_db", "live_server"}
            or isinstance(item, TestCaseFunction)
        ):
            item.add_marker(pytest.mark.database)
    yield
    # With two processes, neither then waits long for the other's last file.
    items.sort(key=lambda item: ("matrix" not in item.path.name, "browser" not in item.path.name))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not browser_of(item.config):
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(f"{NO_BROWSER}, and REQUIRE_BROWSER is set", pytrace=False)
        pytest.skip(NO_BROWSER)
    if item.get_closest_marker("libreoffice") and not libreoffice_of(item.config):
        if os.environ.get("REQUIRE_LIBREOFFICE"):
            pytest.fail(f"{NO_LIBREOFFICE}, and REQUIRE_LIBREOFFICE is set", pytrace=False)
        pytest.skip(NO_LIBREOFFICE)
    if item.get_closest_marker("encoder") and not encoder.available():
        pytest.skip(NO_ENCODER)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    # Counted from the reports: the tests may have run in several processes.
    outcomes = [terminalreporter.stats.get(outcome, []) for outcome in ("skipped", "failed", "error")]
    for reason, kind, lacking in (
        (NO_BROWSER, "browser", "Chromium"),
        (NO_LIBREOFFICE, "LibreOffice", "LibreOffice"),
        (NO_ENCODER, "encoder", "encoder"),
    ):
        if number := sum(reason in str(report.longrepr) for reports in outcomes for report in reports):
            noun = f"{kind} test" if number == 1 else f"{kind} tests"
            terminalreporter.write_sep("!", f"{number} {noun} NOT RUN: no {lacking}", red=True, bold=True)


def browser_of(config: pytest.Config) -> str | None:
    if BROWSER not in config.stash:
        config.stash[BROWSER] = find_browser()
    return config.stash[BROWSER]


def libreoffice_of(config: pytest.Config) -> str | None:
    if LIBREOFFICE not in config.stash:
        config.stash[LIBREOFFICE] = find_libreoffice()
    return config.stash[LIBREOFFICE]


@pytest.fixture(scope="session")
def browser(pytestconfig: pytest.Config) -> Iterator[Browser]:
    executable = browser_of(pytestconfig)
    assert executable
    with chromium(executable) as browser:
        yield browser


@pytest.fixture
def faults() -> Iterator[Faults]:
    """What the pages of this test complained of; must be empty when it ends."""
    faults = Faults()
    yield faults
    assert not faults.unexpected(), "\n".join(faults.unexpected())


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, faults: Faults) -> Iterator[OpenPage]:
    """Opens a page on the running desk: `open_page("/contact/", java_script_enabled=False)`."""
    with pages(browser, live_server.url, faults) as opener:
        yield opener


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A Dutch visitor's page on the running desk: `page.goto("/contact/")`."""
    return open_page()
