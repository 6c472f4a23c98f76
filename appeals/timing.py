"""Why an answer is due by its day, in words, translated when asked; how it is counted stands in rules.deadlines."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from appeals.models import Appeal
from appeals.rules.deadlines import Span, Unit
from appeals.types import Track

TRACKS: dict[Track, Any] = {
    Track.MESSAGE: gettext_lazy("This is a message. Federal Law 59-FZ on appeals does not apply to it."),
    Track.FORMAL: gettext_lazy("This is a formal appeal under Federal Law 59-FZ."),
}


def why_due(appeal: Appeal) -> list[str]:
    """Sentences about the track, the time and what has moved it. Needs the appeal's deadline loaded."""
    told = [str(TRACKS[Track(appeal.track)])]
    if appeal.deadline is not None:
        told.append(_("Time for the answer: %(span)s.") % {"span": span_words(appeal.deadline.span)})
    if appeal.track == Track.FORMAL:
        told.append(_("It is counted from the registration, which may take three days."))
    elif appeal.reopenings:
        told.append(_("It is counted anew since the appeal was opened again."))
    if appeal.extended_days:
        days = appeal.extended_days
        told.append(
            ngettext("Extended once by %(days)d day.", "Extended once by %(days)d days.", days)
            % {"days": days}
        )
    elif appeal.track == Track.MESSAGE:
        told.append(_("While the work is on hold the time stands still."))
    return told


def span_words(span: Span) -> str:
    """«10 рабочих дней»."""
    match span.unit:
        case Unit.HOURS:
            told = ngettext("%(number)d hour", "%(number)d hours", span.number)
        case Unit.CALENDAR_DAYS:
            told = ngettext("%(number)d day", "%(number)d days", span.number)
        case Unit.WORKING_DAYS:
            told = ngettext("%(number)d working day", "%(number)d working days", span.number)
    return told % {"number": span.number}
