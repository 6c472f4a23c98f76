"""How long tiles are kept: ETags, the server's own cache, compression; not how they are made (engine)."""

import gzip
import zlib
from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import cache

from accounts.types import PUBLIC
from appeals.selecting import canonical
from tiles.engine import tile_of
from tiles.layers import LAYERS
from tiles.types import TileRequest

# Bump it when the attributes or the drawing of any layer change: clients ask again.
FORMAT = 1
# Tiles that hold much and change little are worth the memory; of the deep ones only the heavy, since a light one is
# made anew about as fast as found.
KEPT_TO_ZOOM = 12
HEAVY = 20_000
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
    """Weak ETag of a public tile: the layer's version and what was asked. Costs the version's query alone."""
    asked = (FORMAT, LAYERS[request.layer].version(request.tile.z), *_asked(request))
    return f'W/"{sha256(repr(asked).encode()).hexdigest()[:24]}"'


def public_tile(request: TileRequest, etag: str) -> KeptTile:
    """A tile for the public, from the cache where it is kept. The ETag is the key, so that a change drops it."""
    if request.viewer != PUBLIC:
        raise ValueError("only the public's tiles are kept")
    key = f"tile:{etag[3:-1]}"
    kept: KeptTile | None = cache.get(key)
    if kept is not None:
        return kept
    body = tile_of(request)
    if request.tile.z > KEPT_TO_ZOOM:
        made = KeptTile(body)
        worth = len(body) >= HEAVY
    else:
        small = len(body) < SMALLEST_TO_COMPRESS
        made, worth = KeptTile(body if small else _compressed(body, 6), not small), True
    if worth:
        cache.set(key, made, KEPT_S)
    return made


def _asked(request: TileRequest) -> tuple[object, ...]:
    """All that tells one tile of the public from another."""
    return (
        request.layer,
        request.tile,
        canonical(request.selection),
        request.resolution,
        request.metric,
        request.kinds,
        request.collections,
    )


def _compressed(body: bytes, level: int) -> bytes:
    """gzip without the file's time, so that equal tiles are equal bytes."""
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()
