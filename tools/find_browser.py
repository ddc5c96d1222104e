"""Find a Chromium for the browser tests; with `--install`, have one if this machine allows it.

In this order: the one named in CHROMIUM, one on the machine, Debian's package (as root on Debian),
Playwright's own. Where none can be had the tests still run and say how many were left out; where the
browser is required (CI or REQUIRE_BROWSER is set) that is a failure.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Chromium without its windows first: pages come up a third sooner in it than in the whole browser.
NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
DEBIAN_PACKAGES = ["chromium-headless-shell", "chromium"]
PLAYWRIGHT_FOLDERS = [
    "~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome",
    "~/Library/Caches/ms-playwright/chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]


def find_browser() -> str | None:
    """The path of a Chromium that starts, or None; None too when Playwright cannot drive it."""
    if not starts(sys.executable, "-m", "playwright"):
        return None
    if named := os.environ.get("CHROMIUM"):
        return named if starts(named) else None
    on_path = [path for name in NAMES if (path := shutil.which(name))]
    return next(filter(starts, [*on_path, *elsewhere()]), None)


def elsewhere() -> list[str]:
    found: list[Path] = []
    for pattern in PLAYWRIGHT_FOLDERS:
        path = Path(pattern).expanduser()
        found += sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor))), reverse=True)
    return [str(path) for path in found]


def starts(*command: str) -> bool:
    try:
        answer = subprocess.run([*command, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def required() -> bool:
    return bool(os.environ.get("REQUIRE_BROWSER") or os.environ.get("CI"))


def install() -> None:
    """Try the ways in turn; what they print goes to stderr, whether they worked shows afterwards."""
    if is_debian() and os.geteuid() == 0:
        print("Installing Debian's chromium for the browser tests.", file=sys.stderr)
        run("apt-get", "update", "-qq")
        # Playwright's driver needs libatomic1, which a small Debian lacks.
        for package in DEBIAN_PACKAGES:
            run("apt-get", "install", "-y", "-qq", "--no-install-recommends", package, "libatomic1")
            if find_browser():
                return
    print("Installing Playwright's own Chromium for the browser tests.", file=sys.stderr)
    run(sys.executable, "-m", "playwright", "install", "chromium")


def is_debian() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "ID=debian" in release.read_text().splitlines()


def run(*command: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, stdout=sys.stderr, env=environment, check=False)


def main() -> int:
    if not find_browser() and not os.environ.get("CHROMIUM") and "--install" in sys.argv:
        install()
    if browser := find_browser():
        print(f"Browser tests use {browser}")
        return 0
    print("No Chromium can be had here: the browser tests will NOT run; the summary counts them.")
    return 1 if required() else 0


if __name__ == "__main__":
    sys.exit(main())
