"""Which container sites somebody may see: one condition for page, API and figures; appeals have their own."""

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
