"""Who lives in the demo's areas and who sent what nobody else may read; not the houses, nor the appeals themselves."""

from datetime import date

from django.db.models import F, Sum, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat, Mod

from analytics.importing.houses import count_houses
from analytics.models import CellResidents
from analytics.services.residents import spread_year
from analytics.services.statistics import record_statistics
from analytics.types import PEOPLE, POPULATION, StatisticRow
from appeals.models import Appeal
from appeals.types import Visibility
from geo.importing.report import Report
from geo.models import Source

# People are registered in flats that nobody counted; as in real towns the two numbers differ.
REGISTERED = 1.03
# The kinds of areas that lie beside each other and hold nearly every house.
WITH_REGISTERS = ("district", "settlement")
# So many people share the unpublished appeals, with addresses of the domain that is nobody's.
SENDERS = 397


def settle(*, today: date, origin: Source) -> float:
    """Write the population of all areas of the demo and their cells; answers how many people. Needs a transaction."""
    count_houses(year=today.year, on=today, report=Report())
    counted = (
        CellResidents.objects.filter(area__kind__in=WITH_REGISTERS)
        .values_list("area_id")
        .annotate(people=Sum("counted"))
    )
    rows = [
        StatisticRow(area_id, today.year, None, float(round(people * REGISTERED)))
        for area_id, people in counted.order_by("area_id")
    ]
    record_statistics(indicator=POPULATION, unit=PEOPLE, rows=rows, source=origin)
    return spread_year(year=today.year, on=today).people


def sign() -> int:
    """Give the unpublished appeals senders; answers how many. Without any they might all be of one person."""
    number = Cast(Mod(F("pk"), Value(SENDERS)), CharField())
    unsigned = Appeal.objects.filter(visibility=Visibility.PRIVATE.value, author=None, author_email="")
    return unsigned.update(author_email=Concat(Value("zhitel-"), number, Value("@example.org")))
