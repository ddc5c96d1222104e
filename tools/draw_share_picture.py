"""Draw static/share.png: the map shown where somebody shares a page. Run it again when the map changes.

Needs a register in the database and a Chromium: `.venv/bin/python tools/draw_share_picture.py`.
"""

import os
import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT = 1200, 630

PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; width: {width}px; height: {height}px; display: grid; grid-template-columns: 1fr auto;
  padding-right: 56px; box-sizing: border-box; align-items: center; background: #154273; color: #fff;
  font-family: "Noto Sans", "DejaVu Sans", sans-serif; }}
div {{ padding-left: 72px; }} b {{ display: block; font-size: 54px; line-height: 1.15; }}
span {{ display: block; width: 120px; height: 10px; background: #f9b000; margin: 0 0 28px; }}
svg {{ height: 550px; }} path {{ fill: #2f5f93; stroke: #154273; stroke-width: 2; }}
path.active {{ fill: #a9d0e8; }} circle {{ fill: #f9b000; stroke: #154273; stroke-width: 3; }}
</style><body><div><span></span><b>Innovation<br>Attaché<br>Paris</b></div>
<svg viewBox="0 0 {map.width} {map.height}">{shapes}{dots}</svg>"""


def drawing() -> str:
    from django.utils import timezone

    from clusters.directory import read_directory
    from clusters.presence import standing
    from clusters.views import map_of

    today = timezone.localdate()
    france = map_of(read_directory(on=today, today=today).entries(standing(on=today)))
    shapes = "".join(f'<path class="{"active" * shape.active}" d="{shape.path}"/>' for shape in france.shapes)
    dots = "".join(f'<circle cx="{marker.x}" cy="{marker.y}" r="11"/>' for marker in france.markers)
    return PAGE.format(width=WIDTH, height=HEIGHT, map=france, shapes=shapes, dots=dots)


def lightened(png: bytes) -> bytes:
    """Return the picture with a palette of few colours, packed as tightly as can be: a third of the size.

    Knows what Chromium writes: eight bits for each of red, green and blue, without interlacing.
    """
    data, place = b"", 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += length + 12
    palette: dict[bytes, int] = {}
    lines = b""
    for line in unfiltered(zlib.decompress(data), WIDTH * 3):
        colours = (
            bytes(value & 0xF0 | value >> 4 for value in line[at : at + 3]) for at in range(0, len(line), 3)
        )
        lines += b"\0" + bytes(palette.setdefault(colour, len(palette)) for colour in colours)
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(palette)),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    ]
    return png[:8] + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def unfiltered(raw: bytes, width: int) -> Iterator[bytes]:
    """Yield the picture's lines of `width` bytes as they were before PNG's filters."""
    above = bytearray(width)
    for start in range(0, len(raw), width + 1):
        kind, line = raw[start], bytearray(raw[start + 1 : start + 1 + width])
        for at in range(width):
            left, up = (line[at - 3] if at > 2 else 0), above[at]
            corner = above[at - 3] if at > 2 else 0
            line[at] = line[at] + (0, left, up, (left + up) // 2, nearest(left, up, corner))[kind] & 255
        yield bytes(line)
        above = line


def nearest(left: int, up: int, corner: int) -> int:
    """PNG's guess of a value from its neighbours (Paeth)."""
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "attache.settings")
    django.setup()
    page_source = drawing()  # before the browser: its loop would keep Django from the database

    from playwright.sync_api import sync_playwright

    from tools.find_browser import find_browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(page_source)
        (ROOT / "static" / "share.png").write_bytes(lightened(page.screenshot()))
        browser.close()


if __name__ == "__main__":
    main()
