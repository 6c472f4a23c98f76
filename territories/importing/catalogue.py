"""Codes of topics and categories given to an import, checked against the catalogue; not the catalogue itself."""

from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from django.apps import apps

from territories.errors import UnknownCode


def known_codes(noun: str) -> frozenset[str]:
    """Codes of the catalogue's `Topic` or `Category`; empty while no catalogue is loaded.

    The catalogue stands on a floor above: it is asked through Django's registry, at the edge of a command.
    """
    if not apps.is_installed("appeals"):
        return frozenset()
    return frozenset(apps.get_model("appeals", noun)._default_manager.values_list("code", flat=True))


def split_codes(text: str) -> tuple[str, ...]:
    """Codes between commas or semicolons, each once, in order."""
    parts = (part.strip() for part in text.replace(";", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def check_codes(codes: Iterable[str], known: Collection[str]) -> None:
    """Raises UnknownCode, naming the nearest known ones. An empty catalogue checks nothing."""
    for code in codes:
        if known and code not in known:
            raise UnknownCode(code=code, near=", ".join(nearest(code, known)))


def nearest(code: str, known: Collection[str]) -> Sequence[str]:
    """Up to five known codes that look like this one; the first of the alphabet when none does."""
    near = get_close_matches(code, known, n=5, cutoff=0.5)
    near += [
        other for other in sorted(known) if code and (code in other or other in code) and other not in near
    ]
    return near[:5] or sorted(known)[:5]
