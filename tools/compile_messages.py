"""Compile every translation in locale/ with babel, so that nobody needs gettext to do it.

A translation whose placeholders differ from the original's is named and nothing of its file is written.
"""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent.parent / "locale"


def compile_file(po: Path) -> list[str]:
    """Write the .mo beside a .po and return its faults; a message marked fuzzy counts as untranslated."""
    with po.open("rb") as file:
        catalog = read_po(file, locale=po.parent.parent.name)
    faults = [
        f"{po}:{(message.lineno or 0)}: {error}" for message, errors in catalog.check() for error in errors
    ]
    if not faults:
        with po.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)
        texts = [message for message in catalog if message.id]
        done = [message for message in texts if message.string and any(message.string) and not message.fuzzy]
        print(f"{po.parent.parent.name}: {len(done)} of {len(texts)} texts translated")
    return faults


def main(locale: Path = LOCALE) -> int:
    faults = [fault for po in sorted(locale.glob("*/LC_MESSAGES/*.po")) for fault in compile_file(po)]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
