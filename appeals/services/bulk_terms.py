"""Deadlines of many appeals at once, as columns that COPY takes; each is counted once for a topic, place and day."""

from datetime import date, datetime

from appeals.models import Topic
from appeals.queries.clockbook import clock_book
from appeals.rules.clockbook import Case, Ground, Terms
from appeals.rules.deadlines import Unit, end_of
from appeals.types import Track
from geo.sql import or_null
from territories.types import Decision

TERMS = ("counted_from", "moderate_by", "due_on", "due_at", "deadline_id")
_Areas = tuple[int, ...]


class BulkTerms:
    """Deadlines of messages by the book as it was when the writing began."""

    def __init__(self) -> None:
        self._book = clock_book()
        self._grounds: dict[_Areas, Ground] = {}
        self._answers: dict[tuple[int, _Areas, date], str] = {}

    def of(
        self,
        topic: Topic,
        decision: Decision,
        submitted_at: datetime,
        *,
        due_on: date | None,
        is_waiting: bool,
    ) -> str:
        """The columns of TERMS. due_on: the last day as an archive names it, else it is counted from the sending.

        is_waiting: for a moderator, whose time is counted then as well.
        """
        areas = tuple(hit.area_id for hit in decision.areas)
        ground = self._grounds.get(areas)
        if ground is None:
            ground = self._grounds[areas] = self._book.ground(areas)
        moderate_by = self._terms(topic, areas, submitted_at).moderation.at if is_waiting else None
        answer = _given(due_on, ground) if due_on else self._counted(topic, areas, submitted_at, ground)
        return f"{submitted_at.isoformat()}\t{or_null(moderate_by)}\t{answer}"

    def due_at(
        self, topic: Topic, decision: Decision, submitted_at: datetime, *, due_on: date | None
    ) -> datetime:
        """The first moment at which the answer is late, of the same columns."""
        columns = self.of(topic, decision, submitted_at, due_on=due_on, is_waiting=False).split("\t")
        return datetime.fromisoformat(columns[TERMS.index("due_at")])

    def _counted(self, topic: Topic, areas: _Areas, submitted_at: datetime, ground: Ground) -> str:
        """Days are the same from any moment of a local day."""
        key = (topic.pk, areas, submitted_at.astimezone(ground.zone).date())
        told = self._answers.get(key)
        if told is None:
            terms = self._terms(topic, areas, submitted_at)
            answer = terms.answer
            told = f"{answer.on.isoformat()}\t{answer.at.isoformat()}\t{or_null(terms.answer_row)}"
            if terms.answer_span.unit != Unit.HOURS:
                self._answers[key] = told
        return told

    def _terms(self, topic: Topic, areas: _Areas, submitted_at: datetime) -> Terms:
        case = Case(Track.MESSAGE, topic.pk, topic.category_id, areas, submitted_at, submitted_at)
        return self._book.terms(case)


def _given(due_on: date, ground: Ground) -> str:
    return f"{due_on.isoformat()}\t{end_of(due_on, ground.zone).at.isoformat()}\t{or_null(None)}"
