"""Files that GDAL reads (GeoJSON, Shapefile, spreadsheets…): layers, archives, encodings; not what rows mean."""

import warnings
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import pandas as pd
import pyogrio
from django.utils.translation import gettext as _

from geo.errors import GeoError, UnknownFormat, UnknownLayer, UnreadableFile

SPREADSHEETS = (".xlsx", ".ods")
# Else GDAL takes the first row for names only where a later one holds a number; registers often hold text alone.
NAMES_FIRST = {"HEADERS": "FORCE"}
TEXTS = (".geojson", ".json", ".geojsonl", ".geojsons", ".gml", ".kml")
# In the order in which they are looked for in an archive, where a Shapefile may have a .json beside it.
VECTOR = (".shp", ".gpkg", ".tab", ".mif", ".fgb", *TEXTS, *SPREADSHEETS)
PACKED = tuple(f"{ending}.gz" for ending in (*TEXTS, ".gpkg", ".fgb"))
MANY_LAYERS = (".gpkg", ".kml", ".gml", *SPREADSHEETS)
# Code pages by the mark in a .dbf; other marks are written by habit and say nothing of Russian tables.
DBF_MARK, DBF_ENCODINGS = 29, {0x26: "cp866", 0x65: "cp866", 0xC9: "cp1251"}


def is_vector(name: str) -> bool:
    """Whether a file name (lower case) is of a kind that `read_vector` opens."""
    return name.endswith((*VECTOR, *PACKED, ".zip"))


def read_vector(path: Path, *, encoding: str = "", layer: str = "") -> tuple[pd.DataFrame, list[str]]:
    """Rows of one layer, a GeoDataFrame when it has geometry, and the names of the layers left unread.

    Without a name it is the first layer with geometry, else the first. Several Shapefiles in one archive count as
    layers. Raises UnreadableFile, UnknownFormat, UnknownLayer.
    """
    address, layer, others = _in_archive(path, layer) if _is_zip(path) else (_address(path), layer, [])
    _refuse_torn(path)
    try:
        with warnings.catch_warnings():
            # What GDAL mutters about file names and rings says nothing that the report does not.
            warnings.simplefilter("ignore")
            if layer or address.lower().removesuffix(".gz").endswith(MANY_LAYERS):
                layer, others = _chosen(address, layer, path)
            return _read(address, encoding, layer), others
    except GeoError:
        raise
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as problem:
        raise UnreadableFile(path=path, why=_reason(problem)) from problem


def _is_zip(path: Path) -> bool:
    return path.name.lower().endswith(".zip")


def _address(path: Path) -> str:
    return f"/vsigzip/{path}" if path.name.lower().endswith(".gz") else str(path)


def _refuse_torn(path: Path) -> None:
    """Raises UnreadableFile for an empty file, and a Shapefile without its other files: GDAL would read it halfway."""
    if not path.stat().st_size:
        raise UnreadableFile(path=path, why=_("the file is empty"))
    if path.name.lower().endswith(".shp"):
        there = {other.suffix.lower() for other in path.parent.glob(f"{_escaped(path.stem)}.*")}
        lacks = [ending for ending in (".shx", ".dbf") if ending not in there]
        if lacks:
            told = _("a Shapefile is several files, and %(names)s is missing beside it")
            raise UnreadableFile(path=path, why=told % {"names": ", ".join(path.stem + end for end in lacks)})


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _in_archive(path: Path, layer: str) -> tuple[str, str, list[str]]:
    """What GDAL opens of an archive, the layer in it, and the other Shapefiles there; one may be named as the layer."""
    try:
        with ZipFile(path) as archive:
            names = [name for name in archive.namelist() if "__MACOSX" not in name and not name.endswith("/")]
    except BadZipFile as problem:
        raise UnreadableFile(path=path, why=_("it is damaged, or not what its name says")) from problem
    found = next(
        (same for ending in VECTOR if (same := [n for n in names if n.lower().endswith(ending)])), []
    )
    if not found:
        raise UnknownFormat(path=path)
    stems = [Path(name).stem for name in found]
    if len(found) == 1:
        return f"/vsizip/{path}/{found[0]}", "" if layer == stems[0] else layer, []
    if layer and layer not in stems:
        raise UnknownLayer(path=path, layer=layer, layers=", ".join(stems))
    place = stems.index(layer) if layer else 0
    return f"/vsizip/{path}/{found[place]}", "", [] if layer else [*stems[:place], *stems[place + 1 :]]


def _chosen(address: str, layer: str, path: Path) -> tuple[str, list[str]]:
    """(layer to read, layers left unread when none was named). Tables that QGIS keeps its styles in are no layers."""
    drawn = {str(name): kind for name, kind in pyogrio.list_layers(address) if name != "layer_styles"}
    if layer and layer not in drawn:
        raise UnknownLayer(path=path, layer=layer, layers=", ".join(drawn))
    first = next((name for name, kind in drawn.items() if kind), next(iter(drawn), ""))
    others = [name for name, kind in drawn.items() if name != first and bool(kind) == bool(drawn[first])]
    return (layer, []) if layer else (first, others)


def _read(address: str, encoding: str, layer: str) -> Any:
    """Shapefiles without a .cpg are UTF-8 or, from Russian software, Windows-1251, unless their .dbf is marked."""
    # A ring that does not close (NaN, cut coordinates) is no geometry of that row, not the end of the import.
    options: dict[str, Any] = {"on_invalid": "ignore", **({"layer": layer} if layer else {})}
    if address.lower().endswith(SPREADSHEETS):
        options |= NAMES_FIRST
    if encoding:
        return pyogrio.read_dataframe(address, encoding=encoding, **options)
    if not address.lower().endswith(".shp") or _has_cpg(address):
        return pyogrio.read_dataframe(address, **options)
    marked = _marked_encoding(address)
    try:
        return pyogrio.read_dataframe(address, encoding=marked or "utf-8", **options)
    except UnicodeDecodeError:
        return pyogrio.read_dataframe(address, encoding="cp1251", **options)


def _marked_encoding(address: str) -> str:
    table = Path(address).with_suffix(".dbf")
    if not table.exists():
        return ""
    with table.open("rb") as file:
        mark = file.read(DBF_MARK + 1)[DBF_MARK:]
    return DBF_ENCODINGS.get(mark[0], "") if mark else ""


def _has_cpg(address: str) -> bool:
    base = address[: -len(".shp")]
    if address.startswith("/vsizip/"):
        archive, _dot, inner = base.removeprefix("/vsizip/").partition(".zip/")
        with ZipFile(f"{archive}.zip") as entries:
            return any(entry.lower() == f"{inner}.cpg".lower() for entry in entries.namelist())
    return any(Path(base + ending).exists() for ending in (".cpg", ".CPG"))


def _reason(problem: Exception) -> str:
    text = str(problem)
    if "not recognized" in text or "not a database" in text:
        return _("it is damaged, or not what its name says")
    return text
