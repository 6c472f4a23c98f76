"""A handful of appeals to look at in the browser: two categories, every group of states, one that must stay hidden."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from appeals.models import Appeal, Assignment
from appeals.types import State, Visibility
from geo.models import Source
from geo.types import LonLat
from tests.builders import (
    TOWN,
    box,
    make_appeal,
    make_area,
    make_category,
    make_house,
    make_organisation,
    make_topic,
)

STATES = (State.ASSIGNED, State.IN_PROGRESS, State.ANSWERED, State.ACCEPTED)
SECRET = "Секретная яма"


@dataclass(frozen=True, slots=True)
class Town:
    """first: the newest appeal, alone at TOWN, with an executor and its reason. hidden: not published."""

    first: Appeal
    hidden: Appeal
    count: int


def make_town() -> Town:
    """31 public appeals in about two kilometres around TOWN, the newest at its middle."""
    make_category("roads", name_ru="Дороги", name_en="Roads", icon="road")
    make_category("yard", name_ru="Двор", name_en="Yard", icon="tree")
    pothole = make_topic("pothole", category="roads", name_ru="Яма на дороге", name_en="Pothole")
    bench = make_topic("bench", category="yard", name_ru="Сломана скамейка", name_en="Broken bench")
    area = make_area("Заречный район", polygon=box())
    company = make_organisation("ЖКС № 1")
    now = timezone.now()
    first = make_appeal(
        topic=pothole,
        text="Глубокая яма у перехода",
        address="Метский, Садовая улица, 13",
        executor=company,
        areas=[area],
        submitted_at=now - timedelta(hours=1),
        due_on=timezone.localdate() + timedelta(days=5),
        supports=3,
    )
    _explain(first)
    for index in range(30):
        place = LonLat(TOWN.lon + 0.004 * (index % 6 + 1), TOWN.lat + 0.002 * (index // 6 - 2))
        make_appeal(
            at=place,
            topic=bench if index % 3 == 0 else pothole,
            state=STATES[index % len(STATES)],
            address=f"Метский, Полевая улица, {index + 1}",
            areas=[area],
            submitted_at=now - timedelta(days=index + 1),
        )
    hidden = make_appeal(text=SECRET, state=State.MODERATION, visibility=Visibility.PRIVATE)
    make_house("13")
    Source.objects.create(slug="town", title="Town", attribution="© Town <survey>")
    return Town(first, hidden, 31)


def _explain(appeal: Appeal) -> None:
    executor = appeal.executor
    area = appeal.area
    assert executor is not None
    assert area is not None
    Assignment.objects.create(
        appeal=appeal,
        at=appeal.submitted_at,
        organisation=executor,
        rule="authority",
        explanation={
            "organisation": {"id": executor.pk, "name": executor.name},
            "rule": "authority",
            "area": {
                "id": area.pk,
                "code": area.code,
                "name": area.name,
                "kind": area.kind,
                "collection": "districts",
                "border_m": 420.0,
            },
            "sentences": [f"Ответит {executor.name}: отвечает за «{area.name}»."],
        },
    )
