"""The moderators' queue: what waits to be checked and what waits for an executor chosen by hand; not the map's list."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.gis.db.models import Extent
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet

from accounts.types import Viewer
from appeals.models import Appeal, Claim
from appeals.models.words import QUEUED
from appeals.rules.queue import Held, QueueFilter, Waits
from appeals.types import State
from territories.models import Area

PAGE_SIZE = 50
MOST_PLACES = 5000


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has an appeal open, and until when if nothing more is heard of them."""

    name: str
    until: datetime
    is_viewer: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of the queue. left: time left for checking; None for one that was accepted and has no executor yet.

    holder: None while nobody has it open.
    """

    appeal: Appeal
    left: timedelta | None
    holder: Holder | None


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of what waits, least time first, then those without an executor.

    count: how many the filter picks; overdue: how many of all that waits. categories: (code, names, number) and areas:
    (id, name, collection, number) of all that waits. bounds: west, south, east, north degrees; None without any.
    """

    rows: list[Waiting]
    page: Page[Any]
    count: int
    overdue: int
    categories: list[dict[str, Any]]
    areas: list[dict[str, Any]]
    bounds: tuple[float, float, float, float] | None


def moderation_queue(
    viewer: Viewer,
    wanted: QueueFilter | None = None,
    *,
    page: str = "",
    opened: Appeal | None = None,
    now: datetime,
) -> Queue:
    """What the viewer may moderate, 50 rows a page; empty for whoever does not moderate. Seven queries, one more with
    `opened`, whatever waits.

    page: its number; without it the one that the opened appeal stands on, else the first.
    """
    found = chosen(viewer, wanted or QueueFilter(), now=now)
    sheets = Paginator(_detailed(found), PAGE_SIZE)
    if not page and opened is not None:
        page = str(found.filter(_before(opened)).count() // PAGE_SIZE + 1)
    sheet = sheets.get_page(page)
    everything = chosen(viewer, QueueFilter(), now=now).order_by()
    names = {"name_ru": F("topic__category__name_ru"), "name_en": F("topic__category__name_en")}
    by_category = everything.values(code=F("topic__category__code"), **names).annotate(number=Count("pk"))
    return Queue(
        rows=[Waiting(row, _left(row, now), _holder_in(row, viewer, now)) for row in sheet],
        page=sheet,
        count=sheets.count,
        overdue=everything.aggregate(number=Count("pk", filter=_overdue(now)))["number"],
        categories=list(by_category.order_by("-number", "code")),
        areas=_areas(everything),
        bounds=found.order_by().aggregate(box=Extent("location"))["box"],
    )


def chosen(viewer: Viewer, wanted: QueueFilter, *, now: datetime) -> "QuerySet[Any]":
    """The filter's appeals in the queue's order. Index: appeal_queue."""
    found = Appeal.objects.moderated_by(viewer).filter(QUEUED)
    if wanted.category:
        found = found.filter(topic__category__code=wanted.category)
    if wanted.area:
        found = found.filter(area_ids__contains=[wanted.area])
    if wanted.waits:
        state = State.MODERATION if wanted.waits == Waits.CHECK else State.ACCEPTED
        found = found.filter(state=state.value)
    if wanted.overdue:
        found = found.filter(_overdue(now))
    if wanted.held == Held.MINE:
        found = found.filter(claim__user=viewer.user_id, claim__until__gt=now)
    elif wanted.held == Held.FREE:
        found = found.exclude(pk__in=_of_others(viewer, now))
    rows: QuerySet[Any] = found.order_by("-state", "moderate_by", "submitted_at", "pk")
    return rows


def next_free(viewer: Viewer, wanted: QueueFilter, *, after: Appeal, now: datetime) -> str:
    """Number of what follows an appeal in the filter and is nobody else's, else of the first such; empty: none."""
    free = chosen(viewer, wanted, now=now).exclude(pk=after.pk).exclude(pk__in=_of_others(viewer, now))
    if wanted.held == Held.MINE:
        return ""
    numbers = free.values_list("number", flat=True)
    number: str | None = numbers.exclude(_before(after)).first() or numbers.first()
    return number or ""


def holder_of(viewer: Viewer, appeal: Appeal, *, now: datetime) -> Holder | None:
    """Who has the appeal open at a moment."""
    claim = Claim.objects.filter(appeal=appeal, until__gt=now).select_related("user").first()
    if claim is None:
        return None
    name = claim.user.full_name or claim.user.email
    return Holder(name, claim.until, is_viewer=claim.user_id == viewer.user_id)


def places(viewer: Viewer, wanted: QueueFilter, *, now: datetime) -> list[dict[str, Any]]:
    """The map of the filter: GeoJSON features (lon/lat) with number and group, at most 5,000. One query.

    At the exact place, which whoever moderates must check.
    """
    rows = chosen(viewer, wanted, now=now).values_list("number", "location")[:MOST_PLACES]
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(point.x, 6), round(point.y, 6)]},
            "properties": {"number": number, "group": "new"},
        }
        for number, point in rows
    ]


def _detailed(found: "QuerySet[Any]") -> "QuerySet[Any]":
    named: QuerySet[Any] = found.select_related("topic", "executor").annotate(
        holder_id=F("claim__user"),
        holder_name=F("claim__user__full_name"),
        holder_email=F("claim__user__email"),
        held_by=F("claim__until"),
    )
    return named


def _holder_in(row: Any, viewer: Viewer, now: datetime) -> Holder | None:
    if row.held_by is None or row.held_by <= now:
        return None
    name = row.holder_name or row.holder_email
    return Holder(name, row.held_by, is_viewer=row.holder_id == viewer.user_id)


def _of_others(viewer: Viewer, now: datetime) -> "QuerySet[Any, Any]":
    return Claim.objects.filter(until__gt=now).exclude(user=viewer.user_id).values("appeal")


def _overdue(now: datetime) -> Q:
    return Q(state=State.MODERATION.value, moderate_by__lte=now)


def _before(appeal: Appeal) -> Q:
    """What stands before the appeal in the queue, or would if it were there; nothing when it has no time of its own."""
    if appeal.moderate_by is None:
        return Q(pk__in=())
    same = Q(moderate_by=appeal.moderate_by)
    earlier = (
        Q(moderate_by__lt=appeal.moderate_by)
        | same & Q(submitted_at__lt=appeal.submitted_at)
        | same & Q(submitted_at=appeal.submitted_at, pk__lt=appeal.pk)
    )
    checked = appeal.state != State.MODERATION
    state = Q(state=(State.ACCEPTED if checked else State.MODERATION).value)
    return (Q(state=State.MODERATION.value) | state & earlier) if checked else state & earlier


def _areas(waiting: "QuerySet[Any]") -> list[dict[str, Any]]:
    """The areas that something waits in, by collection and name. Two queries."""
    numbers: Counter[int] = Counter()
    lists = waiting.values("area_ids").annotate(number=Count("pk")).values_list("area_ids", "number")
    for area_ids, number in lists:
        numbers.update(dict.fromkeys(area_ids, number))
    rows = Area.objects.filter(pk__in=numbers).select_related("collection").order_by("collection", "name")
    return [
        {"id": row.pk, "name": row.name, "collection": row.collection.name, "number": numbers[row.pk]}
        for row in rows
    ]


def _left(appeal: Appeal, now: datetime) -> timedelta | None:
    if appeal.state != State.MODERATION:
        return None
    return appeal.moderate_by - now if appeal.moderate_by else timedelta()
