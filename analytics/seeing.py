"""Which container sites, and whose efficiency, somebody may see: one condition each; appeals have their own."""

from accounts.types import Role, Viewer
from territories.models import ContainerSite, ContainerSiteQuerySet

_ALL = frozenset({Role.ADMINISTRATOR, Role.SYSTEM})


def sites_seen(viewer: Viewer) -> ContainerSiteQuerySet:
    """Sites of the viewer's own organisations; all for an administrator; none for others."""
    sites = ContainerSite.objects.all()
    if viewer.roles & _ALL:
        return sites
    return sites.filter(operator_id__in=sorted(viewer.organisation_ids))


def operators_seen(viewer: Viewer) -> list[tuple[int, str]]:
    """Ids and names of the operators whose sites the viewer may see, by name."""
    named = sites_seen(viewer).order_by("operator__name").values_list("operator_id", "operator__name")
    return list(named.distinct())


def executors_compared(viewer: Viewer) -> tuple[frozenset[int] | None, frozenset[int] | None]:
    """Whose efficiency the viewer may see, and in which areas; None: everybody's, everywhere.

    An administrator all; an analyst and a district head every executor in what they look over; a head the own
    organisations; others nobody's.
    """
    if viewer.roles & _ALL:
        return None, None
    if viewer.roles & {Role.ANALYST, Role.DISTRICT_HEAD}:
        return None, viewer.overseen_area_ids
    return viewer.headed_ids, None
