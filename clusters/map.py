"""The map of France as values a template can draw: shapes of regions, markers that link, labels that fit.

The shapes in `fixtures/france-regions.json` are made with Natural Earth (public domain), drawn in
Lambert-93, the projection of the French mapping agency, on a sheet of 500 by 467 units.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings

from clusters.numbers import written

# Lambert-93 (IGN, NTG 71): conic projection on GRS80 with standard parallels 44° and 49°.
_ECCENTRICITY = 0.0818191910428158
_EXPONENT = 0.7256077650532670
_CONSTANT = 11754255.4261
_X_OF_POLE, _Y_OF_POLE = 700_000.0, 12_655_612.0499
_CENTRAL_MERIDIAN = math.radians(3)

# From Lambert-93 metres to the sheet, fitted to the 2,595 points of the shapes (largest error 0.06 unit).
_METRES_PER_UNIT = 2362.51
_LEFT, _TOP = -33.910, 3018.321

LABEL_SIZE = 17.0  # units; 12 px on a screen of 390
LETTER_WIDTH = 0.62  # of the label's size; ample, for the widest of the system fonts
LONGEST_LABEL = 22  # letters; a longer name is cut at a word, or gives way to the city
SHORTEST_LABEL = 8  # letters of a name that was cut: fewer ("Pôle") name no pôle
SMALL_WORD = 3  # letters; a cut name does not end in one ("de", "des", "&")
MARKER_RADIUS = 8.0
SHARED_RADIUS = 12.0  # room for the number of pôles
CLOSEST = MARKER_RADIUS + SHARED_RADIUS  # units; markers nearer to each other become one
HALF_DARK = 0.7  # of the darkest; from there on a number is written in white
LIST_ANCHOR = "#list"
NAMES_UP_TO = 12  # with more markers a label names one city only
IN_SIGHT = 24  # pôles; a longer list does not show at a glance which of them share a marker


@dataclass(frozen=True)
class Pin:
    """A pôle at a place: where it is and what a click on it opens."""

    name: str
    city: str
    latitude: float
    longitude: float
    address: str
    region: str = ""


@dataclass(frozen=True)
class Shape:
    code: str
    name: str
    path: str
    active: bool


@dataclass(frozen=True)
class Marker:
    x: float
    y: float
    radius: float
    pins: tuple[Pin, ...]
    label: str
    label_x: float = 0.0
    label_y: float = 0.0
    anchor: str = ""  # an SVG text-anchor; empty when the label found no room

    @property
    def cities(self) -> str:
        return ", ".join(dict.fromkeys(pin.city for pin in self.pins))

    @property
    def address(self) -> str:
        """What a click opens: the one pôle, or for several the list that every page has below its map."""
        return LIST_ANCHOR if self.is_shared and self.pins[0].address else self.pins[0].address

    @property
    def is_shared(self) -> bool:
        return len(self.pins) > 1

    @property
    def place(self) -> str:
        """What to search for to find the marker's pôles: the one city or region they share, if any."""
        for shared in ({pin.city for pin in self.pins}, {pin.region for pin in self.pins}):
            if len(shared) == 1:
                return shared.pop()
        return ""

    @property
    def names(self) -> str:
        return ", ".join(pin.name for pin in self.pins)


@dataclass(frozen=True)
class FranceMap:
    width: int
    height: int
    label_size: float
    shapes: tuple[Shape, ...]
    markers: tuple[Marker, ...]

    @property
    def is_crowded(self) -> bool:
        return sum(len(marker.pins) for marker in self.markers) > IN_SIGHT


def lambert93(latitude: float, longitude: float) -> tuple[float, float]:
    """Return easting and northing in metres for degrees WGS84: Paris becomes 652469, 6862035."""
    sine = math.sin(math.radians(latitude))
    isometric = math.atanh(sine) - _ECCENTRICITY * math.atanh(_ECCENTRICITY * sine)
    distance = _CONSTANT * math.exp(-_EXPONENT * isometric)
    angle = _EXPONENT * (math.radians(longitude) - _CENTRAL_MERIDIAN)
    return _X_OF_POLE + distance * math.sin(angle), _Y_OF_POLE - distance * math.cos(angle)


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Return where a place lies on the sheet, in units from its upper left corner."""
    easting, northing = lambert93(latitude, longitude)
    return round(_LEFT + easting / _METRES_PER_UNIT, 1), round(_TOP - northing / _METRES_PER_UNIT, 1)


def draw(pins: Iterable[Pin], *, regions: Iterable[str] = (), label_size: float = LABEL_SIZE) -> FranceMap:
    """Lay out the map: `regions` (codes such as ARA) stand out, pins become markers with labels.

    A pin off the sheet (overseas) is left out: every page with a map also lists its pôles.
    """
    width, height, outlines = _outlines()
    active = set(regions)
    shapes = tuple(Shape(code, name, path, code in active) for code, name, path in outlines)
    groups = [group for group in _merge(pins) if 0 < group[0] < width and 0 < group[1] < height]
    markers = _label(groups, width, height, label_size)
    return FranceMap(width, height, label_size, shapes, markers)


def on_paper(france: FranceMap, shows: str) -> dict[str, Any]:
    """Return a map as the templates of `clusters.typesetting` draw it, with what it shows in words."""
    places = "; ".join(f"{marker.names} ({marker.cities})" for marker in france.markers)
    regions = ", ".join(shape.name for shape in france.shapes if shape.active)
    return {
        "width": france.width,
        "height": france.height,
        "label_size": france.label_size,
        "shapes": [{"path": shape.path, "shade": 1.0 if shape.active else 0.0} for shape in france.shapes],
        "markers": [
            {
                "x": marker.x,
                "y": marker.y,
                "radius": marker.radius,
                "number": str(len(marker.pins)) if marker.is_shared else "",
                "label": marker.label if marker.anchor else "",
                "label_x": marker.label_x,
                "label_y": marker.label_y,
                "anchor": marker.anchor,
            }
            for marker in france.markers
        ],
        "alt": f"{shows}: {places or regions}",
    }


def shaded_on_paper(numbers: Mapping[str, int], shows: str) -> dict[str, Any]:
    """Return the map with a number in each region of `numbers`, by its name, the darker the higher.

    `shows` says what is counted. A region that is not on the sheet (overseas) is left out.
    """
    width, height, outlines = _outlines()
    found = [(name, path, numbers.get(name, 0)) for _code, name, path in outlines]
    most = max(number for _name, _path, number in found) or 1
    told = sorted(((name, number) for name, _path, number in found if number), key=lambda each: -each[1])
    return {
        "width": width,
        "height": height,
        "label_size": LABEL_SIZE,
        "shapes": [{"path": path, "shade": number / most} for _name, path, number in found],
        "markers": [],
        "numbers": [
            {"x": x, "y": y, "text": written(number), "is_dark": number / most > HALF_DARK}
            for _name, path, number in found
            if number
            for x, y in [centre_of(path)]
        ],
        "alt": f"{shows}: " + ("; ".join(f"{name} {written(number)}" for name, number in told) or "0"),
    }


def centre_of(path: str) -> tuple[float, float]:
    """Return the centre of gravity of the largest piece of an outline, as `fixtures/` writes one."""
    pieces = [_points(piece) for piece in path.split("M") if piece]
    _area, x, y = max(_gravity(points) for points in pieces)
    return round(x, 1), round(y, 1)


def _points(piece: str) -> list[tuple[float, float]]:
    """Read `318.4 328.4l-4.7 -2.5l…z`: where it begins, and steps from there."""
    points: list[tuple[float, float]] = []
    for step in piece.rstrip("zZ ").split("l"):
        dx, dy = (float(number) for number in step.split())
        x, y = points[-1] if points else (0.0, 0.0)
        points.append((x + dx, y + dy))
    return points


def _gravity(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Return the area of a polygon and its centre."""
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in pairwise([*points, points[0]]):
        cross = x1 * y2 - x2 * y1
        area, x, y = area + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    if not area:
        return 0.0, *points[0]
    return abs(area / 2), x / (3 * area), y / (3 * area)


@cache
def _outlines() -> tuple[int, int, tuple[tuple[str, str, str], ...]]:
    file = Path(settings.BASE_DIR) / "fixtures" / "france-regions.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    regions = tuple((region["code"], region["name"], region["d"]) for region in data["regions"])
    return data["width"], data["height"], regions


def _merge(pins: Iterable[Pin]) -> list[tuple[float, float, list[Pin]]]:
    """Put pins of one place, or of places that would overlap, under one marker: at the busiest place."""
    groups: list[tuple[float, float, list[Pin]]] = []
    pins = list(pins)
    busy = Counter(pin.city for pin in pins)
    for pin in sorted(pins, key=lambda pin: (-busy[pin.city], pin.city, pin.name)):
        x, y = project(pin.latitude, pin.longitude)
        near = next((group for group in groups if math.hypot(group[0] - x, group[1] - y) < CLOSEST), None)
        if near:
            near[2].append(pin)
        else:
            groups.append((x, y, [pin]))
    return groups


def _label(
    groups: list[tuple[float, float, list[Pin]]], width: int, height: int, label_size: float
) -> tuple[Marker, ...]:
    """Give each marker its label on the first side where it covers nothing, busiest marker first."""
    has_room = len(groups) <= NAMES_UP_TO
    groups = sorted(groups, key=lambda group: (-len(group[2]), group[1], group[0]))
    taken = [_around(x, y, _radius(pins)) for x, y, pins in groups]
    markers = []
    cut = Counter(_cut(pins[0].name) for _x, _y, pins in groups if len(pins) == 1)
    for x, y, pins in groups:
        radius = _radius(pins)
        for text in _texts(pins, has_room, cut):
            length = len(text) * LETTER_WIDTH * label_size
            if spot := _free_spot(x, y, radius, length, label_size, taken, width, height):
                taken.append(spot[1])
                markers.append(Marker(x, y, radius, tuple(pins), text, *spot[0]))
                break
        else:
            markers.append(Marker(x, y, radius, tuple(pins), text))
    return tuple(sorted(markers, key=lambda marker: (marker.y, marker.x)))  # north to south, as one tabs


def _texts(pins: Sequence[Pin], has_room: bool, cut: Mapping[str, int]) -> tuple[str, ...]:
    """Return what may stand at a marker, best first; never a list of names.

    Where there is room that is the pôle's name, or both cities. `cut` counts how often a cut name occurs: one
    that could be several pôles says less than the city.
    """
    cities = list(dict.fromkeys(pin.city for pin in pins))
    if has_room and len(pins) == 1:
        name = _cut(pins[0].name)
        return (name, cities[0]) if name and cut[name] == 1 else (cities[0],)
    return ("/".join(cities),) if has_room and len(cities) == 2 else (cities[0],)


def _cut(name: str) -> str:
    """Return the name as a label, if need be its first words and three dots; empty when those say nothing."""
    if len(name) <= LONGEST_LABEL:
        return name
    words = name[: LONGEST_LABEL - 1].split(" ")[
        :-1
    ]  # the last one is not whole, or has no room for the dots
    while words and len(words[-1]) <= SMALL_WORD:
        words.pop()
    kept = " ".join(words)
    return f"{kept} …" if len(kept) >= SHORTEST_LABEL else ""


def _radius(pins: Sequence[Pin]) -> float:
    return MARKER_RADIUS if len(pins) == 1 else SHARED_RADIUS


Box = tuple[float, float, float, float]


def _around(x: float, y: float, radius: float) -> Box:
    return x - radius, y - radius, x + radius, y + radius


def _free_spot(
    x: float,
    y: float,
    radius: float,
    length: float,
    line: float,
    taken: Sequence[Box],
    width: int,
    height: int,
) -> tuple[tuple[float, float, str], Box] | None:
    gap = radius + 5
    candidates = [
        ((x + gap, y + 0.35 * line, "start"), (x + gap, y - line / 2, x + gap + length, y + line / 2)),
        ((x - gap, y + 0.35 * line, "end"), (x - gap - length, y - line / 2, x - gap, y + line / 2)),
        ((x, y - gap, "middle"), (x - length / 2, y - gap - line, x + length / 2, y - gap)),
        ((x, y + gap + 0.75 * line, "middle"), (x - length / 2, y + gap, x + length / 2, y + gap + line)),
    ]
    for (label_x, label_y, anchor), box in candidates:
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
        if inside and not any(_overlap(box, other) for other in taken):
            return (round(label_x, 1), round(label_y, 1), anchor), box
    return None


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
