"""The map's twin row of an appeal, at its public place; whoever writes the appeal writes it in the same transaction."""

from django.contrib.gis.geos import Point

from appeals.models import Appeal, Mark
from appeals.rules.deadlines import answered_in_time, hours_to_answer
from geo.hexgrid import cell_at
from geo.tilegrid import HALF_WORLD_M, QUANTUM_BITS, morton, quantize
from geo.types import LonLat

_QUANTUM_M = 2 * HALF_WORLD_M / (1 << QUANTUM_BITS)


def mark_of(appeal: Appeal) -> Mark:
    """Unsaved mark of a saved appeal. Its topic is read when it is not loaded yet; nothing else is."""
    place = LonLat(appeal.public_location.x, appeal.public_location.y)
    qx, qy = quantize(place)
    return Mark(
        appeal=appeal,
        number=appeal.number,
        supports=appeal.supports,
        submitted_at=appeal.submitted_at,
        kind=appeal.kind,
        category_id=appeal.topic.category_id,
        topic_id=appeal.topic_id,
        state=appeal.state,
        visibility=appeal.visibility,
        executor_id=appeal.executor_id,
        area_ids=appeal.told_area_ids,
        hidden_area_ids=appeal.hidden_area_ids,
        in_time=answered_in_time(appeal.answered_at, appeal.due_at),
        rating=appeal.rating,
        answer_h=hours_to_answer(appeal.submitted_at, appeal.answered_at),
        reopened=appeal.reopenings > 0,
        h3=cell_at(place).index,
        qx=qx,
        qy=qy,
        mk=morton(qx, qy),
        geom_3857=Point(*_mercator(qx, qy), srid=3857),
    )


def write_mark(appeal: Appeal, *, new: bool = False) -> None:
    """Insert or replace the appeal's mark. Call it in the transaction that wrote the appeal.

    new: the appeal was written just now and has no mark yet; saved by its key, it would first be looked for.
    """
    mark_of(appeal).save(force_insert=new)


def _mercator(qx: int, qy: int) -> tuple[float, float]:
    """EPSG:3857 metres of the middle of a quantum (1.9 cm wide), so that place and quantum never disagree."""
    return (qx + 0.5) * _QUANTUM_M - HALF_WORLD_M, HALF_WORLD_M - (qy + 0.5) * _QUANTUM_M
