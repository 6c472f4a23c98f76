"""Whose figures somebody may see: container sites, efficiency, an executor's own zone; appeals have their own rule."""

from dataclasses import replace

from accounts.types import Role, Viewer
from analytics.errors import NotOwn
from appeals.types import Selection
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


def own_zone(viewer: Viewer, selection: Selection, organisation_id: int | None = None) -> Selection:
    """The selection, narrowed to the work of the viewer's own organisations: the one rule of the executor's page.

    That is what they answer for, whoever does it, and what others gave them to do: a contractor must go there as well.
    Whatever executors the selection names itself. organisation_id: one of them alone. Raises NotOwn when nothing is
    left: a selection without a workplace would be everybody's.
    """
    own = viewer.organisation_ids
    if organisation_id is not None:
        own &= {organisation_id}
    if selection.executor_ids:
        own &= frozenset(selection.executor_ids)
    if not own:
        raise NotOwn
    return replace(selection, workplace_ids=tuple(sorted(own)), executor_ids=(), unassigned=False)
