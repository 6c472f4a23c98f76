"""House numbers: the parts of «13 к2 лит. А» and their one canonical key; pure, not the street."""

import re
from dataclasses import dataclass

# Latin letters that look like Cyrillic ones are typed for them: both spellings are one key.
LOOKALIKES = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
# A letter belongs to the number unless it begins a part («28 к22», «5 с1») or a word.
_LETTER = (
    r"(?:(?!(?:[кслksl]|лит|стр|корп?|ст)[.\s]*\d|лит|стр|кор|к[.\s])[а-яa-z]{1,3}(?![а-яa-z.])"
    r"|\s?[-/\s](?![ксл][\s.])[а-яa-z](?![а-яa-z.\d]))?"
)
MAIN = re.compile(
    r"^(?:(?P<kind>вл(?:адение)?|уч(?:асток|-к)?|д(?:ом)?|зд(?:ание)?|соор(?:ужение)?|двлд|домовладение)(?![а-яa-z])[.\s]*)?"
    rf"(?:№|no\b|n\b|#)?\s*(?P<main>\d+{_LETTER}(?:\s?[/\\-]\s?\d+{_LETTER})*)",
    re.IGNORECASE,
)
PART = re.compile(
    r"(?<![а-яa-z])(?P<name>корпус|корп|кор|к|строение|строен|стр|ст|с|литера|литеры|литер|лит|л)"
    r"(?:[.\s:№]+|(?=\d)|(?=[а-яa-z]\d)|(?<=\dк)(?=[а-яa-z](?![а-яa-z]))|(?<=лит)|(?<=литер))"
    r"(?P<value>\d+[а-яёa-z]?(?:-\d+)?|[а-яёa-z]{1,3}\d{0,2}(?:-[а-яёa-z]\d?)?(?:\s*,\s*[а-яёa-z]\d{0,2}(?![а-яёa-z]))*)"
    r"(?![а-яёa-z\d])",
    re.IGNORECASE,
)
PART_KINDS = {"корп": "block", "кор": "block", "к": "block", "с": "building", "л": "letter"}
LETTERS = re.compile(r"^[^\W\d_]{1,3}$")
LETTER_ALONE = re.compile(r"^(?:д(?:ом)?[.\s]*)?([а-я])$", re.IGNORECASE)
PLOTS = {"вл": "вл", "владение": "вл", "уч": "уч", "участок": "уч", "уч-к": "уч"}


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """«13А к2 с1 литБ» in parts, upper case: main «13А», block «2», building «1», letter «Б».

    plot is «вл» or «уч» where the number names land instead of a house. Everything empty: no number.
    """

    main: str = ""
    block: str = ""
    building: str = ""
    letter: str = ""
    plot: str = ""

    @property
    def key(self) -> str:
        """The canonical spelling that the database compares; it begins with the main number's digits."""
        parts = (
            self.main,
            self.block and f"к{self.block}",
            self.building and f"с{self.building}",
            self.letter and f"лит{self.letter}",
            self.plot,
        )
        return " ".join(part for part in parts if part)[:60]

    @property
    def shown(self) -> str:
        """The number as people read it: «13 к. 2 лит. А»."""
        parts = (
            self.plot and f"{self.plot}.",
            self.main,
            self.block and f"к. {self.block}",
            self.building and f"стр. {self.building}",
            self.letter and f"лит. {self.letter}",
        )
        return " ".join(part for part in parts if part)[:60]

    @property
    def first(self) -> int | None:
        """The main number's leading digits: 13 of «13/15»."""
        digits = re.match(r"\d{1,6}", self.main)
        return int(digits.group()) if digits else None

    def __bool__(self) -> bool:
        return bool(self.main or self.block or self.building)


def parse_number(text: str) -> HouseNumber:
    """Parts of a house number in any spelling; an empty HouseNumber for text that holds none.

    A корпус or строение that is a bare letter is the letter: «д. 5, к. А» and «д. 5 лит. А» are one house.
    """
    text = _tidy(text)
    alone = LETTER_ALONE.match(text)
    if alone:
        return HouseNumber(_upper(alone.group(1)))
    main = MAIN.match(text)
    rest = text[main.end() :] if main else text
    found = {"block": "", "building": "", "letter": ""}
    for part in PART.finditer(rest):
        kind = PART_KINDS.get(part["name"].lower()[:4]) or PART_KINDS[part["name"].lower()[0]]
        value = _upper(part["value"])
        if kind != "letter" and all(LETTERS.match(letter) for letter in value.split(",")):
            kind = "letter"
        found[kind] = found[kind] or value
    if not main and found["block"]:
        # «Михайловский проезд, к63»: the block is all the number there is.
        return HouseNumber(found.pop("block"), **found)
    plot = PLOTS.get((main["kind"] or "").lower(), "") if main else ""
    if not plot and main and rest.endswith((" вл", " уч")):
        plot = rest[-2:]
    return HouseNumber(_upper(main["main"]) if main else "", plot=plot, **found)


def number_key(text: str) -> str:
    """Canonical key of a house number: «д. 13, корпус 2, лит. А» is «13 к2 литА»; empty for none."""
    return parse_number(text).key


def _tidy(text: str) -> str:
    text = re.sub(r"\([^)]*\)?", " ", text.replace("ё", "е").replace("Ё", "Е").replace('"', " "))
    # «к. Корпус 1», «стр. литера А»: the second word says what it is.
    text = re.sub(
        r"\b(?:к|корп|корпус|стр|с)[.\s]+(?=(?:корпус|корп|литера|литер|лит)\b)",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"^(?:д(?:ом)?[.\s]+)+(?=д(?:ом)?[.\s\d])", "", text.strip(), flags=re.IGNORECASE)
    return re.sub(r"\s+", " ", text.replace(";", ",")).strip(" ,.")


def _upper(text: str) -> str:
    text = re.sub(r"\s", "", text.replace("\\", "/"))
    return re.sub(r"(?<=\d)[-/](?=[^\W\d_])", "", text).upper().translate(LOOKALIKES)
