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
