"""The scripts behind the Makefile: what they find, and the one sentence they say when they cannot."""

import gettext
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tools import compile_messages, find_browser, find_libreoffice, find_postgres, serve

ROOT = Path(__file__).parent.parent


def fake_python(folder: Path, name: str, *, version: str, can_build: bool = True) -> None:
    """A Python as far as find_python.sh asks: its version, whether it is 3.11 or newer, its venv module."""
    minor = int(version.split(".")[1])
    script = folder / name
    script.write_text(
        textwrap.dedent(f"""\
            #!/bin/sh
            case "$2" in
                *sys.exit*) exit {int(minor < 11)} ;;
                *venv*) exit {int(not can_build)} ;;
                *) echo {version} ;;
            esac
            """)
    )
    script.chmod(0o755)


def find_python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(ROOT / "tools" / "find_python.sh"), *arguments],
        env={"PATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_newest_python_that_can_build_an_environment_is_taken(tmp_path):
    fake_python(tmp_path, "python3.13", version="3.13", can_build=False)
    fake_python(tmp_path, "python3.12", version="3.12")
    fake_python(tmp_path, "python3", version="3.11")
    assert find_python(tmp_path).stdout == "python3.12\n"


def test_a_python_can_be_named(tmp_path):
    fake_python(tmp_path, "python3.12", version="3.12")
    fake_python(tmp_path, "mine", version="3.11")
    assert find_python(tmp_path, "mine").stdout == "mine\n"


def test_a_python_without_venv_names_the_debian_package(tmp_path):
    fake_python(tmp_path, "python3", version="3.11", can_build=False)
    answer = find_python(tmp_path)
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert "apt-get install python3.11-venv" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_a_python_that_is_too_old_is_told_so(tmp_path):
    fake_python(tmp_path, "python3", version="3.9")
    answer = find_python(tmp_path)
    assert answer.returncode == 1
    assert "Python 3.11 or newer is needed and this is 3.9" in answer.stderr


def test_no_python_at_all_is_told_so(tmp_path):
    assert "No Python found" in find_python(tmp_path).stderr
    assert "under the name mine" in find_python(tmp_path, "mine").stderr


def test_the_browser_named_in_the_environment_is_the_only_one_tried(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    assert find_browser.find_browser() is None
    monkeypatch.setenv("CHROMIUM", "/bin/true")
    assert find_browser.find_browser() == "/bin/true"


def test_a_missing_browser_is_said_and_fails_only_where_it_is_required(monkeypatch, capsys):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("REQUIRE_BROWSER", raising=False)
    assert find_browser.main() == 0
    assert "will NOT run" in capsys.readouterr().out
    monkeypatch.setenv("CI", "true")
    assert find_browser.main() == 1


def test_a_missing_libreoffice_is_said_and_fails_only_where_it_is_required(monkeypatch, capsys):
    monkeypatch.setenv("LIBREOFFICE", "/nowhere/soffice")
    monkeypatch.delenv("REQUIRE_LIBREOFFICE", raising=False)
    assert find_libreoffice.main() == 0
    assert "will NOT run" in capsys.readouterr().out
    monkeypatch.setenv("REQUIRE_LIBREOFFICE", "1")
    assert find_libreoffice.main() == 1


def test_postgres_is_the_one_named_else_the_local_one(monkeypatch):
    for name in ("TEST_DATABASE_URL", "PGUSER", "PGPASSWORD"):
        monkeypatch.delenv(name, raising=False)
    assert find_postgres.candidate() == "postgresql://postgres:postgres@127.0.0.1:5432/attache"
    monkeypatch.setenv("PGUSER", "desk")
    monkeypatch.setenv("PGPASSWORD", "a/b@c")
    assert find_postgres.candidate() == "postgresql://desk:a%2Fb%40c@127.0.0.1:5432/attache"
    monkeypatch.setenv("TEST_DATABASE_URL", "postgresql://else/where")
    assert find_postgres.candidate() == "postgresql://else/where"


def test_the_maintenance_database_is_on_the_same_server():
    url = "postgresql://a:b@host:5433/crm?sslmode=require"
    assert find_postgres.maintenance(url) == "postgresql://a:b@host:5433/postgres?sslmode=require"


def test_a_postgres_that_does_not_answer_fails_without_its_password(monkeypatch, capsys):
    port = free_port()
    monkeypatch.setenv("TEST_DATABASE_URL", f"postgresql://desk:secret@127.0.0.1:{port}/crm")
    assert find_postgres.main() == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert f"No PostgreSQL answers at 127.0.0.1:{port}" in said.err
    assert "secret" not in said.err


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((serve.HOST, 0))
        return int(probe.getsockname()[1])


def test_a_free_port_has_no_fault_and_a_taken_one_is_named():
    with socket.socket() as taken:
        taken.bind((serve.HOST, 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"Port {port} on 127.0.0.1 is taken" in (serve.fault_of(port) or "")
    assert serve.fault_of(port) is None


@pytest.mark.parametrize("port", ["", "web", "0", "65536", "80 80", "٨٠"])
def test_a_port_that_is_no_port_is_named(port):
    assert "PORT must be a number" in (serve.fault_of(port) or "")


SLEEPER = """
import pathlib, signal, sys, time
def stop(*_):
    pathlib.Path(sys.argv[1]).write_text("stopped")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
pathlib.Path(sys.argv[1]).write_text("running")
time.sleep(60)
"""


def together(web: list[str], mail: list[str]) -> subprocess.Popen[str]:
    commands = {"web server": web, "mail worker": mail}
    program = f"import sys; from tools.serve import run_together; sys.exit(run_together({commands!r}, '1'))"
    return subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stderr=subprocess.PIPE, text=True)


def wait_for(path: Path, content: str) -> None:
    deadline = time.monotonic() + 20
    while not (path.exists() and path.read_text() == content):
        assert time.monotonic() < deadline, f"{path.name} never said {content!r}"
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_stops_the_web_server_and_the_mail_worker(tmp_path, number):
    files = [tmp_path / "web", tmp_path / "mail"]
    process = together(*([sys.executable, "-c", SLEEPER, str(file)] for file in files))
    for file in files:
        wait_for(file, "running")
    process.send_signal(number)
    assert process.wait(timeout=20) == 0
    assert [file.read_text() for file in files] == ["stopped", "stopped"]
    assert process.stderr
    process.stderr.close()


def test_when_one_of_them_ends_the_other_is_stopped_and_it_is_said(tmp_path):
    worker = tmp_path / "mail"
    process = together(
        [sys.executable, "-c", "import time; time.sleep(1)"], [sys.executable, "-c", SLEEPER, str(worker)]
    )
    wait_for(worker, "running")
    assert process.wait(timeout=20) == 1
    assert worker.read_text() == "stopped"
    assert process.stderr
    assert process.stderr.read() == "The web server ended by itself; stopping the rest.\n"
    process.stderr.close()


PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "pôle"
msgstr "pool"

#, python-format
msgid "%(count)s requests"
msgstr "{translation}"
"""


def write_po(folder: Path, translation: str) -> Path:
    po = folder / "nl" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO.replace("{translation}", translation), encoding="utf-8")
    return po


def test_translations_are_compiled_without_gettext_installed(tmp_path, capsys):
    po = write_po(tmp_path, "%(count)s aanvragen")
    assert compile_messages.main(tmp_path) == 0
    assert capsys.readouterr().out == "nl: 2 of 2 texts translated\n"
    with po.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("pôle") == "pool"


def test_a_translation_with_another_placeholder_is_named_and_not_compiled(tmp_path, capsys):
    po = write_po(tmp_path, "%(aantal)s aanvragen")
    assert compile_messages.main(tmp_path) == 1
    assert "django.po:9:" in capsys.readouterr().err
    assert not po.with_suffix(".mo").exists()


def test_the_compiled_translations_are_those_of_the_texts(tmp_path):
    """Run `make messages` when this fails."""
    for po in sorted(compile_messages.LOCALE.glob("*/LC_MESSAGES/*.po")):
        copy = tmp_path / po.relative_to(compile_messages.LOCALE)
        copy.parent.mkdir(parents=True)
        copy.write_bytes(po.read_bytes())
        assert compile_messages.compile_file(copy) == []
        assert po.with_suffix(".mo").exists(), f"{po.name} of {po.parent.parent.name} was never compiled"
        assert po.with_suffix(".mo").read_bytes() == copy.with_suffix(".mo").read_bytes()


@pytest.mark.parametrize(
    ("setting", "installed", "runs"), [("", True, True), ("off", True, False), ("", False, False)]
)
def test_the_encoder_has_a_worker_where_it_is_installed_and_not_switched_off(
    monkeypatch, setting, installed, runs
):
    monkeypatch.setenv("ENCODER", setting)
    monkeypatch.setattr(serve.importlib.util, "find_spec", lambda name: object() if installed else None)
    assert serve.has_encoder() is runs
