"""Which notices are still their recipient's to know: people leave, appeals change hands and are hidden again."""

from django.db.models import F, Q

from accounts.types import Role, Viewer
from appeals.seeing import moderated, of_related, visible
from appeals.types import Visibility
from channels.rules.telling import PARTING
from channels.types import Standing


def known_to(viewer: Viewer) -> Q:
    """What of Notice the viewer may still know, of bell and letters alike. It does not ask whose notice it is.

    Two conditions that hold together: the viewer still stands to the appeal as when the notice was written, and may see
    the appeal. What parts a follower from an appeal asks neither: it tells its number and nothing else.
    """
    if viewer.user_id is None:
        return Q(pk__in=())
    parting = Q(standing=Standing.FOLLOWER, wording__in=sorted(PARTING))
    # Columns of the joined appeal rather than `appeal IN`: the database would list every appeal that may be seen.
    return parting | _stands(viewer) & of_related(visible(viewer, "mark__"), "event__appeal__")


def _stands(viewer: Viewer) -> Q:
    public = Q(event__appeal__visibility=Visibility.PUBLIC.value)
    return (
        Q(standing=Standing.AUTHOR, event__appeal__author_id=viewer.user_id)
        | Q(standing=Standing.FOLLOWER) & public
        | Q(standing=Standing.SUBSCRIBER, because__organisation=None) & public
        | Q(standing=Standing.MODERATOR) & of_related(moderated(viewer), "event__appeal__")
        | _oversees(viewer)
        | _works(viewer)
    )


def _oversees(viewer: Viewer) -> Q:
    if Role.DISTRICT_HEAD not in viewer.roles:
        return Q()
    asked = Q(standing=Standing.OVERSEER)
    areas = viewer.overseen_area_ids
    return asked if areas is None else asked & Q(event__appeal__area_ids__overlap=sorted(areas))


def _works(viewer: Viewer) -> Q:
    """Columns of the joined appeal rather than `pk IN`: below an OR the database would list every such appeal."""
    if not viewer.organisation_ids:
        return Q()
    own = sorted(viewer.organisation_ids)
    executor, delegate = Q(event__appeal__executor_id__in=own), Q(event__appeal__delegate_id__in=own)
    return (
        Q(standing=Standing.WORKER) & executor
        | Q(standing=Standing.DELEGATE) & delegate
        | Q(standing=Standing.HEAD, event__appeal__executor_id__in=sorted(viewer.headed_ids))
        | _alerts_of("executor_id") & executor
        | _alerts_of("delegate_id") & delegate
    )


def _alerts_of(organisation: str) -> Q:
    """Told because of an alert on what the organisation in this column of the appeal gets."""
    return Q(standing=Standing.SUBSCRIBER, because__organisation_id=F(f"event__appeal__{organisation}"))
