"""Writes appeals of a town in bulk; what they say and when comes from its neighbours in this package."""

import uuid
from datetime import datetime, timedelta

import numpy as np

from appeals.marks import mark_of
from appeals.models import Appeal, Mark, Topic
from appeals.types import Channel, Kind, State, Visibility
from demo.town.layout import Town
from geo.models import House


def write_appeals(rng: np.random.Generator, town: Town, houses: list[House], count: int, now: datetime) -> None:
    topics = list(Topic.objects.select_related("category"))
    rows = []
    picks = rng.integers(0, len(houses), count)
    for pick in picks:
        house = houses[int(pick)]
        topic = topics[int(rng.integers(0, len(topics)))]
        at = now - timedelta(days=float(rng.uniform(0, 5 * 365)))
        old = (now - at).days > 30
        state = State.CLOSED if old else State(str(rng.choice(["moderation", "in_progress", "assigned", "answered"])))
        public = state != State.MODERATION
        rows.append(
            Appeal(
                number=str(int(rng.integers(10**9, 10**10))), client_key=uuid.UUID(bytes=rng.bytes(16)), follow_token=rng.bytes(20).hex(),
                kind=Kind.PROBLEM, topic=topic, text=f"{topic.name_ru}.", public_text=f"{topic.name_ru}.",
                location=house.location, public_location=house.location, address=house.address, public_address=house.address,
                house=house, state=state, visibility=Visibility.PUBLIC if public else Visibility.PRIVATE, channel=Channel.WEB,
                submitted_at=at, published_at=at if public else None, changed_at=at,
            )
        )  # fmt: skip
    Appeal.objects.bulk_create(rows, batch_size=1000)
    for row in rows:
        row.refresh_from_db(fields=["location", "public_location"]) if isinstance(row.public_location, str) else None
    Mark.objects.bulk_create([mark_of(row) for row in rows], batch_size=1000)
