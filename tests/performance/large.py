"""Tables as large as the planner needs them to tell one index from another."""

from typing import Any

from django.db import connection

from appeals.models import Appeal, Mark
from appeals.types import State
from tests.builders import make_appeal, make_topic

MARKS = 30_000


def without_seqscan() -> None:
    """As of a large table: a handful of rows is always read whole."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")


def many_marks_of_one() -> None:
    """Copies of one mark over a square of two degrees; a tenth are open. Statistics are fresh.

    They are marks of appeals that do not exist, which neither keys nor the roll-up's triggers are asked about.
    """
    appeal = make_appeal(topic=make_topic())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            """
            INSERT INTO appeals_mark (
                appeal_id, number, supports, submitted_at, kind, category_id, topic_id, state, visibility,
                executor_id, area_ids, hidden_area_ids, h3, qx, qy, mk, geom_3857
            )
            SELECT
                one.appeal_id + n, 'M' || n, n %% 7, one.submitted_at + n * interval '1 minute', one.kind,
                one.category_id, one.topic_id + n %% 40,
                CASE WHEN n %% 10 = 0 THEN 'assigned' ELSE 'closed' END, 'public', n %% 20, '{}', '{}',
                one.h3 + n * 1000, one.qx + n * 37 %% 1000003, one.qy + n * 91 %% 1000003,
                one.mk + n::bigint * 48271000, ST_Translate(one.geom_3857, n %% 997 * 10, n %% 991 * 10)
            FROM appeals_mark AS one, generate_series(1, %s) AS n
            WHERE one.appeal_id = %s
            """,
            [MARKS, appeal.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute("ANALYZE appeals_mark")
    assert Mark.objects.count() == MARKS + 1


def many_closed(**fields: Any) -> None:
    """Enough that is over for the planner to see the difference; each answered a minute after the one before it."""
    topic, appeal = make_topic(), make_appeal(state=State.CLOSED, **fields)
    columns = [str(field.column) for field in Appeal._meta.concrete_fields if field.column != "id"]
    own = {
        "number": "'C' || n",
        "follow_token": "'closed' || n",
        "client_key": "gen_random_uuid()",
        "topic_id": str(topic.pk),
        "answered_at": "answered_at + n * interval '1 minute'",
    }
    values = ", ".join(own.get(column, column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO appeals_appeal ({', '.join(columns)})"
            f" SELECT {values} FROM appeals_appeal, generate_series(1, 1500) AS n WHERE id = %s",
            [appeal.pk],
        )
        cursor.execute("ANALYZE appeals_appeal")
