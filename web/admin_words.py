"""Names of what the administrator's desk shows of clocks, topics and zones; not the words themselves."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from appeals.models import Category, Deadline
from appeals.rules.deadlines import Span, Stage, Unit
from appeals.types import Privacy, Track
from territories.types import ZoneBasis

TRACKS: dict[Track, Any] = {
    Track.MESSAGE: gettext_lazy("message"),
    Track.FORMAL: gettext_lazy("formal appeal (59-FZ)"),
}
STAGES: dict[Stage, Any] = {
    Stage.MODERATION: gettext_lazy("moderation"),
    Stage.REGISTRATION: gettext_lazy("registration"),
    Stage.FORWARDING: gettext_lazy("forwarding"),
    Stage.ANSWER: gettext_lazy("the answer"),
}
UNITS: dict[Unit, Any] = {
    Unit.HOURS: gettext_lazy("hours"),
    Unit.CALENDAR_DAYS: gettext_lazy("calendar days"),
    Unit.WORKING_DAYS: gettext_lazy("working days"),
}
PRIVACY: dict[Privacy, Any] = {
    Privacy.STREET: gettext_lazy("Exact: it is about the street"),
    Privacy.HOME: gettext_lazy("Coarse: it is about somebody's home"),
}

BASES: dict[ZoneBasis, Any] = {
    ZoneBasis.POLYGON: gettext_lazy("polygon"),
    ZoneBasis.AREAS: gettext_lazy("areas"),
    ZoneBasis.HOUSES: gettext_lazy("houses"),
    ZoneBasis.ASSET: gettext_lazy("asset"),
}


def span_words(span: Span) -> str:
    """«10 рабочих дней»."""
    number = span.number
    if span.unit == Unit.HOURS:
        return ngettext("%(count)d hour", "%(count)d hours", number) % {"count": number}
    if span.unit == Unit.WORKING_DAYS:
        return ngettext("%(count)d working day", "%(count)d working days", number) % {"count": number}
    return ngettext("%(count)d calendar day", "%(count)d calendar days", number) % {"count": number}


def subject_words(deadline: Deadline) -> str:
    """What a row is for."""
    if deadline.topic is not None:
        return str(deadline.topic.name)
    if deadline.category is not None:
        return whole_category(deadline.category)
    return _("All topics")


def whole_category(category: Category) -> str:
    """All topics of a category, as one choice."""
    return _("%(category)s: all topics") % {"category": category.name}
