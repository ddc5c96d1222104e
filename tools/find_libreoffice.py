"""Find LibreOffice for the test that opens every kind of file in it; with `--install`, have Debian's.

In this order: the one named in LIBREOFFICE, one on the machine, Debian's package without its windows (as
root on Debian). Where none can be had the test still says that it was left out; where it is required
(REQUIRE_LIBREOFFICE is set) that is a failure. Run it as `python -m tools.find_libreoffice`.
"""

import os
import shutil
import sys

from tools.find_browser import is_debian, run, starts

NAMES = ["soffice", "libreoffice"]
ELSEWHERE = ["/usr/lib/libreoffice/program/soffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice"]
DEBIAN_PACKAGE = "libreoffice-calc-nogui"


def find_libreoffice() -> str | None:
    """The path of a LibreOffice that starts, or None."""
    if named := os.environ.get("LIBREOFFICE"):
        return named if starts(named) else None
    on_path = [path for name in NAMES if (path := shutil.which(name))]
    return next(filter(starts, [*on_path, *ELSEWHERE]), None)


def required() -> bool:
    return bool(os.environ.get("REQUIRE_LIBREOFFICE"))


def install() -> None:
    """Try; what is printed goes to stderr, whether it worked shows afterwards."""
    if is_debian() and os.geteuid() == 0:
        print(f"Installing Debian's {DEBIAN_PACKAGE} for the test of exported files.", file=sys.stderr)
        run("apt-get", "update", "-qq")
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", DEBIAN_PACKAGE)


def main() -> int:
    if not find_libreoffice() and not os.environ.get("LIBREOFFICE") and "--install" in sys.argv:
        install()
    if found := find_libreoffice():
        print(f"Exported files are opened in {found}")
        return 0
    print("No LibreOffice can be had here: the test of exported files will NOT run; the summary counts it.")
    return 1 if required() else 0


if __name__ == "__main__":
    sys.exit(main())
