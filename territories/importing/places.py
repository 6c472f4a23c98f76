"""Finding an area by what a person writes: code, name, ОКТМО or collection; not by coordinates (queries)."""

import re
from collections import defaultdict
from datetime import date

import shapely
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from territories.errors import AmbiguousArea, UnknownArea
from territories.importing.grounds import Ground
from territories.models import Area, Boundary, BoundaryVersion, Collection
from territories.surroundings import municipality


class AreaBook:
    """All areas by code, `collection/code`, ОКТМО and name, read once; those in force are called as they are today."""

    def __init__(self) -> None:
        self._by_word: list[dict[str, set[int]]] = [defaultdict(set) for _kind in range(4)]
        self._names: dict[int, str] = {}
        current = BoundaryVersion.objects.in_force(timezone.localdate())
        boundaries = Boundary.objects.filter(version__in=current)
        today = {pk: words for pk, *words in boundaries.values_list("area_id", "oktmo", "name")}
        rows = Area.objects.values_list("pk", "collection__slug", "kind", "code", "oktmo", "name")
        for pk, collection, kind, code, *words in rows:
            oktmo, name = today.get(pk, words)
            self._names[pk] = f"{collection}/{code}"
            full, codes, numbers, names = self._by_word
            full[_plain(f"{collection}/{code}")].add(pk)
            full[_plain(f"{collection}/{kind}/{code}")].add(pk)
            codes[_plain(code)].add(pk)
            if oktmo:
                numbers[oktmo_digits(oktmo)].add(pk)
            names[_plain(name)].add(pk)
        self._drawn = set(today)

    def find(self, text: str) -> int:
        """Id of the one area meant. Raises UnknownArea, AmbiguousArea."""
        digits = oktmo_digits(text)
        words = (_plain(text), _plain(text), digits if len(digits) >= 8 else "", _plain(text))
        for by_word, word in zip(self._by_word, words, strict=True):
            found = by_word.get(word, set()) if word else set()
            # An area that no map shows today gives way to one that is shown.
            found = (found & self._drawn) or found
            if len(found) == 1:
                return next(iter(found))
            if found:
                raise AmbiguousArea(area=text, found=", ".join(sorted(self._names[pk] for pk in found)))
        raise UnknownArea(area=text)


def ground_of(text: str) -> BaseGeometry:
    """Polygon (EPSG:4326) named by `--within`: a collection (all of it) or an area in force, else its newest.

    text: slug or name of a collection; code, `collection/code`, ОКТМО or name of an area. Raises UnknownArea,
    AmbiguousArea.
    """
    home = (
        Collection.objects.filter(slug=text).first() or Collection.objects.filter(name__iexact=text).first()
    )
    if home is not None:
        version = home.versions.exclude(state="discarded").order_by("state", "-number").first()
        boundaries = Boundary.objects.filter(version=version)
    else:
        newest = Boundary.objects.filter(area_id=AreaBook().find(text)).order_by(
            "version__state", "-version__number"
        )
        boundaries = newest[:1]
    polygons = [shapely.from_wkb(bytes(boundary.geom.wkb)) for boundary in boundaries]
    if not polygons:
        raise UnknownArea(area=text)
    ground: BaseGeometry = shapely.union_all(polygons)
    return ground


def ground_asked(text: str, *, on: date) -> Ground:
    """Where rows may lie that are to stay `--within` what the text names, empty: anywhere. Raises as `ground_of`."""
    return Ground(within=ground_of(text) if text else None, known=municipality(on=on))


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").split())


def oktmo_digits(text: str) -> str:
    """An ОКТМО stands as 40301000, 40-301-000-000 or 40 301 000: the zeros at the end say nothing."""
    return re.sub(r"\D", "", text)[:11].rstrip("0") if re.fullmatch(r"[\d\s\-.]+", text.strip()) else ""
