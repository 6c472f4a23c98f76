"""Why rows of statistics are refused; the words of geo.importing stand beside these."""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from analytics.rules.breakdowns import Why
from geo.importing.report import MESSAGES


class Refused(StrEnum):
    NO_KEY = "no_key"
    NO_VALUE = "no_value"
    NEGATIVE = "negative"
    NO_PERIOD = "no_period"
    NOT_IN_DICTIONARY = "not_in_dictionary"
    UNKNOWN_AREA = "unknown_area"
    AMBIGUOUS_AREA = "ambiguous_area"
    DUPLICATE = "duplicate"
    CONTRADICTION = "contradiction"
    SHARED_AREA = "shared_area"
    NO_RESIDENTS = "no_residents"


WORDS: dict[str, Any] = {
    Refused.NO_KEY: _("no code or name of an area"),
    Refused.NO_VALUE: _("no number"),
    Refused.NEGATIVE: _("fewer people than none"),
    Refused.NO_PERIOD: _("no year"),
    Refused.NOT_IN_DICTIONARY: _("not in the dictionary"),
    Refused.UNKNOWN_AREA: _("unknown area"),
    Refused.AMBIGUOUS_AREA: _("the name fits several areas"),
    Refused.DUPLICATE: _("the same row stands twice"),
    Refused.CONTRADICTION: _(
        "several numbers for one area: choose rows with --where, or add them up with --sum"
    ),
    Refused.SHARED_AREA: _("several keys of the file mean the same area"),
    Refused.NO_RESIDENTS: _("no number of residents"),
    Why.OVERLAPPING: _("a part of what another row counts"),
    Why.INCOMPLETE: _("the parts are not all of it"),
}
MESSAGES.update({str(code): words for code, words in WORDS.items()})


class RefusedKey(Exception):
    """A key of a file means no area; carried to where rows are counted."""

    def __init__(self, reason: Refused, what: str) -> None:
        self.reason, self.why = reason, f"{WORDS[reason]}: {what}"
        super().__init__(reason, what)
