"""MapLibre styles of the basemap, built by the front end, with this site's absolute addresses; no style of ours."""

import json
from pathlib import Path, PurePosixPath
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from tiles.errors import StyleNotBuilt, UnknownStyle

STYLES = ("light", "dark")
FOLDER = PurePosixPath("web/dist/styles")


def style(name: str, origin: str, attribution: str) -> dict[str, Any]:
    """The style with absolute addresses of tiles and fonts. origin: scheme and host. Raises TileError's children."""
    if name not in STYLES:
        raise UnknownStyle
    document = _template(name)
    for source in document.get("sources", {}).values():
        source["tiles"] = [f"{origin}{path}" if path.startswith("/") else path for path in source["tiles"]]
        if attribution:
            source["attribution"] = attribution
    for faces in document.get("font-faces", {}).values():
        for face in faces:
            face["url"] = _font(face["url"], origin)
    return document


def _template(name: str) -> dict[str, Any]:
    path = finders.find(str(FOLDER / f"{name}.json"))
    if not path:
        raise StyleNotBuilt
    document: dict[str, Any] = json.loads(Path(str(path)).read_text(encoding="utf-8"))
    return document


def _font(url: str, origin: str) -> str:
    """A path relative to the style becomes the static file's own address, with its hash where names have one."""
    if url.startswith(("/", "http")):
        return url
    static = staticfiles_storage.url(str(_resolved(FOLDER / url)))
    return static if static.startswith("http") else f"{origin}{static}"


def _resolved(path: PurePosixPath) -> PurePosixPath:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return PurePosixPath(*parts)
