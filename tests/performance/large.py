"""Tables as large as the planner needs them to tell one index from another."""

from typing import Any
from uuid import uuid4

from django.db import connection

from appeals.models import Appeal
from appeals.types import State
from tests.builders import make_appeal, make_topic


def without_seqscan() -> None:
    """As of a large table: a handful of rows is always read whole."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")


def many_closed(**fields: Any) -> None:
    """Enough that is over for the planner to see the difference."""
    topic, appeal = make_topic(), make_appeal(state=State.CLOSED, **fields)
    Appeal.objects.bulk_create(
        Appeal(
            **{
                field.attname: getattr(appeal, field.attname)
                for field in Appeal._meta.concrete_fields
                if field.attname not in {"id", "number", "client_key", "follow_token", "topic_id"}
            },
            number=f"C{number}",
            follow_token=f"closed{number}",
            client_key=uuid4(),
            topic=topic,
        )
        for number in range(1500)
    )
    with connection.cursor() as cursor:
        # Answered one after the other, where they are answered.
        cursor.execute("UPDATE appeals_appeal SET answered_at = answered_at + id * interval '1 minute'")
        cursor.execute("ANALYZE appeals_appeal")
