"""Which areas a key of a file means: by ОКТМО, by code, or by name; not how the file is read."""

import re
from collections import defaultdict
from collections.abc import Sequence
from difflib import get_close_matches
from enum import StrEnum

from django.utils.translation import gettext as _

from analytics.importing.reasons import Refused, RefusedKey
from territories.errors import UnknownArea
from territories.importing.places import oktmo_digits
from territories.models import Area, Boundary, Collection


class Join(StrEnum):
    """What stands in the key column."""

    OKTMO = "oktmo"
    CODE = "code"
    NAME = "name"


# Words of the kind, which one table writes and another leaves out or abbreviates.
KIND_WORDS = frozenset(
    "муниципальный муниципального муниципальное район р н городской округ округа образование мо го мр город г"
    " внутригородское внутригородская территория поселение сельское поселок п".split()
)
SUGGESTED, ALIKE = 2, 0.7


class Matcher:
    """Areas by key, read once. collection: the slug of the only one that is looked in, empty: all of them.

    One ОКТМО in several collections is one place drawn several times, and each of them is meant; a code or name that
    several areas have says nothing. Raises UnknownArea for a collection that is not there.
    """

    def __init__(self, join: Join, collection: str = "") -> None:
        if collection and not Collection.objects.filter(slug=collection).exists():
            raise UnknownArea(area=collection)
        self._join = join
        self._by_key: dict[str, set[int]] = defaultdict(set)
        self._by_bare: dict[str, set[int]] = defaultdict(set)
        self.names: dict[int, str] = {}
        areas = Area.objects.filter(collection__slug=collection) if collection else Area.objects.all()
        for pk, slug, code, name, oktmo in areas.values_list(
            "pk", "collection__slug", "code", "name", "oktmo"
        ):
            self.names[pk] = name
            for key in {Join.OKTMO: (oktmo,), Join.CODE: (code, f"{slug}/{code}"), Join.NAME: (name,)}[join]:
                self._add(pk, key)
        # A version may call an area, or number it, otherwise than the newest does.
        if join != Join.CODE:
            for pk, word in Boundary.objects.filter(area__in=areas).values_list("area_id", join.value):
                self._add(pk, word)

    def find(self, key: str) -> frozenset[int]:
        """Ids of the areas meant, at least one. Raises RefusedKey, with what is written nearly so."""
        found = self._by_key.get(self._plain(key), set())
        if not found and self._join == Join.NAME:
            found = self._by_bare.get(bare_name(key), set())
        if not found:
            raise RefusedKey(Refused.UNKNOWN_AREA, self._with_suggestions(key))
        if len(found) > 1 and self._join != Join.OKTMO:
            names = ", ".join(sorted(self.names[pk] for pk in found))
            raise RefusedKey(Refused.AMBIGUOUS_AREA, f"{key} — {names}")
        return frozenset(found)

    def find_any(self, keys: Sequence[str]) -> frozenset[int]:
        """Areas of the first of several codes of one place that is known. Raises RefusedKey of the first code."""
        known = next((key for key in keys if self._by_key.get(self._plain(key))), keys[0])
        return self.find(known)

    def _add(self, pk: int, key: str) -> None:
        if plain := self._plain(key):
            self._by_key[plain].add(pk)
        if self._join == Join.NAME and (bare := bare_name(key)):
            self._by_bare[bare].add(pk)

    def _plain(self, key: str) -> str:
        return oktmo_digits(key) if self._join == Join.OKTMO else plain_name(key)

    def _with_suggestions(self, key: str) -> str:
        """The key, and names written nearly like it; numbers that look alike are other places."""
        if self._join != Join.NAME:
            return key
        near = get_close_matches(bare_name(key), self._by_bare, SUGGESTED, ALIKE)
        names = sorted({self.names[pk] for word in near for pk in self._by_bare[word]})
        return _("%(key)s; nearly so: %(names)s") % {"key": key, "names": ", ".join(names)} if names else key


def plain_name(name: str) -> str:
    """A name without case, ё, quotes, hyphens and the order of spaces."""
    return " ".join(re.sub(r"[^\w/]+", " ", name.lower().replace("ё", "е")).split())


def bare_name(name: str) -> str:
    """A name without the words of its kind: «Лужский муниципальный район» and «Лужский р-н» are the same."""
    words = plain_name(name).split()
    return " ".join(word for word in words if word not in KIND_WORDS) or " ".join(words)
