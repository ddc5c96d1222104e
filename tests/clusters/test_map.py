"""The map of France: the projection, and markers and labels that never cover each other."""

import itertools
import json
import math
import re
from pathlib import Path

import pytest
from django.conf import settings

from clusters.map import LABEL_SIZE, LETTER_WIDTH, LIST_ANCHOR, MARKER_RADIUS, Pin, draw, lambert93, project

CITIES = {  # the register's and some at the edges: latitude, longitude, code of the region
    "Paris": (48.85341, 2.3488, "IDF"),
    "Lyon": (45.74846, 4.84671, "ARA"),
    "Grenoble": (45.17869, 5.71479, "ARA"),
    "Illkirch-Graffenstaden": (48.52894, 7.71523, "GES"),
    "Nantes": (47.21725, -1.55336, "PDL"),
    "Loos": (50.60982, 3.01874, "HDF"),
    "Toulouse": (43.60426, 1.44367, "OCC"),
    "Montpellier": (43.61093, 3.87635, "OCC"),
    "Aix-en-Provence": (43.5283, 5.44973, "PAC"),
    "Rennes": (48.11109, -1.67431, "BRE"),
    "Caen": (49.18585, -0.35912, "NOR"),
    "Bordeaux": (44.84044, -0.5805, "NAQ"),
    "Dijon": (47.31667, 5.01667, "BFC"),
    "Orléans": (47.90289, 1.90389, "CVL"),
    "Corte": (42.3063, 9.1508, "COR"),
}


def pin(city, name="", address="/somewhere/", **place):
    latitude, longitude, _region = CITIES.get(city, (0, 0, ""))
    return Pin(
        name or f"Pôle {city}",
        city,
        place.get("latitude", latitude),
        place.get("longitude", longitude),
        address,
    )


def rings(path):
    """Read the outline as lists of points: `M` begins one, `l` goes on from the point before."""
    for part in path.split("M")[1:]:
        numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", part)]
        x, y = numbers[:2]
        ring = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        yield ring


def contains(path, x, y):
    inside = False
    for ring in rings(path):
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


def test_the_projection_gives_the_mapping_agencys_value_for_paris():
    easting, northing = lambert93(48.8566, 2.3522)
    assert (round(easting), round(northing)) == (652469, 6862035)


@pytest.mark.parametrize(("city", "place"), CITIES.items())
def test_a_city_lies_within_its_own_region_and_no_other(city, place):
    latitude, longitude, region = place
    x, y = project(latitude, longitude)
    assert [shape.code for shape in draw([]).shapes if contains(shape.path, x, y)] == [region]


def box(marker):
    length = len(marker.label) * LETTER_WIDTH * LABEL_SIZE
    left = {"start": 0.0, "end": length, "middle": length / 2}[marker.anchor]
    x, y = marker.label_x - left, marker.label_y - 0.75 * LABEL_SIZE
    return x, y, x + length, y + LABEL_SIZE


def overlap(one, other):
    return one[0] < other[2] - 1 and other[0] < one[2] - 1 and one[1] < other[3] - 1 and other[1] < one[3] - 1


def every_city():
    """A pôle in each city of the register, and some more in the big ones, which come first."""
    places = Path(settings.BASE_DIR) / "fixtures" / "register" / "20-places.json"
    cities = [
        record["fields"]
        for record in json.loads(places.read_text(encoding="utf-8"))
        if record["model"] == "clusters.city"
    ]
    return [
        Pin(
            f"Pôle {number} {city['name']}",
            city["name"],
            float(city["latitude"]),
            float(city["longitude"]),
            f"/{number}/",
        )
        for number, city in enumerate([*cities, *cities[:8], *cities[:3]])
    ]


@pytest.mark.parametrize(
    ("pins", "labels"), [([pin(city) for city in CITIES], 14), (every_city(), 20)], ids=["few", "many"]
)
def test_labels_stay_on_the_sheet_and_clear_of_each_other_and_of_the_markers(pins, labels):
    france = draw(pins)
    labelled = [marker for marker in france.markers if marker.anchor]
    assert len(labelled) >= labels
    for marker in labelled:
        left, top, right, bottom = box(marker)
        assert left >= 0
        assert top >= -1
        assert right <= france.width
        assert bottom <= france.height + LABEL_SIZE / 4
    for one, other in itertools.combinations(labelled, 2):
        assert not overlap(box(one), box(other)), (one.label, other.label)
    for marker, other in itertools.permutations(labelled, 2):
        dot = (
            other.x - other.radius,
            other.y - other.radius,
            other.x + other.radius,
            other.y + other.radius,
        )
        assert not overlap(box(marker), dot), (marker.label, other.label)


def test_however_many_poles_each_is_under_one_marker_and_no_two_markers_touch():
    pins = every_city()
    markers = draw(pins).markers
    assert sorted(one.name for marker in markers for one in marker.pins) == sorted(one.name for one in pins)
    for one, other in itertools.combinations(markers, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) >= 2 * MARKER_RADIUS


def test_a_shared_marker_lies_at_the_busiest_of_its_places_and_bears_its_name():
    crowd = [pin("Loos", f"Sud {number}") for number in range(3)]
    others = [pin(city) for city in CITIES if city != "Loos"]
    lille = pin("Lille", "Nord", latitude=50.63391, longitude=3.05512)
    [shared] = [marker for marker in draw([lille, *crowd, *others]).markers if marker.is_shared]
    assert (shared.label, len(shared.pins)) == ("Loos", 4)
    assert (shared.x, shared.y) == project(*CITIES["Loos"][:2])


@pytest.mark.parametrize(
    ("places", "found_by"),
    [
        ([("Lyon", "Rhône"), ("Lyon", "Rhône")], "Lyon"),
        ([("Lyon", "Rhône"), ("Villeurbanne", "Rhône")], "Rhône"),
        ([("Belfort", "Bourgogne"), ("Mulhouse", "Alsace")], ""),
    ],
)
def test_a_shared_marker_knows_what_to_search_for(places, found_by):
    [marker] = draw(Pin("Pôle", city, 45.75, 4.85, "/a/", region) for city, region in places).markers
    assert marker.place == found_by


def test_two_cities_of_one_pole_on_its_card_lead_nowhere():
    near = {"latitude": 45.76601, "longitude": 4.8795}
    [marker] = draw([pin("Lyon", address=""), pin("Villeurbanne", address="", **near)]).markers
    assert marker.address == ""


def test_poles_of_one_city_share_a_marker_that_leads_to_the_list():
    france = draw([pin("Lyon", "Alpha", "/a/"), pin("Lyon", "Beta", "/b/"), pin("Nantes", "Gamma", "/c/")])
    shared, single = sorted(france.markers, key=lambda marker: -len(marker.pins))
    assert (shared.label, shared.names, shared.cities) == ("Lyon", "Alpha, Beta", "Lyon")
    assert shared.address == LIST_ANCHOR
    assert (single.label, single.address) == ("Gamma", "/c/")


def test_cities_that_would_cover_each_other_share_a_marker():
    lille = pin("Lille", "Nord", latitude=50.63391, longitude=3.05512)
    [marker] = draw([lille, pin("Loos", "Sud")]).markers
    assert (marker.label, len(marker.pins)) == ("Lille/Loos", 2)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Lyonbiopôle Auvergne-Rhône-Alpes", "Lyonbiopôle …"),
        ("Pôle des industries de la mer et des bateaux", "Pôle des industries …"),
        ("Pôle Aéronautique-et-Espace du Sud", "Nantes"),
        ("Onafscheidelijkverbondenheid", "Nantes"),
    ],
)
def test_a_long_name_is_cut_at_a_word_or_gives_way_to_the_city(name, label):
    [marker] = draw([pin("Nantes", name)]).markers
    assert marker.label == label


def test_a_cut_name_that_could_be_two_poles_gives_way_to_their_cities():
    sea, wood = (f"Pôle des industries {what}" for what in ("maritimes", "forestières"))
    labels = {marker.label for marker in draw([pin("Nantes", sea), pin("Lyon", wood)]).markers}
    assert labels == {"Nantes", "Lyon"}


def test_a_pole_overseas_is_left_to_the_list():
    assert draw([pin("Saint-Denis", latitude=-20.88231, longitude=55.4504)]).markers == ()


def test_the_regions_asked_for_stand_out():
    assert [shape.code for shape in draw([], regions=["BRE", "XXX"]).shapes if shape.active] == ["BRE"]
