"""What one appeal costs the database with all that belongs to it, against its bare row; not the service's Python.

Everything: who answers is looked up, then appeal, mark, assignment and event are written with every index and check.
Bare: the same row of an appeal into a table without any index. Processor time of the database's backend; all of it
happens in one transaction that is rolled back.
"""

from collections.abc import Iterator
from functools import partial
from statistics import median
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from appeals.marks import mark_of
from appeals.models import Appeal, Assignment, Event
from appeals.services.submission import new_number
from bench.processor import own_backend, processor_ms
from bench.timing import Row, at_most, database
from geo import sql
from geo.types import LonLat
from territories.queries import parameters

NUMBER = 60
COLUMNS = [str(field.column) for field in Appeal._meta.concrete_fields]


def rows(large: str) -> Iterator[Row]:
    """The row. large: address of the large database; nothing stays in it."""
    with database(large), transaction.atomic():
        sql.execute("bench", "make_bare", {})
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        ids = Appeal.objects.order_by("pk").values_list("pk", flat=True)
        first, step = ids[0], max((ids.reverse()[0] - ids[0]) // NUMBER, 1)
        bare, everything = [], []
        for number in range(NUMBER):
            pattern = (
                Appeal.objects.select_related("topic").filter(pk__gte=first + number * step).earliest("pk")
            )
            copy = copy_of(pattern)
            bare.append(took_ms(partial(_insert, "bench_bare", copy)))
            everything.append(took_ms(partial(write_everything, copy)))
        transaction.set_rollback(True)
    yield at_most("insert with everything / bare insert", median(everything) / median(bare), 5)


def copy_of(appeal: Appeal) -> Appeal:
    """Another appeal like this one, with its own key and numbers."""
    appeal.pk = sql.rows("appeals", "next_appeal_ids", {"count": 1})[0][0]
    appeal.number, appeal.client_key, appeal.follow_token = _free_number(), uuid4(), uuid4().hex
    appeal.source_key = ""
    return appeal


def _free_number() -> str:
    """Among five million every two-hundredth is taken; the service would try again."""
    return next(
        number for number in iter(new_number, "") if not Appeal.objects.filter(number=number).exists()
    )


def write_everything(appeal: Appeal) -> None:
    now = timezone.now()
    place = LonLat(appeal.location.x, appeal.location.y)
    sql.prepared_rows(
        "territories", "candidates", parameters(place, on=now.date(), house_id=None, by_house=True)
    )
    _insert("appeals_appeal", appeal)
    mark_of(appeal).save(force_insert=True)
    Assignment(appeal=appeal, at=now, organisation_id=appeal.executor_id, rule="zone").save(force_insert=True)
    Event(appeal=appeal, at=now, type="submitted", actor_role="system").save(force_insert=True)


def _insert(table: str, appeal: Appeal) -> None:
    places = ", ".join(["%s"] * len(COLUMNS))
    statement = f"INSERT INTO {table} ({', '.join(COLUMNS)}) VALUES ({places})"
    with connection.cursor() as cursor:
        cursor.execute(statement, [_plain(getattr(appeal, name)) for name in _ATTRIBUTES])


_ATTRIBUTES = [field.attname for field in Appeal._meta.concrete_fields]


def _plain(value: Any) -> Any:
    """Geometries as hex EWKB, which the column reads by itself."""
    return getattr(value, "hexewkb", value).decode() if hasattr(value, "hexewkb") else value


def took_ms(run: Any) -> float:
    backend = (own_backend(),)
    before = processor_ms(backend)
    run()
    return processor_ms(backend) - before
