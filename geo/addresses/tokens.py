"""Words of an address in one form: case, ё, dots and hyphens; not what they mean."""

import re
import unicodedata
from functools import lru_cache

from geo.addresses.words import SETTLEMENT_ALIASES, SETTLEMENT_OF, SETTLEMENT_TAILS

ISLAND = re.compile(r"\b(в)\.\s?о\b\.?|\b(п)\.\s?с\b\.?", re.IGNORECASE)
# Cyrillic й decomposes like an accented letter, and must not lose its breve.
SHORT_I = {"й": "\ue000", "Й": "\ue001"}


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case, ё as е, Latin letters without accents."""
    text = text.casefold().replace("ё", "е").replace("й", SHORT_I["й"])
    text = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
    return text.replace(SHORT_I["й"], "й")


def tokens(text: str) -> list[str]:
    """Folded words in order, without dots; hyphens, slashes and inner apostrophes stay inside a word."""
    return list(_tokens(text))


@lru_cache(maxsize=20_000)
def _tokens(text: str) -> tuple[str, ...]:
    text = ISLAND.sub(lambda found: " во " if found.group(1) else " пс ", fold(text))
    text = re.sub(
        r"\b(?:п\.\s?г\.\s?т|р\.\s?п|г\.\s?п|к\.\s?п|н\.\s?п)\b\.?",
        lambda f: re.sub(r"\W", "", f.group()),
        text,
    )
    return tuple(re.findall(r"№?[^\W_]+(?:[-/'’][^\W_]+)*", text))


def words_of(text: str) -> list[str]:
    """Folded words with hyphens taken apart, as keys hold them."""
    return [word for token in tokens(text) for word in re.split(r"[-/'’№]", token) if word]


def settlement_key(name: str) -> str:
    """Key of a settlement's name: no type word, ё as е, hyphens as spaces, known short names written out."""
    plain = fold(name).strip(" .")
    plain = fold(SETTLEMENT_ALIASES.get(plain, plain))
    words = tokens(plain)
    if len(words) > 1 and words[0] in SETTLEMENT_OF:
        words = words[1:]
    elif len(words) > 1 and words[-1] in SETTLEMENT_TAILS:
        words = words[:-1]
    return " ".join(word for token in words for word in re.split(r"[-/'’]", token) if word)[:200]
