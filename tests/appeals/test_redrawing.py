"""Drawn zones and areas: preview, publication, what happens to open appeals; nothing half done."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection

from accounts.types import PUBLIC, Role, Viewer
from appeals.errors import NotAllowed
from appeals.models import Appeal, Assignment
from appeals.services import redrawing, reexamination
from appeals.services.submission import submit
from appeals.types import Draft, Kind
from geo.types import LonLat
from territories import drawn, surroundings
from territories.errors import (
    BeforeItsBegin,
    DayIsPast,
    NotDrawn,
    NothingChanged,
    OrganisationClosed,
    RedrawnMeanwhile,
    SavedMeanwhile,
    StagedWaits,
)
from territories.models import (
    Area,
    BoundaryVersion,
    Drawing,
    Organisation,
    Piece,
    ServiceZone,
    ServiceZoneEvent,
    not_over,
)
from territories.queries import decide_executor
from territories.services import drawing as drafts
from territories.services.boundaries import publish as publish_areas
from territories.services.boundaries import stage
from territories.types import TopicRef
from tests.builders import make_appeal, make_authority, make_organisation, make_topic, make_user
from tests.grid import Grid
from tests.performance.large import many_closed, without_seqscan

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
TOWN = Grid("AABB\nAABB")
MOVED, STAYING = TOWN.point(2, 0), TOWN.point(0, 0)
WEST, EAST = Grid("AAAB\nAAAB").polygon("A"), Grid("AAAB\nAAAB").polygon("B")
POTHOLE = TopicRef("pothole", "roads")
pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> Viewer:
    user = make_user(role=Role.ADMINISTRATOR)
    return Viewer(user.pk, frozenset({Role.ADMINISTRATOR, Role.RESIDENT}))


@pytest.fixture
def zones() -> dict[str, ServiceZone]:
    """Two zones side by side, drawn since 2025."""
    publish_areas(version=stage(collection="town", rows=[TOWN.area("AB", kind="city")]), now=NOW)
    made = {}
    for letter in "AB":
        drawing = drafts.draw_new_zone(by=1, organisation=make_organisation(f"ЖКС {letter}"), now=NOW)
        drawing = saved(drawing, TOWN.polygon(letter), categories=["roads"], topics=[])
        made[letter] = redrawing.publish(
            actor=Viewer(None, frozenset({Role.ADMINISTRATOR})), drawings=[drawing], valid_from=TODAY, now=NOW
        ).published.zones[0]
    return made


def saved(drawing: Drawing, polygon: object, **values: object) -> Drawing:
    shape = drawn.shape_of(polygon)
    return drafts.save(drawing=drawing, revision=drawing.revision, shape=shape, values=values, now=NOW)


def moved_border(by: int, zones: dict[str, ServiceZone]) -> list[Drawing]:
    """The border between the two zones, a square farther east, as two drawings."""
    pairs = ((zones["A"], WEST), (zones["B"], EAST))
    return [saved(drafts.draw_zone(by=by, zone=zone, now=NOW), polygon) for zone, polygon in pairs]


def sent(place: LonLat) -> Appeal:
    draft = Draft(Kind.PROBLEM, make_topic().code, "Яма на дороге", uuid4(), location=place)
    return submit(actor=PUBLIC, draft=draft, now=NOW)


LATER = NOW + timedelta(days=30)
THEN = date(2026, 4, 9)


def test_preview_names_who_changes_hands_and_writes_nothing(
    boss: Viewer, zones: dict[str, ServiceZone]
) -> None:
    moved, _staying = sent(MOVED), sent(STAYING)
    both = moved_border(boss.user_id, zones)
    before = (ServiceZone.objects.count(), Piece.objects.count(), Drawing.objects.count())
    review = redrawing.preview(actor=boss, drawings=both, valid_from=THEN, now=LATER)
    assert [(c.number, c.before, c.after) for c in review.changed] == [(moved.number, "ЖКС B", "ЖКС A")]
    assert (ServiceZone.objects.count(), Piece.objects.count(), Drawing.objects.count()) == before
    assert {zone.valid_to for zone in ServiceZone.objects.all()} == {None}


def test_publication_ends_the_old_zones_and_passes_appeals_on(
    boss: Viewer, zones: dict[str, ServiceZone]
) -> None:
    moved, staying = sent(MOVED), sent(STAYING)
    both = moved_border(boss.user_id, zones)
    done = redrawing.publish(actor=boss, drawings=both, valid_from=THEN, now=LATER)
    assert [change.number for change in done.review.changed] == [moved.number]
    for appeal, name in ((moved, "ЖКС A"), (staying, "ЖКС A")):
        appeal.refresh_from_db()
        assert appeal.executor.name == name
    assert Assignment.objects.filter(appeal=moved).count() == 2
    assert not Drawing.objects.exists()
    old = ServiceZone.objects.get(pk=zones["A"].pk)
    assert (old.valid_from, old.valid_to) == (TODAY, THEN)
    new = done.published.zones[0]
    assert (new.valid_from, new.valid_to, new.categories) == (THEN, None, ["roads"])
    assert new.area_m2 == pytest.approx(60_000, rel=0.01)
    for day, name in ((THEN - timedelta(days=1), "ЖКС B"), (THEN, "ЖКС A")):
        assert decide_executor(MOVED, POTHOLE, on=day).chosen.organisation == name


def test_chosen_appeals_are_passed_on_and_others_left(boss: Viewer, zones: dict[str, ServiceZone]) -> None:
    chosen, left = sent(MOVED), sent(MOVED)
    done = redrawing.publish(
        actor=boss,
        drawings=moved_border(boss.user_id, zones),
        valid_from=THEN,
        now=LATER,
        only={chosen.number},
    )
    chosen.refresh_from_db()
    left.refresh_from_db()
    assert (chosen.executor.name, left.executor.name) == ("ЖКС A", "ЖКС B")
    assert [change.number for change in done.review.changed] == [chosen.number]


def test_on_a_day_to_come_nothing_is_passed_on_yet(boss: Viewer, zones: dict[str, ServiceZone]) -> None:
    moved = sent(MOVED)
    day = THEN + timedelta(days=10)
    done = redrawing.publish(
        actor=boss, drawings=moved_border(boss.user_id, zones), valid_from=day, now=LATER
    )
    moved.refresh_from_db()
    assert (done.review.examined, moved.executor.name) == (0, "ЖКС B")
    assert decide_executor(MOVED, POTHOLE, on=THEN).chosen.organisation == "ЖКС B"
    assert decide_executor(MOVED, POTHOLE, on=day).chosen.organisation == "ЖКС A"


def test_a_failure_takes_everything_back(boss: Viewer, zones: dict[str, ServiceZone]) -> None:
    sent(MOVED)
    both = moved_border(boss.user_id, zones)
    bow_tie = [[[[30.0, 60.0], [30.001, 60.001], [30.001, 60.0], [30.0, 60.001], [30.0, 60.0]]]]
    both[1] = drafts.save(drawing=both[1], revision=both[1].revision, shape=bow_tie, values={}, now=NOW)
    with pytest.raises(NotDrawn):
        redrawing.publish(actor=boss, drawings=both, valid_from=THEN, now=LATER)
    assert {zone.valid_to for zone in ServiceZone.objects.all()} == {None}
    assert Drawing.objects.get(pk=both[1].pk).shape == bow_tie
    assert Assignment.objects.count() == 1


def test_two_administrators_the_second_is_told(boss: Viewer, zones: dict[str, ServiceZone]) -> None:
    other = make_user(role=Role.ADMINISTRATOR).pk
    mine, theirs = (
        saved(drafts.draw_zone(by=by, zone=zones["A"], now=NOW), WEST) for by in (boss.user_id, other)
    )
    redrawing.publish(actor=boss, drawings=[mine], valid_from=THEN, now=LATER)
    theirs.refresh_from_db()
    with pytest.raises(RedrawnMeanwhile):
        redrawing.publish(actor=boss, drawings=[theirs], valid_from=THEN, now=LATER)
    assert drawn.geometry_of(theirs.shape) is not None
    theirs = saved(drafts.rebase(drawing=theirs, now=LATER), TOWN.polygon("A"))
    redrawing.publish(actor=boss, drawings=[theirs], valid_from=THEN, now=LATER)
    assert decide_executor(MOVED, POTHOLE, on=THEN).chosen.organisation == "ЖКС B"


def test_two_windows_the_second_save_is_told(zones: dict[str, ServiceZone]) -> None:
    first = drafts.draw_zone(by=1, zone=zones["A"], now=NOW)
    second = drafts.draw_zone(by=1, zone=zones["A"], now=NOW)
    assert first.pk == second.pk
    saved(first, WEST)
    with pytest.raises(SavedMeanwhile):
        saved(second, EAST)
    with pytest.raises(SavedMeanwhile):
        redrawing.preview(
            actor=Viewer(1, frozenset({Role.ADMINISTRATOR})), drawings=[second], valid_from=THEN, now=LATER
        )


def test_refusals(boss: Viewer, zones: dict[str, ServiceZone]) -> None:
    drawing = drafts.draw_zone(by=boss.user_id, zone=zones["A"], now=NOW)
    with pytest.raises(NothingChanged):
        redrawing.preview(actor=boss, drawings=[drawing], valid_from=THEN, now=LATER)
    drawing = saved(drawing, WEST)
    with pytest.raises(DayIsPast):
        redrawing.preview(actor=boss, drawings=[drawing], valid_from=TODAY, now=LATER)
    ServiceZone.objects.filter(pk=zones["A"].pk).update(valid_from=THEN + timedelta(days=5))
    with pytest.raises(BeforeItsBegin):
        redrawing.preview(actor=boss, drawings=[drawing], valid_from=THEN, now=LATER)
    with pytest.raises(NotAllowed):
        redrawing.publish(actor=PUBLIC, drawings=[drawing], valid_from=THEN, now=LATER)


def areas_of_a_town() -> None:
    publish_areas(version=stage(collection="districts", rows=[TOWN.area("A"), TOWN.area("B")]), now=NOW)
    for letter in "AB":
        make_authority(make_organisation(f"Орган {letter}"), Area.objects.get(code=letter))


def test_areas_get_another_version_with_both_sides_of_the_border(boss: Viewer) -> None:
    areas_of_a_town()
    moved = sent(MOVED)
    pairs = (("A", WEST), ("B", EAST))
    both = [
        saved(drafts.draw_area(by=boss.user_id, area=Area.objects.get(code=code), now=NOW), polygon)
        for code, polygon in pairs
    ]
    review = redrawing.preview(actor=boss, drawings=both, valid_from=THEN, now=LATER)
    assert [(c.before, c.after) for c in review.changed] == [("Орган B", "Орган A")]
    assert BoundaryVersion.objects.count() == 1
    redrawing.publish(actor=boss, drawings=both, valid_from=THEN, now=LATER)
    first, second = BoundaryVersion.objects.order_by("number")
    assert (first.valid_to, second.valid_from, second.state) == (THEN, THEN, "published")
    assert second.report["overlaps"] == []
    moved.refresh_from_db()
    assert (moved.executor.name, moved.area.code) == ("Орган A", "A")
    assert set(second.boundaries.values_list("area_id", flat=True)) == set(
        Area.objects.values_list("pk", flat=True)
    )


def test_a_new_area_joins_its_collection(boss: Viewer) -> None:
    areas_of_a_town()
    home = Area.objects.get(code="A").collection
    drawing = drafts.draw_new_area(by=boss.user_id, collection=home, now=NOW)
    assert drawing.kind == "district"
    drawing = saved(drawing, Grid("..C\n..C").polygon("C"))
    with pytest.raises(NotDrawn):
        redrawing.publish(actor=boss, drawings=[drawing], valid_from=THEN, now=LATER)
    drawing = saved(drawing, Grid("....C\n....C").polygon("C"), name="Новый", code="C")
    redrawing.publish(actor=boss, drawings=[drawing], valid_from=THEN, now=LATER)
    assert sorted(Area.objects.in_force(THEN).values_list("code", flat=True)) == ["A", "B", "C"]


def test_an_imported_version_that_waits_is_not_lost(boss: Viewer) -> None:
    areas_of_a_town()
    stage(collection="districts", rows=[TOWN.area("A")])
    drawing = saved(drafts.draw_area(by=boss.user_id, area=Area.objects.get(code="A"), now=NOW), WEST)
    with pytest.raises(StagedWaits):
        redrawing.publish(actor=boss, drawings=[drawing], valid_from=THEN, now=LATER)
    assert BoundaryVersion.objects.filter(state="staged").count() == 1


def test_only_open_appeals_near_the_drawn_ground_are_read() -> None:
    make_appeal(at=MOVED)
    many_closed(at=MOVED)
    without_seqscan()
    within = GEOSGeometry(EAST.wkt, srid=4326)
    assert "appeal_open_location" in reexamination._chunk(within, after=0).explain()


def test_history_tells_who_and_sees_what_goes_past_the_orm(
    boss: Viewer, zones: dict[str, ServiceZone]
) -> None:
    redrawing.publish(actor=boss, drawings=moved_border(boss.user_id, zones), valid_from=THEN, now=LATER)
    event = ServiceZoneEvent.objects.filter(pgh_obj=zones["A"].pk).order_by("pgh_id").last()
    assert (event.pgh_label, event.valid_to) == ("update", THEN)
    assert event.pgh_context.metadata["user"] == boss.user_id
    with connection.cursor() as cursor:
        cursor.execute("UPDATE territories_organisation SET phone = '112' WHERE name = 'ЖКС A'")
        cursor.execute("SELECT phone FROM territories_organisationevent ORDER BY pgh_id DESC LIMIT 1")
        assert cursor.fetchone() == ("112",)
    assert Organisation.objects.get(name="ЖКС A").phone == "112"


def test_a_closed_organisation_is_given_no_ground(boss: Viewer, zones: dict[str, ServiceZone]) -> None:
    both = moved_border(boss.user_id, zones)
    Organisation.objects.filter(pk=zones["A"].organisation_id).update(is_active=False)
    with pytest.raises(OrganisationClosed, match="ЖКС A"):
        redrawing.publish(actor=boss, drawings=both, valid_from=THEN, now=LATER)
    assert {zone.valid_to for zone in ServiceZone.objects.all()} == {None}


def test_a_zone_that_is_yet_to_come_overlaps_none_that_ends_before_it(
    boss: Viewer, zones: dict[str, ServiceZone]
) -> None:
    done = redrawing.publish(actor=boss, drawings=moved_border(boss.user_id, zones), valid_from=THEN, now=NOW)
    coming = next(zone for zone in done.published.zones if zone.organisation.name == "ЖКС A")
    drawing = drafts.draw_zone(by=boss.user_id, zone=coming, now=NOW)
    on = surroundings.day_of(drawing, today=TODAY)
    assert on == THEN
    assert surroundings.findings(drawing, on=on) == []
    assert surroundings.findings(drawing, on=TODAY) != []


def test_what_never_was_is_no_zone_to_come(zones: dict[str, ServiceZone]) -> None:
    ServiceZone.objects.filter(pk=zones["A"].pk).update(valid_from=THEN, valid_to=THEN)
    assert list(ServiceZone.objects.filter(not_over(TODAY))) == [zones["B"]]
