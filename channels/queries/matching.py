"""Which area alerts an appeal meets, by its public place; on assignment by the exact one, for its executor only."""

from appeals.models import Appeal
from channels.types import Pace, Recipient, Standing
from geo import sql


def subscribers(appeal: Appeal, *, on_assignment: bool) -> list[Recipient]:
    """Those who asked to be told of appeals here, by subscription. One query. Index: subscription_polygon, _area."""
    place = appeal.location if on_assignment else appeal.public_location
    params = {
        "lon": place.x,
        "lat": place.y,
        "area_ids": list(appeal.area_ids),
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
