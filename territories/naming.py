"""Names of organisations: one key for all spellings of one company, words for kinds; pure, not the register."""

import hashlib
import re
from dataclasses import dataclass

from territories.types import OrganisationKind

# Longer forms stand before those they contain.
LEGAL_FORMS = {
    "общество с ограниченной ответственностью": "ооо",
    "публичное акционерное общество": "пао",
    "непубличное акционерное общество": "ао",
    "закрытое акционерное общество": "зао",
    "открытое акционерное общество": "оао",
    "акционерное общество": "ао",
    "товарищество собственников жилья": "тсж",
    "товарищество собственников недвижимости": "тсн",
    "жилищно строительный кооператив": "жск",
    "индивидуальный предприниматель": "ип",
    "федеральное государственное унитарное предприятие": "фгуп",
    "государственное унитарное предприятие": "гуп",
    "муниципальное унитарное предприятие": "муп",
    "федеральное государственное бюджетное учреждение": "фгбу",
    "государственное бюджетное учреждение": "гбу",
    "государственное казенное учреждение": "гку",
    "муниципальное бюджетное учреждение": "мбу",
    "муниципальное казенное учреждение": "мку",
}
FORMS = frozenset(LEGAL_FORMS.values()) | {"жк", "нко", "ано"}
# Owners of one house or street: their names are common words, and they serve nobody else.
OWNERS_FORMS = frozenset({"тсж", "тсн", "жск", "жк"})
SHORT_WORDS = {
    "управляющая компания": "ук",
    "управляющая организация": "уо",
    "жилищно коммунальный сервис": "жкс",
    "жилкомсервис": "жкс",
}
# Shorter than the column, which may hold an ИНН behind the key of a namesake.
KEY_MAX = 230
# Latin letters that look like Cyrillic ones: «OOO "ЖКС"» is typed so in real registers.
LOOKALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")
CYRILLIC = re.compile("[а-я]")
LATIN = re.compile("[a-z]")


@dataclass(frozen=True, slots=True)
class NameKey:
    """form: legal form («ооо»), empty when the name has none. core: the words of the name itself."""

    form: str
    core: str

    def __str__(self) -> str:
        """What is stored and compared; of a name longer than the column the end becomes a digest of the whole."""
        whole = f"{self.form} {self.core}".strip()
        if len(whole) <= KEY_MAX:
            return whole
        return f"{whole[: KEY_MAX - 17]} {hashlib.sha256(whole.encode()).hexdigest()[:16]}"


def name_key(name: str) -> NameKey:
    """Key of a name: quotes, case, spaces, ё, №, long and short legal forms and their place do not matter."""
    text = re.sub(r"[^\w]+|_", " ", name.lower().replace("ё", "е").replace("№", " "))
    text = " ".join(_cyrillic(word) for word in text.split())
    for long, short in {**LEGAL_FORMS, **SHORT_WORDS}.items():
        text = re.sub(rf"\b{long}\b", short, text)
    # «ЖКС N 1», «ЖКС no 1» and «ЖКС1» are the same as «ЖКС 1».
    text = re.sub(r"\b(n|no)\s+(?=\d)", "", text)
    text = re.sub(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])", " ", text)
    words = text.split()
    form = next((word for word in (*words[:1], *words[-1:]) if word in FORMS), "")
    if form and len(words) > 1:
        words.pop(0 if words[0] == form else -1)
        return NameKey(form, " ".join(words))
    return NameKey("", " ".join(words))


def is_form_alone(name: str) -> bool:
    """Whether a name says only what kind of company it is: «ТСЖ» is nobody, and everybody."""
    key = name_key(name)
    return not key.form and key.core in FORMS


def _cyrillic(word: str) -> str:
    """A word typed with Latin look-alikes among Cyrillic letters, or a legal form typed in them, as meant."""
    meant = word.translate(LOOKALIKES)
    if LATIN.search(meant):
        return word
    return meant if CYRILLIC.search(word) or meant in FORMS else word


KIND_WORDS = {
    "администрация": OrganisationKind.AUTHORITY,
    "орган власти": OrganisationKind.AUTHORITY,
    "власть": OrganisationKind.AUTHORITY,
    "омсу": OrganisationKind.AUTHORITY,
    "отдел": OrganisationKind.DEPARTMENT,
    "департамент": OrganisationKind.DEPARTMENT,
    "управление": OrganisationKind.DEPARTMENT,
    "комитет": OrganisationKind.DEPARTMENT,
    "подразделение": OrganisationKind.DEPARTMENT,
    "ук": OrganisationKind.MANAGEMENT_COMPANY,
    "управляющая компания": OrganisationKind.MANAGEMENT_COMPANY,
    "управляющая организация": OrganisationKind.MANAGEMENT_COMPANY,
    "тсж": OrganisationKind.MANAGEMENT_COMPANY,
    "жск": OrganisationKind.MANAGEMENT_COMPANY,
    "рсо": OrganisationKind.RESOURCE_SUPPLIER,
    "ресурсоснабжающая организация": OrganisationKind.RESOURCE_SUPPLIER,
    "водоканал": OrganisationKind.RESOURCE_SUPPLIER,
    "оператор тко": OrganisationKind.WASTE_OPERATOR,
    "регоператор": OrganisationKind.WASTE_OPERATOR,
    "региональный оператор": OrganisationKind.WASTE_OPERATOR,
    "перевозчик тко": OrganisationKind.WASTE_OPERATOR,
    "тко": OrganisationKind.WASTE_OPERATOR,
    "дорожная служба": OrganisationKind.ROAD_SERVICE,
    "дороги": OrganisationKind.ROAD_SERVICE,
    "подрядчик": OrganisationKind.CONTRACTOR,
    "другое": OrganisationKind.OTHER,
    "прочее": OrganisationKind.OTHER,
}


def kind_of(word: str) -> OrganisationKind | None:
    """Kind named by its code («management_company», also with spaces or hyphens) or in Russian («УК»)."""
    plain = " ".join(re.sub(r"[\s_\-]+", " ", word.strip().lower().replace("ё", "е")).split())
    try:
        return OrganisationKind(plain.replace(" ", "_"))
    except ValueError:
        return KIND_WORDS.get(plain)


TRANSLITERATION = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e iu ia".split(),
        strict=True,
    )
)


def code_from_name(name: str) -> str:
    """Code of an area whose file gives none: the name in Latin letters, at most 60; the same name, the same code.

    A name without a Latin or Cyrillic letter or a digit becomes a digest of itself.
    """
    letters = "".join(TRANSLITERATION.get(letter, letter) for letter in name.lower()).replace("_", "")
    code = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if not code:
        return hashlib.sha256(name.encode()).hexdigest()[:12]
    if len(code) > 60:
        return f"{code[:50]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return code
