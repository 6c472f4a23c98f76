"""Which area alerts an appeal meets, by what everybody may know of its place; on assignment by the exact one.

An alert on assignment is for the executor's own people, who may know the place.
"""

from appeals.models import Appeal
from channels.types import Pace, Recipient, Standing
from geo import sql


def subscribers(appeal: Appeal, *, on_assignment: bool) -> list[Recipient]:
    """Those who asked to be told of appeals here, by subscription. One query. Index: subscription_polygon, _area."""
    place = appeal.location if on_assignment else appeal.public_location
    params = {
        "lon": place.x,
        "lat": place.y,
        "area_ids": list(appeal.area_ids if on_assignment else appeal.told_area_ids),
        "topic": appeal.topic.code,
        "category": appeal.topic.category.code,
        "organisation_id": appeal.executor_id if on_assignment else None,
    }
    rows = sql.records("channels", "matching_subscriptions", params)
    return [
        Recipient(
            Standing.SUBSCRIBER,
            user_id=row["user_id"],
            subscription_id=row["id"],
            pace=Pace(row["pace"]),
            address=row["email"],
        )
        for row in rows
    ]
