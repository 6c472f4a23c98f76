"""Which OSM tags make which Shortbread feature: tables and pure rules; not geometry.

Source: the Shortbread vector tile schema 1.0 (shortbread-tiles.org/schema/1.0). The ocean layer is not made:
extracts of a town have no closed coastline.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Tags = Mapping[str, str]
Values = dict[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One feature to draw: layer, attributes, first zoom, rank (smaller comes first)."""

    layer: str
    min_zoom: int
    tags: Values = field(default_factory=dict)
    rank: int = 0


# highway=… → (first zoom, rank).
ROADS: dict[str, tuple[int, int]] = {
    "motorway": (5, 0),
    "trunk": (6, 1),
    "primary": (8, 2),
    "secondary": (9, 3),
    "tertiary": (10, 4),
    "unclassified": (12, 5),
    "residential": (12, 5),
    "busway": (12, 5),
    "living_street": (12, 6),
    "pedestrian": (12, 6),
    "service": (13, 7),
    "track": (13, 8),
    "cycleway": (13, 8),
    "footway": (13, 9),
    "path": (13, 9),
    "steps": (13, 9),
}
ROAD_ALIASES = {"road": "unclassified", "bridleway": "path", "corridor": "footway"}
RAILWAYS = {
    "rail": 8,
    "light_rail": 10,
    "narrow_gauge": 10,
    "subway": 10,
    "tram": 10,
    "funicular": 10,
    "monorail": 10,
}
AERIALWAYS = frozenset(
    "cable_car gondola goods chair_lift drag_lift t-bar j-bar platter rope_tow magic_carpet".split()
)
STREET_LABEL_ZOOM = {"motorway": 10, "trunk": 10, "primary": 11, "secondary": 12, "tertiary": 12}

# Land: (key, value) → (kind, first zoom).
LAND: dict[tuple[str, str], tuple[str, int]] = {
    **{
        ("landuse", kind): (kind, 10)
        for kind in "residential industrial commercial retail railway landfill".split()
    },
    **{("landuse", kind): (kind, 10) for kind in "brownfield greenfield farmyard farmland".split()},
    **{
        ("landuse", kind): (kind, 11)
        for kind in "grass meadow orchard vineyard allotments village_green".split()
    },
    **{
        ("landuse", kind): (kind, 11)
        for kind in "recreation_ground greenhouse_horticulture plant_nursery".split()
    },
    **{("landuse", kind): (kind, 11) for kind in ("quarry", "garages")},
    **{("leisure", kind): (kind, 11) for kind in "garden park golf_course playground miniature_golf".split()},
    **{("natural", kind): (kind, 11) for kind in "heath scrub grassland bare_rock scree shingle".split()},
    **{("wetland", kind): (kind, 11) for kind in "bog marsh wet_meadow swamp string_bog".split()},
    ("landuse", "forest"): ("forest", 7),
    ("natural", "wood"): ("forest", 7),
    ("natural", "sand"): ("sand", 10),
    ("natural", "beach"): ("beach", 10),
    ("natural", "wetland"): ("swamp", 11),
    ("landuse", "cemetery"): ("cemetery", 13),
    ("amenity", "grave_yard"): ("grave_yard", 13),
}
SITES: dict[tuple[str, str], str] = {
    **{
        ("amenity", kind): kind
        for kind in "university hospital prison parking bicycle_parking school college".split()
    },
    ("leisure", "sports_centre"): "sports_center",
    ("landuse", "construction"): "construction",
    ("military", "danger_area"): "danger_area",
}
WATER: dict[tuple[str, str], str] = {
    ("natural", "water"): "water",
    ("natural", "glacier"): "glacier",
    ("landuse", "reservoir"): "reservoir",
    ("landuse", "basin"): "basin",
    ("waterway", "riverbank"): "river",
    ("waterway", "dock"): "dock",
    ("waterway", "canal"): "canal",
}
WATER_LINES = {"river": 9, "canal": 9, "stream": 14, "ditch": 14, "drain": 14}
PLACES = {
    "city": 6,
    "town": 7,
    "village": 10,
    "hamlet": 10,
    "suburb": 10,
    "quarter": 10,
    "neighbourhood": 10,
    "isolated_dwelling": 10,
    "farm": 10,
    "island": 10,
    "locality": 10,
}
PLACE_ORDER = {kind: order for order, kind in enumerate(PLACES)}
PIERS = frozenset({"pier", "breakwater", "groyne"})
TRANSPORT: dict[tuple[str, str], tuple[str, int]] = {
    ("aeroway", "aerodrome"): ("aerodrome", 11),
    ("aeroway", "helipad"): ("helipad", 13),
    ("railway", "station"): ("station", 13),
    ("railway", "halt"): ("halt", 13),
    ("railway", "tram_stop"): ("tram_stop", 14),
    ("highway", "bus_stop"): ("bus_stop", 14),
    ("amenity", "bus_station"): ("bus_station", 13),
    ("amenity", "ferry_terminal"): ("ferry_terminal", 12),
    ("aerialway", "station"): ("aerialway_station", 13),
}
# A thing with one of these tags is a point of interest unless another layer draws it.
POI_KEYS = ("amenity", "shop", "tourism", "leisure", "historic", "man_made", "emergency", "office", "highway")
NOT_POIS: dict[str, frozenset[str]] = {
    "amenity": frozenset(
        "parking_space parking_entrance bicycle_parking parking grave_yard bus_station".split()
    ),
    "leisure": frozenset({"garden", "park", "common", "track"}),
    "man_made": frozenset("pier breakwater groyne bridge embankment cutline pipeline".split()),
    "highway": frozenset(ROADS)
    | frozenset("crossing bus_stop street_lamp traffic_signals turning_circle".split()),
    "historic": frozenset({"yes", "building"}),
}
POI_HIGHWAYS = frozenset({"emergency_access_point", "speed_camera"})
POI_EXTRA = (
    "cuisine",
    "religion",
    "denomination",
    "sport",
    "vending",
    "information",
    "recycling:glass_bottles",
)


def names(tags: Tags) -> Values:
    """Names in the languages that the styles read; a missing one is left out."""
    wanted = {"name": "name", "name_ru": "name:ru", "name_en": "name:en", "name_de": "name:de"}
    return {column: tags[key] for column, key in wanted.items() if tags.get(key)}


def first_match(table: Mapping[tuple[str, str], object], tags: Tags) -> tuple[str, str] | None:
    """The first (key, value) of the tags that a table knows."""
    return next((pair for pair in table if tags.get(pair[0]) == pair[1]), None)


def flag(tags: Tags, key: str) -> bool:
    return tags.get(key, "no") not in {"no", "", "false"}


def of_line(tags: Tags, *, closed: bool) -> list[Drawn]:
    """Features of a way drawn as a line. closed: the way is a ring, which `area=yes` makes an area instead."""
    if closed and tags.get("area") == "yes":
        return []
    drawn = _road(tags) + _railway(tags) + _water_line(tags)
    if tags.get("waterway") == "dam":
        drawn.append(Drawn("dam_lines", 12, {"kind": "dam"}))
    if tags.get("man_made") in PIERS and not closed:
        drawn.append(Drawn("pier_lines", 12, {"kind": tags["man_made"]}))
    if tags.get("aerialway") in AERIALWAYS:
        drawn.append(Drawn("aerialways", 12, {"kind": tags["aerialway"], **names(tags)}))
    if tags.get("route") == "ferry":
        drawn.append(Drawn("ferries", 10, {"kind": "ferry", **names(tags)}))
    return drawn


def _road(tags: Tags) -> list[Drawn]:
    value = tags.get("highway", "")
    link = value.endswith("_link")
    kind = ROAD_ALIASES.get(value, value.removesuffix("_link"))
    if kind not in ROADS or tags.get("area") == "yes":
        return []
    zoom, rank = ROADS[kind]
    attributes: Values = {"kind": kind, **_way_attributes(tags)}
    if link:
        attributes["link"] = True
    for key in ("surface", "tracktype", "service", "bicycle", "horse"):
        if tags.get(key):
            attributes[key] = tags[key]
    drawn = [Drawn("streets", max(zoom, 12) if link else zoom, attributes, rank)]
    label = {key: tags[key] for key in ("ref",) if tags.get(key)}
    if (tags.get("name") or label) and not link:
        texts: Values = {"kind": kind, **names(tags), **label}
        if label:
            rows = label["ref"].split(";")
            texts |= {"ref_rows": len(rows), "ref_cols": max(map(len, rows))}
        drawn.append(Drawn("street_labels", STREET_LABEL_ZOOM.get(kind, 14), texts, rank))
    return drawn


def _railway(tags: Tags) -> list[Drawn]:
    kind = tags.get("railway", "")
    if kind not in RAILWAYS:
        return []
    attributes: Values = {"kind": kind, "rail": True, **_way_attributes(tags)}
    if tags.get("service"):
        attributes["service"] = tags["service"]
    return [
        Drawn("streets", max(RAILWAYS[kind], 12) if tags.get("service") else RAILWAYS[kind], attributes, 3)
    ]


def _way_attributes(tags: Tags) -> Values:
    attributes: Values = {key: True for key in ("tunnel", "bridge") if flag(tags, key)}
    if tags.get("oneway") in {"yes", "1", "true"}:
        attributes["oneway"] = True
    if tags.get("oneway") == "-1":
        attributes["oneway_reverse"] = True
    return attributes


def _water_line(tags: Tags) -> list[Drawn]:
    kind = tags.get("waterway", "")
    if kind not in WATER_LINES:
        return []
    shown = "ditch" if kind == "drain" else kind
    drawn = [Drawn("water_lines", WATER_LINES[kind], {"kind": shown, **_way_attributes(tags)})]
    if tags.get("name"):
        drawn.append(Drawn("water_lines_labels", max(12, WATER_LINES[kind]), {"kind": shown, **names(tags)}))
    return drawn


def of_area(tags: Tags, *, size_m2: float) -> list[Drawn]:
    """Features of an area drawn as a polygon. size_m2: on the ground; large ones come first and from farther out."""
    drawn: list[Drawn] = []
    rank = -min(int(size_m2), 2_000_000_000)
    water = first_match(WATER, tags)
    if water:
        kind = (
            tags["water"] if tags.get("water") in {"river", "canal", "reservoir", "basin"} else WATER[water]
        )
        drawn.append(Drawn("water_polygons", _size_zoom(size_m2, 4), {"kind": kind, "way_area": -rank}, rank))
    elif flag(tags, "building"):
        drawn.append(Drawn("buildings", 14, {}, rank))
    else:
        drawn += _land(tags, rank)
    if (
        tags.get("highway") in {"pedestrian", "service", "footway", "living_street"}
        and tags.get("area") == "yes"
    ):
        kind = "pedestrian" if tags["highway"] == "footway" else tags["highway"]
        drawn.append(Drawn("street_polygons", 11, {"kind": kind, "surface": tags.get("surface", "")}, rank))
    if tags.get("aeroway") in {"runway", "taxiway"}:
        drawn.append(Drawn("street_polygons", 11, {"kind": tags["aeroway"]}, rank))
    if tags.get("man_made") == "bridge":
        drawn.append(Drawn("bridges", 12, {"kind": "bridge"}))
    if tags.get("man_made") in PIERS:
        drawn.append(Drawn("pier_polygons", 12, {"kind": tags["man_made"]}))
    if tags.get("waterway") == "dam":
        drawn.append(Drawn("dam_polygons", 12, {"kind": "dam"}))
    return drawn


def _land(tags: Tags, rank: int) -> list[Drawn]:
    drawn: list[Drawn] = []
    land = first_match(LAND, tags)
    if land:
        kind, zoom = LAND[land]
        drawn.append(Drawn("land", zoom, {"kind": kind}, rank))
    site = first_match(SITES, tags)
    if site:
        drawn.append(Drawn("sites", 14, {"kind": SITES[site]}, rank))
    return drawn


def of_point(tags: Tags, *, of_area_m2: float = 0.0) -> list[Drawn]:
    """Features drawn as a point, of a node or of a point inside an area (of_area_m2 on the ground)."""
    drawn: list[Drawn] = []
    if tags.get("addr:housenumber") or tags.get("addr:housename"):
        attributes: Values = {
            column: tags[key]
            for column, key in (("housenumber", "addr:housenumber"), ("housename", "addr:housename"))
            if tags.get(key)
        }
        drawn.append(Drawn("addresses", 14, attributes))
    drawn += _place(tags) + _transport(tags) + _poi(tags)
    if of_area_m2 and first_match(WATER, tags) and tags.get("name"):
        kind = WATER[first_match(WATER, tags) or ("natural", "water")]
        zoom = max(_size_zoom(of_area_m2, 4), 10)
        drawn.append(Drawn("water_polygons_labels", zoom, {"kind": kind, **names(tags)}, -int(of_area_m2)))
    if of_area_m2 and tags.get("highway") in {"pedestrian", "service"} and tags.get("name"):
        drawn.append(Drawn("streets_polygons_labels", 14, {"kind": tags["highway"], **names(tags)}))
    if tags.get("highway") == "motorway_junction":
        texts: Values = {"kind": "motorway_junction", **names(tags)}
        drawn.append(
            Drawn("street_labels_points", 12, {**texts, **({"ref": tags["ref"]} if tags.get("ref") else {})})
        )
    return drawn


def _place(tags: Tags) -> list[Drawn]:
    kind = tags.get("place", "")
    if kind not in PLACES or not tags.get("name"):
        return []
    digits = "".join(letter for letter in tags.get("population", "") if letter.isdigit())[:9]
    population = int(digits) if digits else {"city": 100_000, "town": 5_000, "village": 100}.get(kind, 10)
    zoom, shown = PLACES[kind], kind
    if tags.get("capital") == "yes" and kind == "city":
        zoom, shown = 4, "capital"
    elif tags.get("capital") == "4":
        zoom, shown = 4, "state_capital"
    attributes: Values = {"kind": shown, "population": population, **names(tags)}
    return [Drawn("place_labels", zoom, attributes, -population)]


def _transport(tags: Tags) -> list[Drawn]:
    found = first_match(TRANSPORT, tags)
    if not found:
        return []
    kind, zoom = TRANSPORT[found]
    extra: Values = {"iata": tags["iata"]} if tags.get("iata") else {}
    return [Drawn("public_transport", zoom, {"kind": kind, **names(tags), **extra})]


def _poi(tags: Tags) -> list[Drawn]:
    if first_match(TRANSPORT, tags):
        return []
    kinds: Values = {
        key: tags[key]
        for key in POI_KEYS
        if tags.get(key)
        and tags[key] not in NOT_POIS.get(key, frozenset())
        and (key != "highway" or tags[key] in POI_HIGHWAYS)
    }
    if not kinds:
        return []
    extra: Values = {key: tags[key] for key in POI_EXTRA if tags.get(key)}
    return [Drawn("pois", 14, {**kinds, **extra, **names(tags)})]


def _size_zoom(size_m2: float, lowest: int) -> int:
    """First zoom at which an area is some four pixels wide, but not before `lowest`."""
    zoom, limit = 14, 4_000.0
    while zoom > lowest and size_m2 > limit * 4:
        zoom, limit = zoom - 1, limit * 4
    return zoom
