"""Makers of rows for everybody's tests: each takes what matters to the test and fills the rest; not a mock of services.

Rows are saved. Places are `LonLat` (WGS84 degrees). Whatever is not named is valid and the same in every run, except
numbers and keys, which are only unique.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point, Polygon
from django.utils import timezone

from accounts.models import Membership, User, confirm_address
from accounts.types import Role, Viewer
from appeals.marks import write_mark
from appeals.models import Appeal, Category, Deadline, RefusalReason, Topic
from appeals.rules.areas import told_areas
from appeals.rules.deadlines import Stage, Unit, end_of
from appeals.rules.privacy import public_address, public_place
from appeals.types import HIDDEN_STATES, Channel, Kind, Privacy, State, Track, Visibility
from geo import sql
from geo.models import House, Settlement, Street
from geo.types import LonLat
from territories.models import (
    Area,
    Authority,
    BorderLine,
    Boundary,
    BoundaryVersion,
    Collection,
    HouseContract,
    Organisation,
    Piece,
    ServiceZone,
)
from territories.queries import known_areas
from territories.types import OrganisationKind, TopicScope, VersionState, ZoneBasis

# Middle of the tests' town: 60° N, where degrees of longitude are half as long as those of latitude.
TOWN = LonLat(30.3, 60.0)
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
_serial = count(1)


def make_category(code: str = "roads", **fields: object) -> Category:
    """The category of this code, made when it is missing."""
    values = {"name_ru": f"Категория {code}", "name_en": f"Category {code}", "icon": "road", **fields}
    return Category.objects.get_or_create(code=code, defaults=values)[0]


def make_topic(
    code: str = "pothole",
    *,
    category: str = "roads",
    scope: TopicScope = TopicScope.STREET,
    privacy: Privacy = Privacy.STREET,
    **fields: object,
) -> Topic:
    """The topic of this code, made when it is missing; an existing one (of the catalogue) is returned as it is."""
    if known := Topic.objects.filter(code=code).first():
        return known
    values = {
        "category": make_category(category),
        "name_ru": f"Тема {code}",
        "name_en": f"Topic {code}",
        "kinds": [kind.value for kind in Kind],
        "scope": scope,
        "privacy": privacy,
        **fields,
    }
    return Topic.objects.create(code=code, **values)


def make_deadline(
    number: int,
    unit: Unit = Unit.CALENDAR_DAYS,
    *,
    stage: Stage = Stage.ANSWER,
    track: Track = Track.MESSAGE,
    **fields: object,
) -> Deadline:
    """A row of the table of deadlines; for all topics everywhere unless a field names some."""
    values = {"stage": stage, "track": track, "number": number, "unit": unit, "source": "tests", **fields}
    return Deadline.objects.create(**values)


def make_reason(code: str = "no_facts", **fields: object) -> RefusalReason:
    values = {"text_ru": f"Причина {code}", "text_en": f"Reason {code}", **fields}
    return RefusalReason.objects.get_or_create(code=code, defaults=values)[0]


def make_organisation(
    name: str = "", *, kind: OrganisationKind = OrganisationKind.MANAGEMENT_COMPANY, **fields: object
) -> Organisation:
    """A new organisation; a name of its own when none is given."""
    name = name or f"Organisation {next(_serial)}"
    return Organisation.objects.create(name=name, name_key=name.casefold(), kind=kind, **fields)


def make_user(
    email: str = "",
    *,
    role: Role | None = None,
    organisation: Organisation | None = None,
    area: Area | None = None,
    **fields: object,
) -> User:
    """A user with the password «correct horse battery» and, when named, one role."""
    email = email or f"person{next(_serial)}@example.org"
    user = User.objects.create_user(email, "correct horse battery", **fields)
    confirm_address(user)
    if role:
        Membership.objects.create(user=user, role=role, organisation=organisation, area=area)
    return user


def moderator() -> Viewer:
    """A viewer with a saved user behind it who moderates."""
    return Viewer(make_user(role=Role.MODERATOR).pk, frozenset({Role.MODERATOR, Role.RESIDENT}))


def operator(*areas: Area) -> Viewer:
    """A viewer with a saved user behind it who takes calls: of these areas only, of everywhere without any."""
    user = make_user(role=Role.OPERATOR, area=areas[0] if areas else None)
    limit = frozenset(area.pk for area in areas) or None
    return Viewer(user.pk, frozenset({Role.OPERATOR, Role.RESIDENT}), operated_area_ids=limit)


def worker(organisation: Organisation) -> Viewer:
    """A viewer with a saved user behind it who works in the organisation."""
    user = make_user(role=Role.WORKER, organisation=organisation)
    return Viewer(user.pk, frozenset({Role.WORKER, Role.RESIDENT}), frozenset({organisation.pk}))


def head(organisation: Organisation) -> Viewer:
    """A viewer with a saved user behind it who heads the organisation."""
    user = make_user(role=Role.HEAD, organisation=organisation)
    own = frozenset({organisation.pk})
    return Viewer(user.pk, frozenset({Role.HEAD, Role.RESIDENT}), own, own)


def district_head(area: Area) -> Viewer:
    """A viewer with a saved user behind it who heads the area."""
    user = make_user(role=Role.DISTRICT_HEAD, area=area)
    roles = frozenset({Role.DISTRICT_HEAD, Role.RESIDENT})
    return Viewer(user.pk, roles, overseen_area_ids=frozenset({area.pk}))


def resident() -> Viewer:
    """A viewer with a saved user behind it and no other role."""
    return Viewer(make_user().pk, frozenset({Role.RESIDENT}))


def make_appeal(
    *,
    at: LonLat = TOWN,
    topic: Topic | None = None,
    kind: Kind = Kind.PROBLEM,
    state: State = State.ASSIGNED,
    visibility: Visibility = Visibility.PUBLIC,
    text: str = "Яма у дома",
    address: str = "",
    executor: Organisation | None = None,
    areas: Sequence[Area] = (),
    author: User | None = None,
    submitted_at: datetime = NOON,
    **fields: object,
) -> Appeal:
    """An appeal with its mark, at its public place as the topic's privacy says. areas: smallest first.

    The states before moderation and refusal are private whatever `visibility` says: the table holds to it.
    """
    topic = topic or make_topic()
    serial = next(_serial)
    shown = public_place(at, Privacy(topic.privacy))
    known = known_areas(area.pk for area in areas)
    around = told_areas([known[area.pk] for area in areas], Privacy(topic.privacy))
    hidden = state in HIDDEN_STATES
    due_on, due_at = fields.get("due_on"), fields.get("due_at")
    due = end_of(date.fromisoformat(str(due_on)), ZoneInfo(settings.CLOCK_ZONE)) if due_on else None
    values = {
        "counted_from": submitted_at,
        "moderate_by": submitted_at + timedelta(hours=48),
        "due_at": due and due.at,
        "due_on": timezone.localdate(due_at) if isinstance(due_at, datetime) else None,
        "number": f"{serial:09d}",
        "client_key": UUID(int=serial),
        "follow_token": f"token{serial}",
        "public_text": text,
        "public_address": public_address(address, Privacy(topic.privacy)),
        "channel": Channel.WEB,
        "changed_at": submitted_at,
        "published_at": None if hidden or visibility != Visibility.PUBLIC else submitted_at,
        **fields,
    }
    appeal = Appeal.objects.create(
        kind=kind,
        topic=topic,
        text=text,
        location=Point(at.lon, at.lat, srid=4326),
        public_location=Point(shown.lon, shown.lat, srid=4326),
        address=address,
        area_id=around.shown,
        area_ids=[area.pk for area in areas],
        hidden_area_ids=list(around.hidden),
        executor=executor,
        state=state,
        visibility=Visibility.PRIVATE if hidden else visibility,
        author=author,
        submitted_at=submitted_at,
        **values,
    )
    write_mark(appeal)
    return appeal


def make_settlement(name: str = "Метский", at: LonLat = TOWN) -> Settlement:
    place = Point(at.lon, at.lat, srid=4326)
    return Settlement.objects.get_or_create(
        name=name, defaults={"name_key": name.casefold(), "kind": "town", "location": place}
    )[0]


def make_house(
    number: str = "13", *, street: str = "Садовая", at: LonLat = TOWN, settlement: Settlement | None = None
) -> House:
    """A house on a street (улица) of the settlement."""
    settlement = settlement or make_settlement()
    place = Point(at.lon, at.lat, srid=4326)
    road = Street.objects.get_or_create(
        settlement=settlement,
        name_key=street.casefold(),
        kind="улица",
        defaults={"name": f"{street} улица", "location": place},
    )[0]
    return House.objects.create(
        settlement=settlement,
        street=road,
        number=number,
        number_key=number,
        address=f"{settlement.name}, {street} улица, {number}",
        location=place,
    )


def make_contract(house: House, organisation: Organisation) -> HouseContract:
    """The house is managed by the organisation, without end."""
    return HouseContract.objects.create(house=house, organisation=organisation)


def box(
    west: float = TOWN.lon - 0.1,
    south: float = TOWN.lat - 0.1,
    east: float = TOWN.lon + 0.1,
    north: float = TOWN.lat + 0.1,
) -> Polygon:
    """A rectangle in degrees."""
    return Polygon.from_bbox((west, south, east, north))


def make_area(
    name: str = "Район",
    *,
    polygon: GEOSGeometry | None = None,
    kind: str = "district",
    code: str = "",
    parent: Area | None = None,
    collection: str = "districts",
) -> Area:
    """An area with a boundary in the published version of its collection, in force without bounds and indexed."""
    group = Collection.objects.get_or_create(slug=collection, defaults={"name": collection})[0]
    version = BoundaryVersion.objects.get_or_create(
        collection=group, number=1, defaults={"state": VersionState.PUBLISHED, "checksum": "builders"}
    )[0]
    area = Area.objects.create(
        collection=group, kind=kind, code=code or f"{kind}-{next(_serial)}", name=name, parent=parent
    )
    shape = polygon or box()
    whole = shape if isinstance(shape, MultiPolygon) else MultiPolygon(shape, srid=4326)
    whole.srid = 4326
    Boundary.objects.create(
        area=area,
        version=version,
        name=name,
        parent=parent,
        geom=whole,
        label_point=shape.point_on_surface,
        area_m2=0,
    )
    Piece.objects.filter(boundary__version=version).delete()
    BorderLine.objects.filter(boundary__version=version).delete()
    for statement in ("boundary_sizes", "boundary_pieces", "boundary_lines"):
        sql.execute("territories", statement, {"version_id": version.pk})
    return area


def make_authority(organisation: Organisation, area: Area, *, categories: Sequence[str] = ()) -> Authority:
    return Authority.objects.create(organisation=organisation, area=area, categories=list(categories))


def make_zone(
    organisation: Organisation,
    *,
    polygon: GEOSGeometry | None = None,
    topics: Sequence[str] = (),
    categories: Sequence[str] = (),
    shared: bool = False,
    **fields: object,
) -> ServiceZone:
    """A polygon zone, indexed."""
    shape = polygon or box()
    shape.srid = 4326
    zone = ServiceZone.objects.create(
        organisation=organisation,
        basis=ZoneBasis.POLYGON,
        geom=shape,
        topics=list(topics),
        categories=list(categories),
        shared=shared,
        **fields,
    )
    for statement in ("zone_sizes", "zone_pieces", "zone_lines"):
        sql.execute("territories", statement, {"zone_ids": [zone.pk]})
    return zone
