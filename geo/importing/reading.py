"""Files of features and tables into one shape; not what the rows mean. Geometry comes out in EPSG:4326, lon/lat."""

from pathlib import Path
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from django.utils.translation import gettext as _
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.errors import (
    MissingCrs,
    MissingField,
    NotDegrees,
    NotMetres,
    UnknownFormat,
    UnknownSrid,
    UnreadableFile,
)
from geo.importing.antimeridian import cut_at_antimeridian
from geo.importing.checking import check_point as check_point
from geo.importing.checking import check_points as check_points
from geo.importing.checking import shared_points as shared_points
from geo.importing.delimited import read_delimited
from geo.importing.vector import is_vector, read_vector

WGS84 = 4326
LON_NAMES = ("lon", "lng", "long", "longitude", "x", "долгота", "geo_lon", "coord_x")
LAT_NAMES = ("lat", "latitude", "y", "широта", "geo_lat", "coord_y")
WKT_NAMES = ("wkt", "geometry", "geom", "the_geom", "wkb_geometry")
DELIMITED = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")
PARQUET = (".parquet", ".geoparquet")
# Degrees never reach this; metres of a projection nearly always do.
PLAINLY_NOT_DEGREES = 1000.0
PLAINLY_NOT_METRES = 180.0


def read_table(
    path: Path | str,
    *,
    srid: int | None = None,
    lon_field: str = "",
    lat_field: str = "",
    encoding: str = "",
    layer: str = "",
) -> gpd.GeoDataFrame:
    """Rows of a CSV(.gz), GeoJSON, GeoPackage, Shapefile (also zipped), Parquet file or spreadsheet.

    The index is the row number (1 is the first row of data); column `geometry` is in EPSG:4326, None where
    a row has none, polygons across the 180th meridian cut there; a delimited file's other columns are text as
    written; `attrs["unread_layers"]` names the layers that nobody asked for. srid: the file's coordinate system
    when it names none, or names a wrong one. Tables without geometry take lon_field and lat_field, or columns
    with a usual name, or WKT. Raises UnreadableFile, UnknownFormat, UnknownLayer, MissingCrs, NotDegrees, NotMetres,
    UnknownSrid, MissingField.
    """
    path = Path(path)
    if not path.is_file():
        raise UnreadableFile(path=path, why=_("there is no such file"))
    table, unread = _read_rows(path, encoding, layer)
    require_fields(table, lon_field, lat_field)
    drawn = _is_drawn(table)
    frame = _named_geometry(table) if drawn else _with_points(_undrawn(table), lon_field, lat_field)
    if frame.empty:
        raise UnreadableFile(path=path, why=_("it holds no rows"))
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    frame = _to_wgs84(frame, path, srid, plain=not drawn)
    frame.attrs["unread_layers"] = unread
    return frame


def _read_rows(path: Path, encoding: str, layer: str) -> tuple[pd.DataFrame, list[str]]:
    """The file's rows, a GeoDataFrame when its format holds geometry, and the layers left unread."""
    name = path.name.lower()
    if name.endswith(DELIMITED):
        return read_delimited(path, encoding=encoding), []
    if name.endswith(PARQUET):
        return _read_parquet(path), []
    if is_vector(name):
        return read_vector(path, encoding=encoding, layer=layer)
    raise UnknownFormat(path=path)


def require_fields(frame: pd.DataFrame, *names: str) -> None:
    """Raises MissingField for the first name (empty ones are passed over) that is no column."""
    for name in names:
        if name and name not in frame.columns:
            fields = ", ".join(str(column) for column in frame.columns if column != "geometry")
            raise MissingField(field=name, fields=fields)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The frame's rows as mappings by column; every reader here names columns by text."""
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def cell_text(value: Any) -> str:
    """A cell as trimmed text: nothing for None and NaN, `12` for 12.0."""
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, float | np.floating):
        if np.isnan(value):
            return ""
        return str(int(value)) if float(value).is_integer() else str(value)
    return str(value).strip()


def row_values(row: Any) -> dict[str, str]:
    """A frame's row (mapping or Series) as text per column, without its geometry: what `--refused` shows."""
    return {str(name): cell_text(value) for name, value in row.items() if name != "geometry"}


def _read_parquet(path: Path) -> pd.DataFrame:
    try:
        return gpd.read_parquet(path)
    except ValueError:
        # A plain Parquet file: no "geo" metadata.
        return _plain_parquet(path)
    except OSError as problem:
        raise UnreadableFile(path=path, why=problem) from problem


def _plain_parquet(path: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(path)
    except (OSError, ValueError) as problem:
        raise UnreadableFile(path=path, why=problem) from problem


def _with_points(frame: pd.DataFrame, lon_field: str, lat_field: str) -> gpd.GeoDataFrame:
    """Geometry of a plain table: named columns, else columns with a usual name, else WKT, else none."""
    lon = lon_field or _usual(frame, LON_NAMES)
    lat = lat_field or _usual(frame, LAT_NAMES)
    wkt = _usual(frame, WKT_NAMES)
    if lon and lat:
        geometry = _points(_numbers(frame[lon]), _numbers(frame[lat]))
    elif wkt:
        geometry = _parsed(frame[wkt])
        frame = frame.drop(columns=[wkt])
    else:
        geometry = np.full(len(frame), None, dtype=object)
    # PostGIS writes the coordinate system before the text: SRID=32637;POINT(…).
    srids = set(shapely.get_srid(geometry)[~shapely.is_missing(geometry)].tolist()) - {0}
    return gpd.GeoDataFrame(
        frame, geometry=list(geometry), crs=_crs(srids.pop()) if len(srids) == 1 else None
    )


def _usual(frame: pd.DataFrame, names: tuple[str, ...]) -> str:
    by_lower = {str(column).strip().lower(): str(column) for column in frame.columns}
    return next((by_lower[name] for name in names if name in by_lower), "")


def _numbers(column: "pd.Series[Any]") -> "np.ndarray[Any, np.dtype[np.float64]]":
    """Numbers of a column, NaN where there is none; a decimal comma is understood."""
    text = column.map(cell_text).str.replace(",", ".", regex=False).str.replace(" ", "", regex=False)
    return pd.to_numeric(text, errors="coerce").to_numpy(dtype=float)


def _points(
    lons: "np.ndarray[Any, np.dtype[np.float64]]", lats: "np.ndarray[Any, np.dtype[np.float64]]"
) -> "np.ndarray[Any, np.dtype[np.object_]]":
    points = np.full(len(lons), None, dtype=object)
    given = ~(np.isnan(lons) | np.isnan(lats))
    points[given] = shapely.points(lons[given], lats[given])
    return points


def _parsed(column: "pd.Series[Any]") -> "np.ndarray[Any, np.dtype[np.object_]]":
    """Geometry from WKT, WKB (hex or bytes) or GeoJSON cells; None where a cell holds none of them."""
    return np.array([_parse_cell(value) for value in column], dtype=object)


def _parse_cell(value: Any) -> Any:
    if isinstance(value, bytes):
        return shapely.from_wkb(value, on_invalid="ignore")
    text = cell_text(value)
    if not text:
        return None
    if text.startswith("{"):
        return shapely.from_geojson(text, on_invalid="ignore")
    srid, _semicolon, plain = (
        text.removeprefix("SRID=").partition(";") if text.startswith("SRID=") else ("0", "", text)
    )
    parsed: Any = shapely.from_wkt(plain, on_invalid="ignore")
    if parsed is None:
        return shapely.from_wkb(text, on_invalid="ignore")
    return shapely.set_srid(parsed, int(srid)) if srid.isdigit() else parsed


def _is_drawn(table: pd.DataFrame) -> bool:
    return isinstance(table, gpd.GeoDataFrame) and not bool(table.geometry.isna().all())


def _undrawn(table: pd.DataFrame) -> pd.DataFrame:
    """Without a column of geometry that holds none: the points may stand in other columns."""
    return (
        pd.DataFrame(table.drop(columns=table.geometry.name))
        if isinstance(table, gpd.GeoDataFrame)
        else table
    )


def _named_geometry(table: pd.DataFrame) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(table)
    return frame if frame.geometry.name == "geometry" else frame.rename_geometry("geometry")


def _to_wgs84(frame: gpd.GeoDataFrame, path: Path, srid: int | None, *, plain: bool) -> gpd.GeoDataFrame:
    """plain: the coordinates stand in columns of a table, where degrees need no mention."""
    frame = frame.set_geometry(shapely.force_2d(frame.geometry.to_numpy()), crs=frame.crs)
    crs = _crs(srid) if srid is not None else _own_crs(frame)
    if crs is None and not plain:
        raise MissingCrs(path=path)
    if crs is not None and crs.is_projected:
        _refuse_degrees(frame, path, crs)
    else:
        _refuse_metres(frame, path)
    frame = frame.set_crs(crs or WGS84, allow_override=True)
    frame = frame if frame.crs == WGS84 else frame.to_crs(WGS84)
    return frame.set_geometry(cut_at_antimeridian(frame.geometry.to_numpy()), crs=WGS84)


def _crs(srid: int) -> CRS:
    try:
        crs = CRS.from_epsg(srid)
    except CRSError as problem:
        raise UnknownSrid(srid=srid) from problem
    if not (crs.is_geographic or crs.is_projected):
        raise UnknownSrid(srid=srid)
    return crs


def _own_crs(frame: gpd.GeoDataFrame) -> CRS | None:
    """The file's coordinate system; None for one that lies nowhere on the earth, such as a plan of a building site."""
    crs = frame.crs
    return crs if crs is not None and (crs.is_geographic or crs.is_projected) else None


def _refuse_metres(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Raises NotDegrees when most coordinates are too large for degrees; a few are single impossible rows."""
    if (_largest(frame) > PLAINLY_NOT_DEGREES).mean() > 0.5:
        raise NotDegrees(path=path)


def _refuse_degrees(frame: gpd.GeoDataFrame, path: Path, crs: CRS) -> None:
    """Raises NotMetres when most coordinates lie where no projection has any land: within degrees of its origin."""
    if (_largest(frame) <= PLAINLY_NOT_METRES).mean() > 0.5:
        raise NotMetres(path=path, crs=crs.name)


def _largest(frame: gpd.GeoDataFrame) -> "np.ndarray[Any, np.dtype[np.float64]]":
    """Of each geometry that is there the largest coordinate, without its sign; one NaN for none at all."""
    bounds = frame.geometry.bounds.to_numpy()
    known = bounds[~np.isnan(bounds).any(axis=1)]
    return np.abs(known).max(axis=1) if len(known) else np.full(1, np.nan)
