"""The browser fixtures themselves: what they catch, and how a missing browser is counted aloud."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import tests.browser
from tests.browser import barriers, look, overflow

ROOT = Path(__file__).parent.parent
LOGIN = "/admin/login/"


def test_pictures_are_taken_when_asked_for(page, monkeypatch, tmp_path):
    monkeypatch.setattr(tests.browser, "SCREENSHOTS", tmp_path)
    page.goto(LOGIN)
    monkeypatch.delenv("SCREENSHOTS", raising=False)
    look(page, "sign-in")
    assert not list(tmp_path.iterdir())
    monkeypatch.setenv("SCREENSHOTS", "1")
    look(page, "sign-in")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sign-in-1280.png", "sign-in-390.png"]


def test_barriers_and_sideways_scrolling_are_found(page):
    page.goto(LOGIN)
    page.evaluate("document.body.append(new Image(2000, 10))")
    assert any(barrier.startswith("image-alt (critical)") for barrier in barriers(page))
    assert overflow(page) > 1000


def test_a_page_works_without_scripts_and_in_another_language(open_page):
    page = open_page(LOGIN, java_script_enabled=False, locale="fr-FR")
    assert page.locator("input[type=password]").count() == 1


def test_a_console_error_counts_as_a_fault(page, faults):
    page.goto(LOGIN)
    page.evaluate("console.error('planted')")
    assert ["planted" in fault for fault in faults] == [True]
    faults.clear()


def test_a_script_that_breaks_counts_as_a_fault(page, faults):
    page.goto(LOGIN)
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('planted') })")
    assert ["script error: planted" in fault for fault in faults] == [True]
    faults.clear()


def test_a_fetch_from_another_host_counts_as_a_fault(page, faults):
    page.goto(LOGIN)
    with page.expect_console_message():
        page.evaluate("fetch('http://127.0.0.1:1/').catch(() => {})")
    assert any("Content Security Policy" in fault or "fetched from elsewhere" in fault for fault in faults)
    faults.clear()


@pytest.mark.parametrize(("required", "code", "outcome"), [("", 0, "1 skipped"), ("1", 1, "1 error")])
def test_without_a_browser_the_tests_left_out_are_counted_aloud(required, code, outcome):
    environment = {**os.environ, "CHROMIUM": "/nowhere/chromium", "REQUIRE_BROWSER": required}
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", f"{__file__}::test_pictures_are_taken_when_asked_for"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == code, answer.stdout
    assert "1 browser test NOT RUN: no Chromium" in answer.stdout
    assert outcome in answer.stdout
