"""Reports that a page offers in one click: their files, and whether they come by e-mail; not what stands in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from accounts.rules import may
from accounts.types import Permission, Viewer
from analytics.models import ReportSubscription
from analytics.types import ReportKind, Rhythm
from appeals.types import Selection
from territories.models import Area, Organisation
from web.report_words import ASKING

# More rows of buttons than this hide the page that they stand on.
MOST_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """Files of one subject. subscribe: address to post to; rhythms: those in which it may still be asked for, with the
    words of the button, none for the public; receives: it comes already.
    """

    name: str
    pdf: str
    xlsx: str
    subscribe: str = ""
    rhythms: Sequence[tuple[Rhythm, Any]] = ()
    receives: bool = False


def offers(
    viewer: Viewer, kind: ReportKind, subject_ids: Iterable[int], period: tuple[date, date] | None = None
) -> list[Offer]:
    """One for each organisation or area that there is.

    period: first and last day of the files; None: the last whole month.
    """
    model = Area if kind == ReportKind.AREA else Organisation
    names: dict[int, str] = dict(model._base_manager.filter(pk__in=subject_ids).values_list("pk", "name"))
    received = _received(viewer, kind)
    days = {"since": period[0].isoformat(), "until": period[1].isoformat()} if period else {}
    query = f"?{urlencode(days)}" if days else ""
    asks = may(viewer, Permission.OWN_ACCOUNT)
    found = []
    for pk, name in sorted(names.items()):
        at = [kind.value, pk]
        found.append(
            Offer(
                name,
                reverse("web:report_pdf", args=at) + query,
                reverse("web:report_xlsx", args=at) + query,
                reverse("web:report_subscribe", args=at),
                [
                    (rhythm, words)
                    for rhythm, words in ASKING.items()
                    if asks and (pk, rhythm) not in received
                ],
                any((pk, rhythm) in received for rhythm in Rhythm),
            )
        )
    return found


def offers_of_filter(viewer: Viewer, selection: Selection) -> list[Offer]:
    """Of the one executor or the few areas that the filter of a page names; in its days where it says since when.

    Of a filter that names neither: of what is the viewer's own, areas looked over or organisations worked for.
    """
    period = _days(selection)
    if not selection.executor_ids and not selection.area_ids:
        own = viewer.organisation_ids if len(viewer.organisation_ids) <= MOST_OFFERED else ()
        return offers_of_overseen(viewer, period) or offers(viewer, ReportKind.OWN, own, period)
    if len(selection.executor_ids) == 1:
        return offers(viewer, ReportKind.ORGANISATION, selection.executor_ids, period)
    few = len(selection.area_ids) <= MOST_OFFERED
    return offers(viewer, ReportKind.AREA, selection.area_ids, period) if few else []


def _days(selection: Selection) -> tuple[date, date] | None:
    """First and last day; None without a beginning."""
    if selection.since is None:
        return None
    # An end is exclusive: the day that it ends is the one before.
    ends = selection.until - timedelta(microseconds=1) if selection.until else timezone.now()
    return timezone.localdate(selection.since), timezone.localdate(ends)


def offers_of_overseen(viewer: Viewer, period: tuple[date, date] | None) -> list[Offer]:
    """Of the few areas that the viewer looks over; none for whom that is everything, or nothing."""
    areas = viewer.overseen_area_ids or frozenset()
    return offers(viewer, ReportKind.AREA, areas, period) if len(areas) <= MOST_OFFERED else []


def _received(viewer: Viewer, kind: ReportKind) -> set[tuple[int, Rhythm]]:
    """Subject and rhythm of what comes to the viewer."""
    if viewer.user_id is None:
        return set()
    own = ReportSubscription.objects.filter(user=viewer.user_id, kind=kind, ended_at=None)
    return {(wanted.subject_id, Rhythm(wanted.rhythm)) for wanted in own}
