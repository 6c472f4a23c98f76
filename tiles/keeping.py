"""How long tiles are kept: ETags, the server's own cache, compression; not how they are made (engine)."""

import gzip
import zlib
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache, caches

from accounts.types import PUBLIC
from analytics.types import Need
from appeals.selecting import canonical
from tiles.engine import tile_of
from tiles.layers import LAYERS
from tiles.types import TileRequest

# Bump it when the attributes or the drawing of any layer change: clients ask again.
FORMAT = 1
# Tiles that hold much are asked for often: they are packed tight, and once. The deep ones are packed fast.
TIGHT_TO_ZOOM = 12
KEPT_S = 600
SMALLEST_TO_COMPRESS = 150


@dataclass(frozen=True, slots=True)
class KeptTile:
    """A tile as it travels. body: compressed when `compressed`; empty for a tile that holds nothing."""

    body: bytes
    compressed: bool = False

    def for_client(self, *, gzip_welcome: bool) -> tuple[bytes, bool]:
        """Body and whether it is compressed."""
        if self.compressed and not gzip_welcome:
            return gzip.decompress(self.body), False
        if not self.compressed and gzip_welcome and len(self.body) >= SMALLEST_TO_COMPRESS:
            return _compressed(self.body, 1), True
        return self.body, self.compressed


def etag_of(request: TileRequest) -> str:
    """Weak ETag of a public tile: the layer's version and what was asked. Costs the version's query at most."""
    asked = (FORMAT, _version(request), *_asked(request))
    return f'W/"{sha256(repr(asked).encode()).hexdigest()[:24]}"'


def _version(request: TileRequest) -> str:
    """The layer's version, looked at once a second: a map asks for a dozen tiles at a time."""
    layer = LAYERS[request.layer]
    key = f"tile-version:{layer.name}:{request.tile.z}"
    known: str | None = cache.get(key)
    if known is None:
        known = layer.version(request.tile.z)
        cache.set(key, known, settings.TILE_VERSION_KEPT_S)
    return known


def public_tile(request: TileRequest, etag: str, *, gzip_welcome: bool) -> KeptTile:
    """A tile for the public, kept as it is wanted first. The ETag is the key, so that a change drops it."""
    if request.viewer != PUBLIC:
        raise ValueError("only the public's tiles are kept")
    kept: KeptTile | None = caches["tiles"].get(etag)
    if kept is not None:
        return kept
    body = tile_of(request)
    tight = request.tile.z <= TIGHT_TO_ZOOM
    if len(body) >= SMALLEST_TO_COMPRESS and (tight or gzip_welcome):
        made = KeptTile(_compressed(body, 6 if tight else 1), compressed=True)
    else:
        made = KeptTile(body)
    caches["tiles"].set(etag, made, KEPT_S)
    return made


def _asked(request: TileRequest) -> tuple[object, ...]:
    """All that tells one tile of the public from another."""
    return (
        request.layer,
        request.tile,
        canonical(request.selection),
        request.resolution,
        request.measure,
        canonical(request.asked.before) if request.asked.before else "",
        # What is overdue changes without any event.
        request.asked.now if Need.OVERDUE in request.asked.needs else "",
        request.kinds,
        request.collections,
    )


def _compressed(body: bytes, level: int) -> bytes:
    """gzip without the file's time, so that equal tiles are equal bytes."""
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()
