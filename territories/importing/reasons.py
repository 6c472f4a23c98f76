"""Why rows of areas, organisations and zones are refused; the words of geo.importing stand beside these."""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from geo.importing.report import MESSAGES


class Refused(StrEnum):
    NO_NAME = "no_name"
    NO_GEOMETRY = "no_geometry"
    NOT_A_POLYGON = "not_a_polygon"
    DUPLICATE_CODE = "duplicate_code"
    LONG_CODE = "long_code"
    UNKNOWN_PARENT = "unknown_parent"
    PARENT_CIRCLE = "parent_circle"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_AREA = "unknown_area"
    UNKNOWN_CATEGORY = "unknown_category"
    BAD_INN = "bad_inn"
    BAD_EMAIL = "bad_email"
    NO_ORGANISATION = "no_organisation"
    BAD_DATE = "bad_date"
    UNKNOWN_HOUSE = "unknown_house"
    UNKNOWN_ADDRESS = "unknown_address"
    UNKNOWN_ORGANISATION = "unknown_organisation"
    LATER_CONTRACT = "later_contract"
    NO_CODE = "no_code"
    BAD_NUMBER = "bad_number"
    BAD_WASTE = "bad_waste"
    BAD_WEEKDAYS = "bad_weekdays"
    ENDS_EARLY = "ends_early"
    BAD_TEMPERATURE = "bad_temperature"
    DUPLICATE_DAY = "duplicate_day"


WORDS: dict[str, Any] = {
    Refused.NO_NAME: _("no name"),
    Refused.NO_GEOMETRY: _("no geometry"),
    Refused.NOT_A_POLYGON: _("not a polygon"),
    Refused.DUPLICATE_CODE: _("the code stands twice"),
    Refused.LONG_CODE: _("the code has more than 80 characters"),
    Refused.UNKNOWN_PARENT: _("unknown parent"),
    Refused.PARENT_CIRCLE: _("its parents lead back to itself"),
    Refused.UNKNOWN_KIND: _("unknown kind of organisation"),
    Refused.UNKNOWN_AREA: _("unknown area"),
    Refused.UNKNOWN_CATEGORY: _("unknown category"),
    Refused.BAD_INN: _("an ИНН has 10 or 12 digits"),
    Refused.BAD_EMAIL: _("not an e-mail address"),
    Refused.NO_ORGANISATION: _("no organisation"),
    Refused.BAD_DATE: _("not a date"),
    Refused.UNKNOWN_HOUSE: _("no house was found at the address"),
    Refused.UNKNOWN_ADDRESS: _("the address was not found"),
    Refused.UNKNOWN_ORGANISATION: _("the organisation is not in the register"),
    Refused.LATER_CONTRACT: _("the house has a contract that began later"),
    Refused.NO_CODE: _("no code"),
    Refused.BAD_NUMBER: _("not a number that fits"),
    Refused.BAD_WASTE: _("unknown kind of waste"),
    Refused.BAD_WEEKDAYS: _("not days of the week"),
    Refused.ENDS_EARLY: _("it would end before it begins"),
    Refused.BAD_TEMPERATURE: _("not a temperature of the air"),
    Refused.DUPLICATE_DAY: _("the day stands twice"),
}
MESSAGES.update({str(code): words for code, words in WORDS.items()})


class RefusedRow(Exception):
    """A row cannot be used; carried to where rows are counted."""

    def __init__(self, reason: str, why: str = "") -> None:
        self.reason, self.why = reason, why
        super().__init__(reason, why)


def told(reason: Refused, what: str) -> str:
    """The reason's words with what they are said of: «unknown parent: …»."""
    return f"{WORDS[reason]}: {what}"
