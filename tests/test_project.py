"""What every command answers when a setting or the database is not there."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parent.parent
PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "ALLOWED_HOSTS": "desk.example",
    "SITE_URL": "https://desk.example",
    "OFFICE_MAILBOX": "desk@office.example",
    "DATABASE_URL": "sqlite:///:memory:",
}


def manage(tmp_path: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a person would, with these settings and no others."""
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **settings}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "command", [("migrate",), ("export_quarter", "2026-Q3", "--output", "."), ("load_register",)]
)
def test_a_database_that_does_not_answer_gives_one_sentence(tmp_path, command):
    answer = manage(tmp_path, *command, DATABASE_URL="postgres://desk:geheim@127.0.0.1:1/desk")
    assert answer.returncode == 1
    assert "Check DATABASE_URL" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert "geheim" not in answer.stderr


def test_a_database_that_was_never_set_up_says_what_to_run(tmp_path):
    answer = manage(tmp_path, "export_quarter", "2026-Q3", "--output", str(tmp_path))
    assert answer.returncode == 1
    assert "Run `make data` first." in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_address_of_a_database_that_cannot_be_read_is_not_repeated(tmp_path):
    answer = manage(tmp_path, "check", DATABASE_URL="postgrs//desk:geheim@host")
    assert answer.returncode == 1
    assert "DATABASE_URL is not understood" in answer.stderr
    assert "geheim" not in answer.stderr + answer.stdout


@pytest.mark.parametrize("missing", [name for name in PRODUCTION if name != "ENVIRONMENT"])
def test_production_starts_with_nothing_missing(tmp_path, missing):
    settings = {name: value for name, value in PRODUCTION.items() if name != missing}
    answer = manage(tmp_path, "check", **settings)
    assert answer.returncode == 1
    assert f"{missing} must be set" in answer.stderr
    assert PRODUCTION["SECRET_KEY"] not in answer.stderr


def test_production_starts_with_everything_there(tmp_path):
    assert manage(tmp_path, "check", **PRODUCTION).returncode == 0


def test_a_short_secret_is_refused(tmp_path):
    answer = manage(tmp_path, "check", **(PRODUCTION | {"SECRET_KEY": "short"}))
    assert answer.returncode == 1
    assert "too short" in answer.stderr


def test_this_machines_own_secret_is_made_once_and_kept_from_others(tmp_path):
    assert manage(tmp_path, "check").returncode == 0
    secret = tmp_path / "secret-key"
    first = secret.read_text()
    assert len(first) >= 50
    assert secret.stat().st_mode & 0o077 == 0
    manage(tmp_path, "check")
    assert secret.read_text() == first


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())
