"""What the page of area alerts shows: one's own alerts, and what may be chosen."""

from dataclasses import dataclass
from datetime import date

from accounts.types import Viewer
from appeals.models import Category, Topic
from channels.models import Subscription
from territories.models import Boundary, BoundaryVersion, Organisation
from territories.types import is_administrative


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert in words. about: names of its topics and categories, empty for everything."""

    subscription: Subscription
    about: list[str]


def own_alerts(user_id: int) -> list[Alert]:
    """Alerts that run, the newest first. Three queries."""
    rows = Subscription.objects.filter(user_id=user_id, ended_at__isnull=True)
    found = list(rows.select_related("organisation").order_by("-asked_at", "-pk"))
    names = {topic.code: topic.name for topic in Topic.objects.filter(code__in=_codes(found))}
    groups = {one.code: one.name for one in Category.objects.filter(code__in=_codes(found))}
    return [
        Alert(
            one,
            [groups[c] for c in one.categories if c in groups] + [names[c] for c in one.topics if c in names],
        )
        for one in found
    ]


def area_choices(on: date) -> list[tuple[int, str]]:
    """Areas in force on a local day, by name, largest level first within the same name. One query."""
    rows = Boundary.objects.filter(version__in=BoundaryVersion.objects.in_force(on))
    shown = rows.order_by("name", "-area_m2").values_list("area_id", "name", "area__kind")
    # Precincts and the like are for councillors; nobody knows their own by its number.
    return [(area_id, name) for area_id, name, kind in shown if is_administrative(kind)]


def organisation_choices(viewer: Viewer) -> list[tuple[int, str]]:
    """Where the viewer works. One query."""
    own = Organisation.objects.filter(pk__in=viewer.organisation_ids).order_by("name")
    return list(own.values_list("pk", "name"))


def _codes(alerts: list[Subscription]) -> set[str]:
    return {code for one in alerts for code in (*one.topics, *one.categories)}
