"""Who answers in a demo town: organisations, their areas, zones and house contracts; not how the choice is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from demo.areas import TownAreas
from demo.loading import Houses
from demo.town import drawing
from demo.town.layout import Town
from geo import sql
from territories.models import Area, Authority, Organisation
from territories.services.organisations import register
from territories.services.zones import ZoneDraft
from territories.types import OrganisationKind, OrganisationRow, ZoneBasis

K = OrganisationKind
# key: name, kind.
REGISTER: dict[str, tuple[str, OrganisationKind]] = {
    "education": ("Управление образования", K.DEPARTMENT),
    "culture": ("Комитет по культуре и спорту", K.DEPARTMENT),
    "economy": ("Отдел экономики и торговли", K.DEPARTMENT),
    "building": ("Управление архитектуры и строительства", K.DEPARTMENT),
    "roads": ("МБУ «Дорожная служба»", K.ROAD_SERVICE),
    "transport": ("МУП «Городской автобус»", K.OTHER),
    "social": ("Центр социальной защиты", K.DEPARTMENT),
    "mfc": ("МФЦ «Мои документы»", K.OTHER),
    "hospital": ("Центральная районная больница", K.OTHER),
    "rescue": ("Единая дежурно-диспетчерская служба", K.DEPARTMENT),
    "water": ("МУП «Водоканал»", K.RESOURCE_SUPPLIER),
    "heat": ("АО «Теплосеть»", K.RESOURCE_SUPPLIER),
    "power": ("АО «Среднереченские электросети»", K.RESOURCE_SUPPLIER),
    "gas": ("АО «Горгаз»", K.RESOURCE_SUPPLIER),
    "light": ("МУП «Горсвет»", K.RESOURCE_SUPPLIER),
    "parks": ("МБУ «Зелёное хозяйство»", K.CONTRACTOR),
    "ritual": ("МУП «Ритуал»", K.CONTRACTOR),
    "waste_north": ("ООО «ЭкоТранс»", K.WASTE_OPERATOR),
    "waste_south": ("ООО «Чистый округ»", K.WASTE_OPERATOR),
    "trunk": ("ФКУ «Автомагистраль Среднеречье»", K.ROAD_SERVICE),
}
COMPANIES = (
    "УК «Берёзка»",
    "ООО «ЖКС № 1»",
    "ООО «ЖКС № 2»",
    "УК «Северная»",
    "УК «Комфорт-Сервис»",
    "УК «Заречье»",
    "УК «Наш дом»",
    "ТСЖ «Набережная»",
)
WATER_TOPICS = (
    "no_cold_water",
    "water_quality",
    "water_pressure",
    "sewage_blocked",
    "storm_drain",
    "open_manhole",
)
HEAT_TOPICS = ("no_heating", "weak_heating", "no_hot_water")
GAS_TOPICS = ("no_gas", "gas_smell", "gas_connection")
LIGHT_TOPICS = ("lamp_broken", "lamp_none")
# The company that residents complain about most.
BAD_COMPANY = 4
CATEGORIES_OF_OKRUG: dict[str, tuple[str, ...]] = {
    "education": ("education",),
    "culture": ("culture", "sport"),
    "economy": ("trade", "business", "economy"),
    "building": ("construction", "cadastre"),
    "roads": ("roads",),
    "transport": ("transport",),
    "social": ("social",),
    "mfc": ("mfc",),
    "hospital": ("medicine",),
    "rescue": ("safety",),
}


@dataclass(slots=True)
class Offices:
    """The organisations of a town by key; companies in the order of COMPANIES; house → company or -1."""

    by_key: dict[str, Organisation]
    companies: list[Organisation]
    company_of_house: NDArray[np.int64]


def register_all(towns: Sequence[Town]) -> list[dict[str, Organisation]]:
    """Registers the organisations of all towns at once; answers those of each town by key."""
    names = [_names(town) for town in towns]
    rows = [
        OrganisationRow(
            name,
            kind,
            phone=f"8 (49100) {2 + n % 7}-{10 + n:02}-{10 + n * 7 % 90:02}",
            email=f"office{town.index}-{n}@metka.example",
        )
        for town, named in zip(towns, names, strict=True)
        for n, (_, name, kind) in enumerate(named)
    ]
    registered = iter(register(rows=rows).organisations)
    return [{key: next(registered) for key, _, _ in named} for named in names]


def _names(town: Town) -> list[tuple[str, str, OrganisationKind]]:
    """Key, name and kind of each organisation of a town."""
    tail = "" if town.index == 0 else f", {town.name}"
    names = [(key, name + tail, kind) for key, (name, kind) in REGISTER.items()]
    names += [(f"company{n}", name + tail, K.MANAGEMENT_COMPANY) for n, name in enumerate(COMPANIES)]
    names.append(("okrug", f"Администрация округа {town.name}", K.AUTHORITY))
    names += [
        (code, f"Администрация: {name}, {town.name}", K.AUTHORITY) for code, name, _, _ in drawing.DISTRICTS
    ]
    for number, title in enumerate(town.settlements[1:], start=1):
        names.append((f"village{number}", f"Территориальный отдел {title}, {town.name}", K.AUTHORITY))
    return names


def sign(rng: np.random.Generator, town: Town, houses: Houses, by_key: dict[str, Organisation]) -> Offices:
    """Signs the contracts of apartment houses, and those of the first company with its contractors."""
    companies = [by_key[f"company{n}"] for n in range(len(COMPANIES))]
    _lead(companies[0], [by_key["parks"], by_key["light"]])
    owners = _companies(rng, town)
    sql.copy_lines(
        "territories_housecontract",
        ("house_id", "organisation_id", "valid_from"),
        (
            f"{houses.first_id + n}\t{companies[owner].pk}\t{2015 + owner % 4}-06-01"
            for n, owner in enumerate(owners.tolist())
            if owner >= 0
        ),
    )
    return Offices(by_key, companies, owners)


def _companies(rng: np.random.Generator, town: Town) -> NDArray[np.int64]:
    """Each apartment house belongs to the company whose office is near, now and then to another."""
    places = shapely.get_coordinates([building.shape.centroid for building in town.houses])
    flats = np.array([building.kind in {"apartments", "tower", "house"} for building in town.houses])
    blocks = places[flats]
    seats = blocks[rng.choice(len(blocks), 3 * len(COMPANIES), replace=False)]
    owner = shapely.STRtree(shapely.points(seats)).nearest(shapely.points(places)) % len(COMPANIES)
    stray = rng.random(len(places)) < 0.06
    owner = np.where(stray, rng.integers(0, len(COMPANIES), len(places)), owner)
    kinds = np.array([building.kind for building in town.houses])
    unmanaged = ~flats | ((kinds == "house") & (rng.random(len(places)) < 0.45))
    result: NDArray[np.int64] = np.where(unmanaged, -1, owner).astype(np.int64)
    return result


def _lead(company: Organisation, contractors: list[Organisation]) -> None:
    """Its head approves each answer, and others work for it: every step of the executor's desk can be tried."""
    company.head_approves = True
    company.save(update_fields=["head_approves"])
    company.contractors.set(contractors)


def empower(offices: Offices, areas: dict[tuple[str, str], Area], oktmo: str) -> None:
    """Authorities of the okrug, its districts and villages. areas: by (kind, code)."""
    okrug = areas["okrug", oktmo]
    rows = [Authority(organisation=offices.by_key["okrug"], area=okrug)]
    for key, categories in CATEGORIES_OF_OKRUG.items():
        rows.append(Authority(organisation=offices.by_key[key], area=okrug, categories=list(categories)))
    for (kind, code), area in areas.items():
        short = code.rpartition("-")[2]
        if kind == "district":
            rows.append(
                Authority(organisation=offices.by_key[short], area=area, categories=["yard", "improvement"])
            )
        elif kind == "settlement":
            key = f"village{int(short) - 200}"
            rows.append(
                Authority(
                    organisation=offices.by_key[key], area=area, categories=["yard", "improvement", "housing"]
                )
            )
    Authority.objects.bulk_create(rows)


def zones(
    town: Town, offices: Offices, divided: TownAreas, areas: dict[tuple[str, str], Area]
) -> list[ZoneDraft]:
    """Zones of duty. The Zavodskoy district is shared by both waste operators: there the choice is made by hand."""

    def org(key: str) -> Organisation:
        return offices.by_key[key]

    def polygon(key: str, name: str, shape: BaseGeometry, **what: Any) -> ZoneDraft:
        return ZoneDraft(org(key), ZoneBasis.POLYGON, name, town.frame.to_4326(shape), **what)

    okrug = next(area.pk for (kind, _), area in areas.items() if kind == "okrug")
    town_id = next(area.pk for (kind, _), area in areas.items() if kind == "town")
    split = divided.districts["03"]
    south = shapely.union_all(
        [divided.districts["06"], divided.territories[2], divided.territories[3], divided.territories[6]]
    )
    north = divided.okrug.difference(shapely.union_all([south, split]))
    heated = shapely.union_all(
        [face.shape for face in town.faces if face.use in {"slabs", "midrise", "centre"}]
    )
    parks = shapely.union_all([park for _, park in town.terrain.parks])
    trunk = shapely.union_all([street.line for street in town.streets if street.kind == "trunk"])
    return [
        ZoneDraft(
            org("water"),
            ZoneBasis.AREAS,
            "Водоснабжение города",
            area_ids=(town_id,),
            topics=(
                "no_cold_water",
                "water_quality",
                "water_pressure",
                "sewage_blocked",
                "storm_drain",
                "open_manhole",
            ),
        ),
        polygon(
            "heat",
            "Тепловые сети",
            heated.buffer(60).simplify(2),
            topics=("no_heating", "weak_heating", "no_hot_water"),
        ),
        ZoneDraft(
            org("power"),
            ZoneBasis.AREAS,
            "Электрические сети",
            area_ids=(okrug,),
            topics=("no_electricity", "voltage", "wire_down", "pole_damaged"),
        ),
        ZoneDraft(
            org("gas"),
            ZoneBasis.AREAS,
            "Газовые сети",
            area_ids=(okrug,),
            topics=("no_gas", "gas_smell", "gas_connection"),
        ),
        ZoneDraft(
            org("light"),
            ZoneBasis.AREAS,
            "Уличное освещение",
            area_ids=(town_id,),
            topics=("lamp_broken", "lamp_none"),
        ),
        polygon("parks", "Парки и скверы", parks.buffer(6), categories=("improvement",)),
        polygon(
            "ritual", "Городское кладбище", town.terrain.cemetery.buffer(15), categories=("improvement",)
        ),
        polygon("waste_north", "Вывоз отходов: северный берег", _tidy(north), categories=("waste",)),
        polygon("waste_south", "Вывоз отходов: южный берег и сёла", _tidy(south), categories=("waste",)),
        polygon("waste_north", "Вывоз отходов: Заводской район", split, categories=("waste",), shared=True),
        polygon("waste_south", "Вывоз отходов: Заводской район", split, categories=("waste",), shared=True),
        ZoneDraft(
            org("trunk"),
            ZoneBasis.ASSET,
            "Объездная дорога",
            town.frame.to_4326(trunk),
            categories=("roads",),
            tolerance_m=14.0,
        ),
    ]


def _tidy(shape: BaseGeometry) -> BaseGeometry:
    """Without the slivers that cutting leaves."""
    return shapely.union_all([part for part in shapely.get_parts(shape) if part.area > 1_000])
