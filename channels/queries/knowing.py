"""Which notices are still their recipient's to know: people leave, appeals change hands and are hidden again."""

from django.db.models import F, Q

from accounts.types import Role, Viewer
from appeals.models import Appeal
from appeals.types import Visibility
from channels.rules.telling import PARTING
from channels.types import Standing


def known_to(viewer: Viewer) -> Q:
    """The one condition of the bell and of letters, on columns of Notice: the viewer still stands to the appeal as
    when the notice was written, and may see the appeal. It does not ask whose notice it is.
    """
    if viewer.user_id is None:
        return Q(pk__in=())
    public = Q(event__appeal__visibility=Visibility.PUBLIC.value)
    stands = (
        Q(standing=Standing.AUTHOR, event__appeal__author_id=viewer.user_id)
        | Q(standing=Standing.FOLLOWER) & public
        | Q(standing=Standing.SUBSCRIBER, because__organisation=None) & public
        | _moderates(viewer)
        | _works(viewer)
    )
    # What parts a follower from an appeal tells its number and nothing else.
    parting = Q(standing=Standing.FOLLOWER, wording__in=sorted(PARTING))
    return parting | stands & Q(event__appeal__in=Appeal.objects.visible_to(viewer))


def _moderates(viewer: Viewer) -> Q:
    if not viewer.moderates:
        return Q()
    asked = Q(standing=Standing.MODERATOR)
    if Role.ADMINISTRATOR in viewer.roles or viewer.moderated_area_ids is None:
        return asked
    return asked & Q(event__appeal__area_ids__overlap=sorted(viewer.moderated_area_ids))


def _works(viewer: Viewer) -> Q:
    """Columns of the joined appeal rather than `pk IN`: below an OR the database would list every such appeal."""
    if not viewer.organisation_ids:
        return Q()
    executor = Q(event__appeal__executor_id__in=sorted(viewer.organisation_ids))
    alert = Q(standing=Standing.SUBSCRIBER, because__organisation_id=F("event__appeal__executor_id"))
    return (
        Q(standing=Standing.WORKER) & executor
        | Q(standing=Standing.DELEGATE, event__appeal__delegate_id__in=sorted(viewer.organisation_ids))
        | Q(standing=Standing.HEAD, event__appeal__executor_id__in=sorted(viewer.headed_ids))
        | alert & executor
    )
