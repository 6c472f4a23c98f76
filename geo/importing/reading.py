"""Files of features and tables into one shape; not what the rows mean. Geometry comes out in EPSG:4326, lon/lat."""

from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.errors import MissingCrs, MissingField, NotDegrees, UnknownFormat, UnknownSrid, UnreadableFile
from geo.importing.checking import check_point as check_point
from geo.importing.checking import check_points as check_points
from geo.importing.checking import shared_points as shared_points
from geo.importing.delimited import read_delimited

WGS84 = 4326
LON_NAMES = ("lon", "lng", "long", "longitude", "x", "долгота", "geo_lon", "coord_x")
LAT_NAMES = ("lat", "latitude", "y", "широта", "geo_lat", "coord_y")
WKT_NAMES = ("wkt", "geometry", "geom", "the_geom", "wkb_geometry")
DELIMITED = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")
PARQUET = (".parquet", ".geoparquet")
VECTOR = (
    ".geojson",
    ".json",
    ".geojsonl",
    ".gpkg",
    ".shp",
    ".fgb",
    ".gml",
    ".kml",
    ".tab",
    ".zip",
    ".geojson.gz",
)
# Degrees never reach this; metres of a projection nearly always do.
PLAINLY_NOT_DEGREES = 1000.0


def read_table(
    path: Path | str,
    *,
    srid: int | None = None,
    lon_field: str = "",
    lat_field: str = "",
    encoding: str = "",
    layer: str = "",
) -> gpd.GeoDataFrame:
    """Rows of a CSV(.gz), GeoJSON, GeoPackage, Shapefile (also zipped) or Parquet file.

    The index is the row number (1 is the first row of data); column `geometry` is in EPSG:4326, None where
    a row has none; a delimited file's other columns are text as written. srid: the file's coordinate system
    when it names none, or names a wrong one. Tables without geometry take lon_field and lat_field, or columns
    with a usual name, or WKT. Raises UnreadableFile, UnknownFormat, MissingCrs, NotDegrees, UnknownSrid,
    MissingField.
    """
    path = Path(path)
    name = path.name.lower()
    if not path.exists():
        raise UnreadableFile(path=path, why="no such file")
    if name.endswith(DELIMITED):
        frame = _with_points(read_delimited(path, encoding=encoding), lon_field, lat_field)
    elif name.endswith(PARQUET):
        frame = _read_parquet(path, lon_field, lat_field)
    elif name.endswith(VECTOR):
        frame = _read_vector(path, encoding, layer)
    else:
        raise UnknownFormat(path=path)
    frame = _named_geometry(frame)
    if frame.empty and list(frame.columns) == ["geometry"]:
        raise UnreadableFile(path=path, why="it holds no rows")
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    return _to_wgs84(frame, path, srid)


def require_fields(frame: pd.DataFrame, *names: str) -> None:
    """Raises MissingField for the first name (empty ones are passed over) that is no column."""
    for name in names:
        if name and name not in frame.columns:
            fields = ", ".join(str(column) for column in frame.columns if column != "geometry")
            raise MissingField(field=name, fields=fields)


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


def _read_parquet(path: Path, lon_field: str, lat_field: str) -> gpd.GeoDataFrame:
    try:
        return gpd.read_parquet(path)
    except ValueError:
        # A plain Parquet file: no "geo" metadata.
        return _with_points(_plain_parquet(path), lon_field, lat_field)
    except OSError as problem:
        raise UnreadableFile(path=path, why=problem) from problem


def _plain_parquet(path: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(path)
    except (OSError, ValueError) as problem:
        raise UnreadableFile(path=path, why=problem) from problem


def _read_vector(path: Path, encoding: str, layer: str) -> gpd.GeoDataFrame:
    address = _inside_archive(path)
    # A ring that does not close (NaN, cut coordinates) is no geometry of that row, not the end of the import.
    options: dict[str, Any] = {"on_invalid": "ignore", **({"layer": layer} if layer else {})}
    try:
        frame = _read_with_encoding(address, encoding, options)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as problem:
        raise UnreadableFile(path=path, why=problem) from problem
    if not isinstance(frame, gpd.GeoDataFrame):
        return gpd.GeoDataFrame(frame, geometry=np.full(len(frame), None, dtype=object), crs=WGS84)
    return frame


def _inside_archive(path: Path) -> str:
    """What GDAL opens: a Shapefile may lie in a folder of its archive."""
    name = path.name.lower()
    if name.endswith(".gz"):
        return f"/vsigzip/{path}"
    if not name.endswith(".zip"):
        return str(path)
    try:
        with ZipFile(path) as archive:
            inner = [entry for entry in archive.namelist() if entry.lower().endswith(VECTOR)]
    except BadZipFile as problem:
        raise UnreadableFile(path=path, why=problem) from problem
    if not inner:
        raise UnknownFormat(path=path)
    return f"/vsizip/{path}/{inner[0]}"


def _read_with_encoding(address: str, encoding: str, options: dict[str, Any]) -> Any:
    """Shapefiles without a .cpg are UTF-8 or, from Russian software, Windows-1251."""
    if encoding:
        return pyogrio.read_dataframe(address, encoding=encoding, **options)
    if not address.lower().endswith(".shp") or _has_cpg(address):
        return pyogrio.read_dataframe(address, **options)
    try:
        return pyogrio.read_dataframe(address, encoding="utf-8", **options)
    except UnicodeDecodeError:
        return pyogrio.read_dataframe(address, encoding="cp1251", **options)


def _has_cpg(address: str) -> bool:
    base = address[: -len(".shp")]
    if address.startswith("/vsizip/"):
        archive, _dot, inner = base.removeprefix("/vsizip/").partition(".zip/")
        with ZipFile(f"{archive}.zip") as entries:
            return any(entry.lower() == f"{inner}.cpg".lower() for entry in entries.namelist())
    return any(Path(base + ending).exists() for ending in (".cpg", ".CPG"))


def _with_points(frame: pd.DataFrame, lon_field: str, lat_field: str) -> gpd.GeoDataFrame:
    """Geometry of a plain table: named columns, else columns with a usual name, else WKT, else none."""
    require_fields(frame, lon_field, lat_field)
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
    return gpd.GeoDataFrame(frame, geometry=list(geometry))


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
    parsed: Any = shapely.from_wkt(
        text.partition(";")[2] if text.startswith("SRID=") else text, on_invalid="ignore"
    )
    return parsed if parsed is not None else shapely.from_wkb(text, on_invalid="ignore")


def _named_geometry(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame if frame.geometry.name == "geometry" else frame.rename_geometry("geometry")


def _to_wgs84(frame: gpd.GeoDataFrame, path: Path, srid: int | None) -> gpd.GeoDataFrame:
    frame = frame.set_geometry(shapely.force_2d(frame.geometry.to_numpy()), crs=frame.crs)
    if srid is not None:
        frame = frame.set_crs(_crs(srid), allow_override=True)
    elif _says_nothing(frame, path):
        raise MissingCrs(path=path)
    elif frame.crs is None or frame.crs.is_geographic:
        _refuse_metres(frame, path)
        frame = frame.set_crs(frame.crs or WGS84)
    return frame if frame.crs == WGS84 else frame.to_crs(WGS84)


def _crs(srid: int) -> CRS:
    try:
        return CRS.from_epsg(srid)
    except CRSError as problem:
        raise UnknownSrid(srid=srid) from problem


def _says_nothing(frame: gpd.GeoDataFrame, path: Path) -> bool:
    """A file whose format can name a coordinate system, but that names none. Text tables mean degrees."""
    drawn = not bool(shapely.is_missing(frame.geometry.to_numpy()).all())
    return frame.crs is None and drawn and not path.name.lower().endswith(DELIMITED)


def _refuse_metres(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Raises NotDegrees when most coordinates are too large for degrees; a few are single impossible rows."""
    bounds = frame.geometry.bounds.to_numpy()
    known = bounds[~np.isnan(bounds).any(axis=1)]
    if len(known) and (np.abs(known).max(axis=1) > PLAINLY_NOT_DEGREES).mean() > 0.5:
        raise NotDegrees(path=path)
