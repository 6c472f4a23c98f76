"""Appeals as GeoJSON built in the database: public place and public text, whoever looks; not which appeals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.utils import timezone
from django.utils.translation import get_language

from appeals.types import STATE_GROUPS
from geo import sql

_STATES = sorted(STATE_GROUPS)
_GROUPS = [STATE_GROUPS[state].value for state in _STATES]


@dataclass(frozen=True, slots=True)
class Page:
    """Features of one page as JSON text, in order, and where the next page starts (None: nowhere)."""

    features: str
    number_returned: int
    number_matched: int | None = None
    next_cursor: str | None = None

    def body(self, next_link: str | None = None) -> bytes:
        """The FeatureCollection in UTF-8; `links.next` is the address of the next page, null on the last."""
        matched = f'"numberMatched":{self.number_matched},' if self.number_matched is not None else ""
        link = orjson.dumps(next_link).decode()
        return (
            f'{{"type":"FeatureCollection",{matched}"numberReturned":{self.number_returned},'
            f'"links":{{"next":{link}}},"features":{self.features}}}'
        ).encode()

    def items(self) -> list[dict[str, Any]]:
        """The features' properties, each with its `lon` and `lat` in degrees, for templates."""
        found: list[dict[str, Any]] = orjson.loads(self.features)
        return [
            {
                **feature["properties"],
                "lon": feature["geometry"]["coordinates"][0],
                "lat": feature["geometry"]["coordinates"][1],
            }
            for feature in found
        ]


def features_of(appeal_ids: Sequence[int], distances_m: Sequence[float | None] | None = None) -> str:
    """JSON array of features in the order of the ids, each with its distance where there are any.

    Names come in the current language.
    """
    params = {
        "ids": list(appeal_ids),
        "distances_m": list(distances_m or [None] * len(appeal_ids)),
        "states": _STATES,
        "groups": _GROUPS,
        "english": get_language() == "en",
        "today": timezone.localdate(),
    }
    ((text,),) = sql.rows("appeals", "features", params)
    return str(text)
