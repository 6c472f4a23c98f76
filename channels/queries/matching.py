"""Which area alerts an appeal meets, by what everybody may know of its place; on being handed over by the exact one.

An alert on what is handed over is for the people of whoever gets it, who may know the place.
"""

from appeals.models import Appeal
from channels.types import Pace, Recipient, Standing
from geo import sql


def subscribers(appeal: Appeal, *, handed_to: int | None) -> list[Recipient]:
    """Those who asked to be told of appeals here, by subscription. One query. Index: subscription_polygon, _area.

    handed_to: the organisation that gets the appeal or its work; None: it was published.
    """
    handed = handed_to is not None
    place = appeal.location if handed else appeal.public_location
    params = {
        "lon": place.x,
        "lat": place.y,
        "area_ids": list(appeal.area_ids if handed else appeal.told_area_ids),
        "topic": appeal.topic.code,
        "category": appeal.topic.category.code,
        "organisation_id": handed_to,
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
