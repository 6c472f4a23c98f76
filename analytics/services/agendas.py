"""Drafts for the council's agenda: appeals gathered, worded and put in order; each its owner's alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.types import Viewer
from analytics.errors import NoSubject
from analytics.models import Agenda, AgendaQuestion
from appeals.models import Appeal

MOST_QUESTIONS = 100


@dataclass(frozen=True, slots=True)
class Worded:
    """A question as it was typed. position: as typed, equal ones stay in their order; dropped: taken out."""

    question_id: int
    position: int
    wording: str
    dropped: bool = False


@transaction.atomic
def gather(
    *, actor: Viewer, numbers: Iterable[str], name: str, agenda_id: int | None, now: datetime
) -> Agenda:
    """Add the appeals of these numbers that the actor may read, in this order, to a draft of theirs or to a new one.

    Those that are in it already stay where they are; above MOST_QUESTIONS none is added. Raises NoSubject.
    """
    if agenda_id is None:
        assert actor.user_id is not None, "only who signed in owns a draft"
        agenda = Agenda.objects.create(user_id=actor.user_id, name=name, changed_at=now)
    else:
        agenda = _own(actor, agenda_id)
    wanted = list(dict.fromkeys(numbers))
    seen = dict(Appeal.objects.visible_to(actor).filter(number__in=wanted).values_list("number", "pk"))
    known = set(agenda.questions.values_list("appeal_id", flat=True))
    last = agenda.questions.aggregate(last=Max("position"))["last"] or 0
    added = [seen[number] for number in wanted if number in seen and seen[number] not in known]
    AgendaQuestion.objects.bulk_create(
        AgendaQuestion(agenda=agenda, appeal_id=appeal_id, position=last + number)
        for number, appeal_id in enumerate(added[: max(MOST_QUESTIONS - len(known), 0)], 1)
    )
    Agenda.objects.filter(pk=agenda.pk).update(changed_at=now)
    return agenda


@transaction.atomic
def arrange(*, actor: Viewer, agenda_id: int, name: str, rows: Sequence[Worded], now: datetime) -> None:
    """Name, wordings and order as they were typed; what was not typed of stays behind them. Raises NoSubject."""
    agenda = _own(actor, agenda_id)
    questions = {question.pk: question for question in agenda.questions.all()}
    typed = {row.question_id: row for row in rows if row.question_id in questions}
    agenda.questions.filter(pk__in=[pk for pk, row in typed.items() if row.dropped]).delete()
    kept = [row for row in typed.values() if not row.dropped]
    order = [row.question_id for row in sorted(kept, key=lambda row: row.position)]
    order += [pk for pk in questions if pk not in typed]
    for position, pk in enumerate(order, 1):
        question = questions[pk]
        question.position = position
        question.wording = typed[pk].wording if pk in typed else question.wording
    AgendaQuestion.objects.bulk_update([questions[pk] for pk in order], ["position", "wording"])
    Agenda.objects.filter(pk=agenda.pk).update(name=name, changed_at=now)


def drop(*, actor: Viewer, agenda_id: int) -> None:
    """Raises NoSubject."""
    _own(actor, agenda_id).delete()


def _own(actor: Viewer, agenda_id: int) -> Agenda:
    found = Agenda.objects.filter(pk=agenda_id, user=actor.user_id).first()
    if found is None:
        raise NoSubject
    return found
