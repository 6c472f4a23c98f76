"""The start page of the administrator's desk: what wants attention, and the doors to the rest."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appeals.queries.attention import attention
from appeals.selecting import NOBODY_WORD
from territories.matrix.cells import CellState
from web.duty_filters import asked
from web.views.administration.frame import shown


@require_safe
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Holes are counted on the first page of the level that the matrix opens with."""
    now, today = timezone.now(), timezone.localdate()
    wanted = asked(QueryDict(), on=today)
    table = wanted.table(on=today)
    context = {
        "level": wanted.level,
        "holes": table.count(CellState.HOLE) + table.count(CellState.PARTLY),
        "by_hand": table.count(CellState.MANUAL),
        "nobody": NOBODY_WORD,
        "waits": attention(now=now, on=today),
    }
    return shown(request, "start", context)
