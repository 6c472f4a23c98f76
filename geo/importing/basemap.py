"""Writing basemap features in the Shortbread schema in bulk; not where they come from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from geo.models import BasemapFeature, Source
from geo.sql import copy_rows

COLUMNS = ("layer", "min_zoom", "max_zoom", "tags", "rank", "geom_3857", "source_id")
MERCATOR = 3857


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: layer and tags as Shortbread names them (`kind`, `name`, `name_en`, …).

    geom_3857: shapely, Web-Mercator metres. Drawn at min_zoom…max_zoom (14 also serves closer views).
    rank: smaller is drawn first, so that what a tile cannot hold is dropped from the end.
    """

    layer: str
    geom_3857: BaseGeometry
    tags: Mapping[str, Any] = field(default_factory=dict)
    min_zoom: int = 14
    max_zoom: int = 14
    rank: int = 0


def write_features(source: Source, features: Iterable[Feature], *, replace: bool = True) -> int:
    """COPY the features of a source, in place of what it had unless replace is off; answers how many.

    Needs a transaction: readers see the old features until it ends.
    """
    if replace:
        BasemapFeature.objects.filter(source=source).delete()
    rows = (
        (
            feature.layer,
            feature.min_zoom,
            feature.max_zoom,
            orjson.dumps(dict(feature.tags)).decode(),
            feature.rank,
            shapely.to_wkb(shapely.set_srid(feature.geom_3857, MERCATOR), hex=True, include_srid=True),
            source.pk,
        )
        for feature in features
    )
    return copy_rows(BasemapFeature._meta.db_table, COLUMNS, rows)
