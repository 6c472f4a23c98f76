"""Simplified copies of boundaries, neighbours together; writes them once per boundary version."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import connection, transaction

from geo.tilegrid import HALF_WORLD_M
from territories.models import Boundary, BoundaryVersion
from tiles.models import AreaShape

# Each band serves the zooms above the one before, down to half a pixel of its own finest zoom.
BANDS = (14, 12, 10, 8, 6, 4, 2)
PIXELS_PER_TILE = 512
LOCK = 0x6D65746B


def band_of(zoom: int) -> int:
    """The coarsest band that is fine enough for a zoom."""
    return min(band for band in BANDS if band >= zoom)


def ensure_shapes(on: date) -> int:
    """Simplify every version in force that has no shapes yet; returns how many it did. Opens a transaction.

    Several processes may ask at once: one works, the others wait for it.
    """
    if not _missing(on):
        return 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        missing = _missing(on)
        for version_id in missing:
            _shape_version(version_id)
    return len(missing)


def _missing(on: date) -> list[int]:
    versions = BoundaryVersion.objects.in_force(on).filter(
        pk__in=Boundary.objects.filter(shapes=None).values("version_id")
    )
    return list(versions.values_list("pk", flat=True))


def _shape_version(version_id: int) -> None:
    """Areas of one kind are one coverage: they share borders, areas of different kinds overlap."""
    boundaries = Boundary.objects.filter(version_id=version_id).order_by("area__kind", "pk")
    rows = boundaries.values_list("area__kind", "pk", "geom")
    for _kind, group in groupby(rows, key=lambda row: row[0]):
        _shape_coverage([(pk, geom) for _, pk, geom in group])


def _shape_coverage(boundaries: Iterable[tuple[int, GEOSGeometry]]) -> None:
    keys, shapes = zip(*boundaries, strict=True)
    current = _mercator(shapely.from_wkb([bytes(shape.wkb) for shape in shapes]))
    for band in BANDS:
        tolerance_m = 2 * HALF_WORLD_M / (PIXELS_PER_TILE << band) / 2
        simpler = shapely.coverage_simplify(current, tolerance_m)
        # A sliver may vanish altogether; it keeps its finer shape and costs nothing on the map.
        current = np.where(shapely.is_empty(simpler), current, simpler)
        AreaShape.objects.bulk_create(
            [
                AreaShape(boundary_id=key, max_zoom=band, geom_3857=_multi(shape))
                for key, shape in zip(keys, current, strict=True)
            ],
            ignore_conflicts=True,
            batch_size=200,
        )


def _mercator(shapes: np.ndarray) -> np.ndarray:
    """EPSG:3857 of degrees; latitudes beyond the map's square are cut to it."""

    def project(places: np.ndarray) -> np.ndarray:
        lat = np.radians(np.clip(places[:, 1], -85.06, 85.06))
        east = places[:, 0] / 180 * HALF_WORLD_M
        north = np.arcsinh(np.tan(lat)) / np.pi * HALF_WORLD_M
        return np.column_stack([east, north])

    return np.asarray(shapely.transform(shapes, project))


def _multi(shape: shapely.Geometry) -> MultiPolygon:
    collected = shapely.multipolygons(shapely.get_parts(shape))
    found = GEOSGeometry(shapely.to_wkb(collected, hex=True), srid=3857)
    if not isinstance(found, MultiPolygon):
        raise TypeError
    return found
