"""Reports that a page offers in one click: their files, and whether they come by e-mail; not what stands in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from accounts.rules import may
from accounts.types import Permission, Viewer
from analytics.models import ReportSubscription
from analytics.types import ReportKind
from territories.models import Area, Organisation


@dataclass(frozen=True, slots=True)
class Offer:
    """Files of one subject. subscribe: address to post to, empty for the public; receives: it comes already."""

    name: str
    pdf: str
    xlsx: str
    subscribe: str = ""
    receives: bool = False


def offers(
    viewer: Viewer, kind: ReportKind, subject_ids: Iterable[int], period: tuple[date, date] | None = None
) -> list[Offer]:
    """One for each organisation or area. period: first and last day of the files; None: the last whole month."""
    wanted = sorted(subject_ids)
    model = Area if kind == ReportKind.AREA else Organisation
    names: dict[int, str] = dict(model._base_manager.filter(pk__in=wanted).values_list("pk", "name"))
    received = _received(viewer, kind)
    days = {"since": period[0].isoformat(), "until": period[1].isoformat()} if period else {}
    query = f"?{urlencode(days)}" if days else ""
    found = []
    for pk in wanted:
        at = [kind.value, pk]
        found.append(
            Offer(
                names.get(pk, ""),
                reverse("web:report_pdf", args=at) + query,
                reverse("web:report_xlsx", args=at) + query,
                reverse("web:report_subscribe", args=at) if may(viewer, Permission.OWN_ACCOUNT) else "",
                pk in received,
            )
        )
    return found


def _received(viewer: Viewer, kind: ReportKind) -> set[int]:
    if viewer.user_id is None:
        return set()
    own = ReportSubscription.objects.filter(user=viewer.user_id, kind=kind, ended_at=None)
    return {wanted.subject_id for wanted in own}
