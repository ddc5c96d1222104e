"""The process that stores a list is killed half-way, as by a power cut: the database is as it was."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from clusters.models import City, MemberImport, Membership, Organisation, Region, Source
from tests import builders

MANAGE = Path(__file__).parent.parent.parent / "manage.py"
ROWS = 30_000

pytestmark = pytest.mark.django_db(transaction=True)


def address() -> str:
    """The test database, as `DATABASE_URL` has it."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return (
        f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT'] or 5432}/{told['NAME']}"
    )


def storing(file: Path, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(MANAGE), "import_members", str(file), "--cluster", "biopole-nord"],
        env={**os.environ, "DATABASE_URL": address(), "VAR_DIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def stands() -> list[Any]:
    models: list[Any] = [Organisation, Membership, Source, MemberImport]
    models += [Organisation.history.model, Membership.history.model]
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def test_killed_after_the_first_rows_were_stored_nothing_is(tmp_path: Path) -> None:
    region = Region.objects.create(slug="ara", insee_code="84", name="Auvergne-Rhône-Alpes")
    City.objects.create(slug="lyon", name="Lyon", region=region)
    builders.cluster("biopole-nord")
    Organisation.objects.create(slug="elan", name="Élan")
    before = stands()
    connection.close()
    file = tmp_path / "leden.csv"
    lines = "".join(f"Lid {number};Lyon;lid{number}.example\n" for number in range(ROWS))
    file.write_text(f"name;city;website\n{lines}", encoding="utf-8")

    process = storing(file, tmp_path)
    assert process.stderr is not None
    with process.stderr as told:
        first = told.readline()
        process.kill()
        rest = told.read()
    assert "2000" in first, first + rest
    assert process.wait() < 0  # by the signal, not by itself
    assert str(ROWS) not in rest
    assert stands() == before

    file.write_text("name;city\nLid 1;Lyon\n", encoding="utf-8")
    with storing(file, tmp_path) as again:
        assert again.wait() == 0
    assert Membership.objects.count() == 1
