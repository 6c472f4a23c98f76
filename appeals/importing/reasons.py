"""Why rows of a file of appeals are refused; the words of geo.importing stand beside these."""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from geo.importing.report import MESSAGES


class Refused(StrEnum):
    NO_TEXT = "no_text"
    BAD_DATE = "bad_date"
    UNKNOWN_TOPIC = "unknown_topic"
    UNKNOWN_ADDRESS = "unknown_address"


WORDS: dict[str, Any] = {
    Refused.NO_TEXT: _("no text"),
    Refused.BAD_DATE: _("not a date"),
    Refused.UNKNOWN_TOPIC: _("a topic that is not in the map"),
    Refused.UNKNOWN_ADDRESS: _("the address was not found"),
}
MESSAGES.update({str(code): words for code, words in WORDS.items()})
