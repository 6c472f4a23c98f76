"""Changes the table of deadlines and the calendar from a day on; what was counted before is never touched."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.rules import may_administer
from accounts.types import Viewer
from appeals.errors import DayAsItIs, DayNoted, DeadlineInThePast, DeadlineStands, LongerThanLaw, NotAllowed
from appeals.models import CalendarDay, Deadline
from appeals.rules.deadlines import Span, Stage, exceeds_law
from appeals.rules.workdays import russian_working_day
from appeals.types import Track


@dataclass(frozen=True, slots=True)
class NewDeadline:
    """A row that is to hold from a day on. No topic and no category: for all; no area: everywhere."""

    stage: Stage
    track: Track
    span: Span
    source: str
    valid_from: date
    topic_id: int | None = None
    category_id: int | None = None
    area_id: int | None = None


def superseded(row: NewDeadline) -> Deadline | None:
    """The row for just the same that holds on its first day, which would end there; None without one. One query."""
    return _same(row).exclude(valid_from__gt=row.valid_from).exclude(valid_to__lte=row.valid_from).first()


def check_deadline(row: NewDeadline, *, today: date) -> None:
    """Raises DeadlineInThePast, LongerThanLaw, DeadlineStands."""
    if row.valid_from < today:
        raise DeadlineInThePast
    if exceeds_law(row.span, row.track, row.stage):
        raise LongerThanLaw
    if _same(row).filter(valid_from=row.valid_from).exists():
        raise DeadlineStands


@transaction.atomic
def supersede(*, actor: Viewer, row: NewDeadline, today: date) -> Deadline:
    """Let the row hold from its day on: the one before ends there, one that begins later stays.

    Raises NotAllowed and as `check_deadline`; DeadlineStands also when another administrator was faster.
    """
    _require(actor)
    check_deadline(row, today=today)
    before = superseded(row)
    later = _same(row).filter(valid_from__gt=row.valid_from).order_by("valid_from").first()
    if before is not None:
        before.valid_to = row.valid_from
        before.save(update_fields=["valid_to"])
    try:
        with transaction.atomic():
            return Deadline.objects.create(
                stage=row.stage,
                track=row.track,
                topic_id=row.topic_id,
                category_id=row.category_id,
                area_id=row.area_id,
                number=row.span.number,
                unit=row.span.unit,
                source=row.source,
                valid_from=row.valid_from,
                valid_to=later.valid_from if later else None,
            )
    except IntegrityError as problem:
        if "deadline_once_at_a_time" not in str(problem):
            raise
        raise DeadlineStands from problem


@transaction.atomic
def note_day(*, actor: Viewer, day: date, area_id: int | None, is_working: bool, why: str) -> CalendarDay:
    """A day that is worked, or not, otherwise than the production calendar says.

    Of an area it may also say what the calendar says, against an exception above it. Raises NotAllowed, DayAsItIs,
    DayNoted.
    """
    _require(actor)
    if area_id is None and russian_working_day(day) == is_working:
        raise DayAsItIs
    try:
        with transaction.atomic():
            return CalendarDay.objects.create(day=day, area_id=area_id, is_working=is_working, why=why)
    except IntegrityError as problem:
        if "calendar_day_once_per_area" not in str(problem):
            raise
        raise DayNoted from problem


@transaction.atomic
def forget_day(*, actor: Viewer, day_id: int) -> None:
    """The production calendar holds again. Raises NotAllowed, CalendarDay.DoesNotExist."""
    _require(actor)
    CalendarDay.objects.select_for_update().get(pk=day_id).delete()


def _same(row: NewDeadline) -> QuerySet[Deadline]:
    """Rows for the same stage, track, subject and area, whenever."""
    keys: dict[str, Any] = {"topic": row.topic_id, "category": row.category_id, "area": row.area_id}
    return Deadline.objects.filter(stage=row.stage, track=row.track, **keys)


def _require(actor: Viewer) -> None:
    if not may_administer(actor):
        raise NotAllowed
