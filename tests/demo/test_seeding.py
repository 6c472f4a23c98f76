"""The demo in the database: counts, seasons, states by age, executors by rule, sign-ins; nothing is done twice."""

from io import StringIO
from itertools import combinations
from math import hypot

import pytest
from django.core.management import call_command
from django.db.models import Count, F, Sum

from accounts.models import Membership, User
from accounts.types import PUBLIC
from analytics.models import CellResidents
from analytics.queries.residents import residents_of_areas
from appeals.models import Appeal, Assignment, Event, Mark
from appeals.queries.chains import verify_events
from appeals.queries.gallery import solved_page
from appeals.queries.statistics import statistics
from appeals.services.belonging import claimable
from appeals.types import HIDDEN_STATES, EventType, Selection, State, Visibility
from demo import services
from demo.errors import AlreadySeeded
from demo.sign_ins import DEMO_ACCOUNTS
from geo.models import BasemapFeature, House, Settlement
from geo.types import LonLat
from territories.models import (
    Area,
    ContainerSite,
    DailyTemperature,
    HouseContract,
    Organisation,
    ServiceZone,
)
from territories.queries import decide_executor
from territories.types import OrganisationKind, TopicRef, TopicScope
from tests.demo.conftest import NOW, SCALE, SEED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def test_counts() -> None:
    assert Appeal.objects.count() == Mark.objects.count() == 400
    assert Settlement.objects.count() == 8
    assert Area.objects.filter(kind="district").count() == 6
    assert Organisation.objects.filter(kind=OrganisationKind.MANAGEMENT_COMPANY).count() >= 6
    assert HouseContract.objects.count() > 50
    assert House.objects.filter(street=None).count() == 0


def test_people_live_in_areas_and_cells() -> None:
    districts = Area.objects.filter(kind="district").values_list("pk", flat=True)
    people = residents_of_areas(districts, on=NOW.date())
    assert set(people) == set(districts)
    placed = dict(CellResidents.objects.values_list("area_id").annotate(Sum("residents")))
    assert all(placed[area_id] == pytest.approx(one.people) for area_id, one in people.items())
    town = Area.objects.get(kind="town").pk
    whole = residents_of_areas([town], on=NOW.date())[town].people
    assert whole == pytest.approx(sum(one.people for one in people.values()), rel=0.01)
    houses = House.objects.aggregate(people=Sum("residents"))["people"]
    assert houses < sum(placed.values()) < 1.1 * houses


def test_basemap_follows_the_schema() -> None:
    layers = set(BasemapFeature.objects.values_list("layer", flat=True))
    assert {
        *(
            "addresses",
            "boundaries",
            "bridges",
            "buildings",
            "land",
            "place_labels",
            "pois",
            "public_transport",
        ),
        *("sites", "street_labels", "streets", "water_lines", "water_polygons", "water_polygons_labels"),
    } <= layers


def test_times_end_now_and_go_back_years() -> None:
    assert not Appeal.objects.filter(submitted_at__gt=NOW).exists()
    assert not Event.objects.filter(at__gt=NOW).exists()
    years = {at.year for at in Appeal.objects.values_list("submitted_at", flat=True)}
    assert {2022, 2023, 2024, 2025, 2026} <= years


def test_snow_is_written_about_in_winter() -> None:
    months = Appeal.objects.filter(topic__code__in=["road_snow", "yard_snow"]).values_list(
        "submitted_at__month", flat=True
    )
    assert set(months)
    assert not set(months) & {5, 6, 7, 8, 9}


def test_hidden_states_are_private_and_unpublished() -> None:
    hidden = Appeal.objects.filter(state__in=[state.value for state in HIDDEN_STATES])
    assert hidden.exists()
    assert not hidden.filter(visibility=Visibility.PUBLIC).exists()
    assert not hidden.exclude(published_at=None).exists()
    assert Appeal.objects.visible_to(PUBLIC).count() == Mark.objects.visible_to(PUBLIC).count() > 200


def test_topics_that_are_private_by_default_are_not_published() -> None:
    private = Appeal.objects.filter(topic__is_private=True)
    assert private.exists()
    assert not private.filter(visibility=Visibility.PUBLIC).exists()


def test_what_is_merged_names_an_older_one_like_it() -> None:
    merged = Appeal.objects.filter(state=State.MERGED).select_related("duplicate_of")
    assert merged.exists()
    for appeal in merged:
        main = appeal.duplicate_of
        assert main is not None, appeal
        assert main.topic_id == appeal.topic_id
        assert main.submitted_at <= appeal.submitted_at
        assert main.state not in {State.MERGED, State.REFUSED, State.WITHDRAWN, State.MODERATION}
        assert (
            hypot(
                (main.location.x - appeal.location.x) * 65_000,
                (main.location.y - appeal.location.y) * 111_000,
            )
            < 90
        )
        told = appeal.events.get(new__state=State.MERGED)
        assert told.new["duplicate_of"] == main.number
        assert main.events.filter(type=EventType.TWIN_JOINED, new__twin=appeal.number).exists()
    assert verify_events().sound


def test_answers_belong_to_answered_ones() -> None:
    answered = Appeal.objects.filter(state__in=[State.ANSWERED, State.CLOSED])
    assert answered.exclude(answer="").exclude(answered_at=None).count() == answered.count()
    assert not Appeal.objects.filter(answered_at__lt=F("submitted_at")).exists()


def test_executors_are_those_of_the_live_rule() -> None:
    """A sample of appeals is decided again, one at a time."""
    sample = Appeal.objects.select_related("topic__category").exclude(executor=None).order_by("pk")[:25]
    for appeal in sample:
        topic = TopicRef(appeal.topic.code, appeal.topic.category.code, TopicScope(appeal.topic.scope))
        house = appeal.house_id if appeal.topic.scope in {"house", "yard"} else None
        decision = decide_executor(
            LonLat(appeal.location.x, appeal.location.y), topic, on=NOW.date(), house_id=house
        )
        if decision.organisation_id is not None:
            assert decision.organisation_id == appeal.executor_id
    assert Assignment.objects.values("rule").annotate(n=Count("pk")).count() >= 3


def test_two_waste_operators_share_a_district() -> None:
    shared = ServiceZone.objects.filter(shared=True)
    assert shared.count() == 2
    assert shared.values("organisation").distinct().count() == 2


def test_repetitions_lie_near_another_of_their_topic() -> None:
    """At least some pairs of one topic are within 40 m and ten days of each other."""
    found = 0
    for topic in (
        Appeal.objects.values("topic").annotate(n=Count("pk")).filter(n__gt=5).values_list("topic", flat=True)
    ):
        rows = Appeal.objects.filter(topic=topic).values_list("location", "submitted_at")
        places = [(point.x * 65_000, point.y * 111_000, at) for point, at in rows]
        found += sum(
            hypot(a[0] - b[0], a[1] - b[1]) < 40 and abs((a[2] - b[2]).days) < 10
            for a, b in combinations(places, 2)
        )
    assert found >= 5


def test_the_gallery_shows_the_latest_answers_before_and_after() -> None:
    page = solved_page(PUBLIC, "", 100)
    answered = [item.answered_at for item in page.items if item.answered_at]
    assert len(page.items) > 5
    assert answered == sorted(answered, reverse=True)
    assert all(item.before and item.after for item in page.items)


def test_some_answers_come_in_time_and_some_are_rated() -> None:
    total = statistics(PUBLIC, Selection(), now=NOW).total
    assert 0 < total.in_time < total.answered < total.appeals
    assert 0 < total.rated < total.answered
    assert 1 < (total.rating or 0) < 5


def test_demo_accounts_are_made_and_printed() -> None:
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    for account in DEMO_ACCOUNTS:
        assert account.email in out.getvalue()
        assert account.password in out.getvalue()
    assert Membership.objects.filter(
        organisation__kind=OrganisationKind.WASTE_OPERATOR, role="worker"
    ).exists()


def test_the_resident_has_appeals_on_many_steps_and_one_to_claim() -> None:
    resident = User.objects.get(email=DEMO_ACCOUNTS[0].email)
    own = Appeal.objects.filter(author=resident)
    assert own.count() == own.values("state").distinct().count() >= 4
    assert claimable(resident).count() == 1


def test_if_empty_leaves_everything() -> None:
    out = StringIO()
    call_command("seed_demo", "--if-empty", stdout=out)
    assert Appeal.objects.count() == 400
    assert "nothing to do" in out.getvalue()


def test_a_second_town_is_refused() -> None:
    with pytest.raises(AlreadySeeded):
        services.seed(towns=1, appeals=1, seed=SEED, now=NOW, progress=lambda line: None, scale=SCALE)


def test_each_container_site_is_collected_by_a_waste_operator() -> None:
    kinds = ContainerSite.objects.values_list("operator__kind", flat=True).distinct()
    assert list(kinds.order_by()) == [OrganisationKind.WASTE_OPERATOR]
    assert ContainerSite.objects.values("operator").distinct().order_by().count() == 2
    assert all(site.containers and site.route_days for site in ContainerSite.objects.all())


def test_temperatures_reach_to_today_and_know_winter() -> None:
    days = DailyTemperature.objects.order_by("on")
    assert days.last() is not None
    assert days.filter(on=NOW.date(), area=None).exists()
    assert (
        days.filter(on__month=1, mean_c__lt=0).count() > days.filter(on__month=7, mean_c__lt=0).count() == 0
    )
