"""The appeals of a worker's own organisations, overdue first; not what a moderator or the public sees."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.gis.db.models import Extent
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.utils import timezone

from accounts.types import Viewer
from appeals.models import Appeal, Reply, SentForm
from appeals.querysets import late_at
from appeals.rules.desk import DeskFilter, DeskView, Due
from appeals.selecting import words_found
from appeals.types import STATE_GROUPS, ReplyState, State, StateGroup
from territories.queries import name_on

PAGE_SIZE = 50
MOST_PLACES = 5000
SOON = timedelta(days=7)
_WAITING = Reply.objects.filter(appeal=OuterRef("pk"), state=ReplyState.WAITING.value)


@dataclass(frozen=True, slots=True)
class Workload:
    """One page of the own appeals that a filter picks. count: of all pages.

    rows: the page of `Appeal`, with topic, executor, delegate, and area_name (of that day), is_overdue and is_waiting
    (for the head's approval). in_hand, overdue, waiting: how many of all that is being worked on. topics: (code,
    names, number) of the view, most first. bounds: west, south, east, north degrees; None without any.
    """

    rows: Page[Any]
    count: int
    in_hand: int
    overdue: int
    waiting: int
    topics: list[dict[str, Any]]
    bounds: tuple[float, float, float, float] | None


def workload(viewer: Viewer, wanted: DeskFilter, *, page: str = "", now: datetime) -> Workload:
    """What the viewer's organisations have in hand at a moment, 50 rows a page. Five queries whatever they hold.

    page: its number; the first for anything else, the last for one too large.
    """
    found = chosen(viewer, wanted, now=now)
    sheets = Paginator(detailed(found, now), PAGE_SIZE)
    of_view = chosen(viewer, DeskFilter(view=wanted.view, state=wanted.state), now=now)
    names = {"name_ru": F("topic__name_ru"), "name_en": F("topic__name_en"), "code": F("topic__code")}
    topics = of_view.order_by().values(**names).annotate(number=Count("pk")).order_by("-number", "code")
    work = chosen(viewer, DeskFilter(), now=now).aggregate(
        in_hand=Count("pk"),
        overdue=Count("pk", filter=late(now)),
        waiting=Count("pk", filter=Exists(_WAITING)),
    )
    return Workload(
        rows=sheets.get_page(page),
        count=sheets.count,
        topics=list(topics),
        bounds=found.order_by().aggregate(box=Extent("location"))["box"],
        **work,
    )


def chosen(viewer: Viewer, wanted: DeskFilter, *, now: datetime) -> "QuerySet[Any]":
    """Own appeals of the filter, in the desk's order: overdue first, then by their day; what is done, newest first."""
    found = own(viewer).filter(state__in=sorted(state.value for state in wanted.states))
    if wanted.view == DeskView.APPROVAL:
        found = found.filter(Exists(_WAITING))
    if wanted.topic:
        found = found.filter(topic__code=wanted.topic)
    if wanted.text:
        # Who works on an appeal knows its address, house and flat; the words are those that everybody may search.
        found = found.filter(words_found(wanted.text) | Q(address__icontains=wanted.text))
    if wanted.due:
        found = found.filter(late(now) if wanted.due == Due.OVERDUE else Q(due_on__range=_week(now)))
    if wanted.view == DeskView.DONE:
        found = found.order_by("-changed_at", "-pk")
    else:
        found = found.order_by(F("due_at").asc(nulls_last=True), "pk")
    return found


def own(viewer: Viewer) -> "QuerySet[Any]":
    """What the viewer's organisations answer for, or were given by whoever does."""
    found: QuerySet[Any] = Appeal.objects.visible_to(viewer).worked_on_by(viewer.organisation_ids)
    return found


def late(now: datetime) -> Q:
    """Condition on Appeal: waits for an answer whose time is over."""
    waits = [state.value for state, group in STATE_GROUPS.items() if group == StateGroup.PROGRESS]
    return late_at(now) & Q(state__in=sorted(waits))


def _week(now: datetime) -> tuple[date, date]:
    today = timezone.localdate(now)
    return today, today + SOON


def detailed(found: "QuerySet[Any]", now: datetime) -> "QuerySet[Any]":
    """The rows with what a list, a sheet and a print name of them: see `Workload.rows`."""
    named: QuerySet[Any] = found.select_related("topic__category", "executor", "delegate").annotate(
        area_name=name_on(timezone.localdate(now)),
        is_overdue=Case(When(late(now), then=True), default=False),
        is_waiting=Exists(_WAITING),
    )
    return named


def places(viewer: Viewer, wanted: DeskFilter, *, now: datetime) -> list[dict[str, Any]]:
    """The map of the filter: GeoJSON features (lon/lat) with number and group, at most 5,000. One query.

    At the exact place: whoever works on an appeal must go there.
    """
    rows = chosen(viewer, wanted, now=now).values_list("number", "state", "location")[:MOST_PLACES]
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(point.x, 6), round(point.y, 6)]},
            "properties": {"number": number, "group": STATE_GROUPS[State(state)].value},
        }
        for number, state, point in rows
    ]


def sent_before(viewer: Viewer, number: str, digest: str) -> bool:
    """Whether the viewer has sent this very form for the appeal and it was carried out: see `services.desk.once`."""
    sent = SentForm.objects.filter(user=viewer.user_id, digest=digest, appeal__number=number)
    return sent.exists()


def waits_for_head(number: str) -> bool:
    """Whether an answer to the appeal waits for the head's approval."""
    return Appeal.objects.filter(number=number).filter(Exists(_WAITING)).exists()


def author_gets_letters(number: str) -> bool:
    """Whether there is an account or an address to which the author of the appeal is told anything."""
    silent = Q(author=None, author_email="")
    return Appeal.objects.filter(number=number).exclude(silent).exists()


def waiting_reply(appeal: Appeal) -> Reply | None:
    """The answer that waits for the head, with its author and photos; None without one."""
    rows = appeal.replies.filter(state=ReplyState.WAITING.value)
    found: Reply | None = rows.select_related("author", "organisation").prefetch_related("photos").first()
    return found
