"""What one notice says: title, facts, text and link, in the current language; no more of a person than it needs."""

from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from appeals.models import Appeal, Event
from appeals.queries.history import told_events
from appeals.rules.privacy import mask, may_see_full_text
from appeals.rules.talk import hidden_events, may_note
from appeals.types import EventType
from appeals.types import Part as AppealPart
from channels.letters.links import in_letter
from channels.models import Notice
from channels.rules.telling import PARTING
from channels.types import Standing, Wording
from channels.wording import NOBODY, WORDS

# What somebody is to the appeal who stands so to it; a letter quotes what their page shows.
_PARTS: dict[Standing, frozenset[AppealPart]] = {
    Standing.AUTHOR: frozenset({AppealPart.AUTHOR}),
    Standing.HEAD: frozenset({AppealPart.EXECUTOR, AppealPart.HEAD}),
    Standing.WORKER: frozenset({AppealPart.EXECUTOR}),
    Standing.DELEGATE: frozenset({AppealPart.DELEGATE}),
    Standing.MODERATOR: frozenset({AppealPart.MODERATOR}),
    Standing.OVERSEER: frozenset(),
    Standing.FOLLOWER: frozenset(),
    Standing.SUBSCRIBER: frozenset(),
}
_WITH_DEADLINE = frozenset(
    {
        *(Wording.ACCEPTED, Wording.PASSED_ON, Wording.NEW_TASK, Wording.REOPENED, Wording.EXTENDED),
        Wording.RESUMED,
        *(Wording.DUE_SOON, Wording.ANSWER_NEAR, Wording.OVERDUE, Wording.ESCALATED),
    }
)


@dataclass(frozen=True, slots=True)
class Part:
    """One notice as it is read. quote: the answer or the comment, empty without one; so is whatever is not told.

    link, press: where the button leads and what it says.
    """

    title: str
    number: str
    topic: str
    address: str
    sentence: str
    quote: str
    due: str
    link: str
    press: str

    @property
    def about(self) -> str:
        """Which appeal, or which place."""
        return " · ".join(word for word in (self.number and f"№ {self.number}", self.topic) if word)

    @property
    def quoted(self) -> str:
        """The quote for plain text, each line marked and at most 72 characters long."""
        lines = [line for text in self.quote.splitlines() for line in wrap(text, 70) or [""]]
        return "\n".join(f"> {line}".rstrip() for line in lines)


def part_of(notice: Notice) -> Part:
    """Needs the notice's event, appeal, topic, executor and reason of refusal loaded."""
    event, appeal = notice.event, notice.event.appeal
    wording, standing = Wording(notice.wording), Standing(notice.standing)
    words = WORDS[wording]
    if standing == Standing.FOLLOWER and wording in PARTING:
        # The public sees the appeal no longer: no more is told than that.
        return Part(str(words.title), appeal.number, "", "", str(words.sentence), "", "", "", "")
    return Part(
        title=str(words.title),
        number=appeal.number,
        topic=appeal.topic.name,
        # Never the exact address: a letter passes through foreign hands.
        address=appeal.public_address,
        sentence=_capital(str(words.sentence) % _values(event, appeal, standing)),
        quote=_quote(event, appeal, wording, standing),
        due=_due(appeal, wording),
        link=in_letter(notice),
        press=_("Confirm") if wording == Wording.FOLLOW_ASKED else _("Open the appeal"),
    )


def title_of(notice: Notice) -> str:
    """The line of the bell and the subject."""
    return str(WORDS[Wording(notice.wording)].title)


def _values(event: Event, appeal: Appeal, standing: Standing) -> dict[str, str]:
    """What a sentence may name. Days are those of the event: by now the appeal may have others, or none."""
    reason = appeal.refusal_reason
    return {
        "executor": appeal.executor.name if appeal.executor else str(NOBODY),
        "reason": reason.text if reason else _("see the appeal"),
        "checked": _moment(appeal.moderate_by) if appeal.moderate_by else _("see the appeal"),
        "until": _day(event.new.get("until")),
        "planned": _day(event.new.get("planned_on")),
        "twin": _twin(event, standing),
    }


def _day(told: str | None) -> str:
    day = parse_date(told or "")
    return date_format(day, "j E Y") if day else ""


def _twin(event: Event, standing: Standing) -> str:
    """What the appeal was merged into; an event that is not public names what the public does not see."""
    number = event.new.get("duplicate_of")
    if number and (event.is_public or _PARTS[standing]):
        return pgettext("reported in", "appeal № %(number)s") % {"number": number}
    return pgettext("reported in", "another appeal")


def _quote(event: Event, appeal: Appeal, wording: Wording, standing: Standing) -> str:
    """The answer, else the comment of a step, as the reader's own page shows them; masked for whoever only follows."""
    parts = _PARTS[standing]
    full = may_see_full_text(parts)
    if wording == Wording.ANSWERED and appeal.answer:
        return appeal.answer if full else mask(appeal.answer)
    # Stricter than the page to the author: what passes between office and moderators is not sent by post.
    if event.type in hidden_events(parts) or not (event.is_public or may_note(parts)):
        return ""
    # Taken back since it was published: a letter is made when it goes out.
    if event.type == EventType.COMMENTED and not told_events(parts).filter(pk=event.pk).exists():
        return ""
    return event.comment if full else mask(event.comment)


def _due(appeal: Appeal, wording: Wording) -> str:
    if wording not in _WITH_DEADLINE or appeal.due_on is None:
        return ""
    return _("Answer due by %(date)s") % {"date": date_format(appeal.due_on, "j E Y")}


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "j E, H:i")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
