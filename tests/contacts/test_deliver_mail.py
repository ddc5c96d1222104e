"""The command that delivers the outbox, in the test's own process and as a process of its own."""

import io
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from contacts import notifications
from contacts.enums import MailKind, MailStatus
from contacts.models import OutgoingMail
from tests.builders import AT

ROOT = Path(__file__).parent.parent.parent
# Nothing answers on the port that is kept for testing that nothing answers.
NOBODY = "smtp://127.0.0.1:9"


def queued(recipient="sanne@ortholink.example", **fields):
    values = {
        "kind": MailKind.ACKNOWLEDGEMENT,
        "language": "nl",
        "subject": "Ontvangen",
        "body": "Dag",
        "at": AT,
    }
    return notifications.queue(recipient=recipient, **{**values, **fields})


def deliver_once():
    output = io.StringIO()
    call_command("deliver_mail", "--once", stdout=output)
    return output.getvalue()


def database_url():
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    host = f"{settings['HOST'] or '127.0.0.1'}:{settings['PORT'] or 5432}"
    return f"postgres://{settings['USER']}:{settings['PASSWORD']}@{host}/{settings['NAME']}"


def start(*arguments, **environment):
    """Start the command as `make run` does, on the test's database unless told otherwise."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "deliver_mail", *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url(), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def until(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


# --- once ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_once_delivers_what_is_due_and_counts(mailoutbox):
    for number in range(45):  # more than one batch
        queued(f"{number}@ortholink.example")
    queued(not_before=AT.replace(year=2999))
    assert deliver_once() == "sent 45, failed 0, waiting 1\n"
    assert len(mailoutbox) == 45
    assert deliver_once() == "sent 0, failed 0, waiting 1\n"


@pytest.mark.django_db
def test_once_says_in_a_sentence_that_the_server_cannot_be_reached(settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    queued()
    queued()
    with pytest.raises(
        CommandError, match=r"^The mail server 127\.0\.0\.1:9 cannot be reached \(.*\); the mails wait"
    ):
        call_command("deliver_mail", "--once")
    assert capsys.readouterr().out == "sent 0, failed 0, waiting 2\n"


def test_a_folder_that_cannot_be_made_is_a_sentence_and_not_a_traceback(tmp_path):
    (tmp_path / "mail").write_text("a file where the folder should be")
    done = subprocess.run(
        [sys.executable, "manage.py", "deliver_mail", "--once"],
        cwd=ROOT,
        env={**os.environ, "EMAIL_URL": f"file:///{tmp_path}/mail"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"{tmp_path}/mail" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unreachable_database_is_a_sentence_and_not_a_traceback():
    done = subprocess.run(
        [sys.executable, "manage.py", "deliver_mail", "--once"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "postgres://nobody:secret@127.0.0.1:9/nothing"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "The database cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr


# --- over and over ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_worker_delivers_what_comes_and_stops_when_told(tmp_path):
    folder = tmp_path / "mail"
    worker = start(EMAIL_URL=f"file:///{folder}")
    try:
        queued()
        until(lambda: OutgoingMail.objects.filter(status=MailStatus.SENT).count() == 1)
        queued()
        until(lambda: OutgoingMail.objects.filter(status=MailStatus.SENT).count() == 2)
    finally:
        worker.send_signal(signal.SIGTERM)
        output, errors = worker.communicate(timeout=20)
    assert worker.returncode == 0
    # The second mail may come while the first round is still counting what waits, or belongs to it.
    rounds = re.findall(r"^sent (\d+), failed (\d+), waiting (\d+)$", output, re.MULTILINE)
    assert len(rounds) == len(output.splitlines())
    assert sum(int(sent) for sent, _, _ in rounds) == 2
    assert {failed for _, failed, _ in rounds} == {"0"}
    assert rounds[-1][2] == "0"
    assert errors == ""
    assert len(list(folder.iterdir())) == 2


@pytest.mark.django_db(transaction=True)
def test_the_worker_goes_on_when_the_server_is_down_and_says_so_once():
    worker = start(EMAIL_URL=NOBODY)
    try:
        for _ in range(3):
            queued()
        until(lambda: OutgoingMail.objects.filter(attempts=1).count() == 3)
    finally:
        worker.send_signal(signal.SIGINT)
        output, errors = worker.communicate(timeout=20)
    assert worker.returncode == 0
    assert output == ""
    assert errors.count("The mail server 127.0.0.1:9 cannot be reached") == 1
    assert "Traceback" not in errors


def test_the_worker_goes_on_when_the_database_is_away():
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "deliver_mail"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "postgres://nobody:secret@127.0.0.1:9/nothing"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert worker.stderr
    try:
        first = worker.stderr.readline()
        time.sleep(2.5)  # longer than its pause: it must have tried again by now
        assert worker.poll() is None
    finally:
        worker.send_signal(signal.SIGTERM)
        _output, rest = worker.communicate(timeout=20)
    assert worker.returncode == 0
    assert first.startswith("The database cannot be used")
    assert "Traceback" not in first + rest
    assert "secret" not in first + rest
