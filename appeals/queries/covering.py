"""What of an appeal's text is hidden from the public now; deciding about it is a service."""

from appeals.models import Appeal
from appeals.rules.covering import covered_now
from appeals.types import EventType, Secret


def covered_of(appeal: Appeal) -> list[Secret] | None:
    """The covered parts of the text, in order; None when the public text was rewritten by hand. One query."""
    decided = appeal.events.filter(type=EventType.CORRECTED, new__has_key="covered").order_by("-at", "-pk")
    told = decided.values_list("new__covered", flat=True).first()
    return covered_now(appeal.text, appeal.public_text, told or ())
