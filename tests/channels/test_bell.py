"""The bell: counted with one query, listed, opened, marked read; nobody sees another's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.queries import viewer_of
from accounts.types import Role
from appeals.models import Appeal
from appeals.types import State, Visibility
from channels.models import Notice
from channels.queries.bell import latest, unread_count
from channels.types import Medium, NoticeState, Standing, Wording
from tests.builders import NOON, make_appeal, make_area, make_organisation, make_user
from tests.channels.working import answered

pytestmark = pytest.mark.django_db


def _tell(user: User, count: int = 1, **fields: object) -> list[Notice]:
    values = {"wording": Wording.ANSWERED, "standing": Standing.AUTHOR, **fields}
    return [
        Notice.objects.create(
            event=answered(make_appeal(author=user)),
            user=user,
            medium=Medium.BELL,
            state=NoticeState.SENT,
            created_at=NOON + timedelta(minutes=minute),
            **values,
        )
        for minute in range(count)
    ]


def _client(user: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def test_unread_notices_are_counted_on_every_page() -> None:
    user = make_user()
    _tell(user, 3)
    _tell(make_user(), 2)
    assert ">3</span>" in _client(user).get("/about/").content.decode()


@pytest.mark.parametrize("role", [Role.WORKER, Role.ANALYST, Role.MODERATOR, Role.RESIDENT])
def test_the_count_looks_up_appeals_of_notices_and_lists_no_others(role: Role) -> None:
    company = make_organisation()
    user = make_user(role=role, organisation=company if role == Role.WORKER else None)
    _tell(user, 2)
    with CaptureQueriesContext(connection) as queries:
        assert unread_count(viewer_of(user)) == 2
    counted = queries[-1]["sql"]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + counted.replace("%", "%%"))
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan on appeals_appeal" not in plan, plan
    assert "hashed SubPlan" not in plan.partition("appeals_appeal")[0]


def test_many_are_not_counted_to_the_end() -> None:
    user = make_user()
    event = answered(make_appeal(author=user))
    Notice.objects.bulk_create(
        Notice(
            event=answered(event.appeal),
            user=user,
            medium=Medium.BELL,
            state=NoticeState.SENT,
            standing=Standing.AUTHOR,
            wording=Wording.ANSWERED,
            created_at=NOON,
        )
        for _ in range(101)
    )
    assert ">99+</span>" in _client(user).get("/about/").content.decode()


def test_the_public_pays_no_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        text = Client().get("/about/").content.decode()
    assert "top__bell" not in text
    assert not [one for one in queries if "channels_notice" in one["sql"]]


def test_counting_is_one_query_by_its_index() -> None:
    user = make_user()
    _tell(user, 20)
    Notice.objects.exclude(pk=Notice.objects.latest("pk").pk).update(read_at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE channels_notice")
    viewer = viewer_of(user)
    with CaptureQueriesContext(connection) as queries:
        unread_count(viewer)
        latest(viewer)
    assert len(queries) == 2
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + queries[0]["sql"])
        assert "notice_unread" in str(cursor.fetchall())


def test_the_list_shows_the_newest_first_and_opens_the_appeal() -> None:
    user = make_user()
    older, newer = _tell(user, 2)
    client = _client(user)
    text = client.get("/notices/").content.decode()
    assert "The appeal is answered" in text
    assert text.index(newer.event.appeal.number) < text.index(older.event.appeal.number)
    assert client.get(f"/notices/{older.pk}/")["Location"] == f"/appeals/{older.event.appeal.number}/"
    assert set(Notice.objects.filter(read_at__isnull=True)) == {newer}


def test_all_are_marked_read() -> None:
    user, other = make_user(), make_user()
    _tell(user, 2)
    _tell(other)
    _client(user).post("/notices/read/")
    assert [one.user for one in Notice.objects.filter(read_at__isnull=True)] == [other]


def test_another_persons_notice_is_not_there() -> None:
    [notice] = _tell(make_user())
    assert _client(make_user()).get(f"/notices/{notice.pk}/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


@pytest.mark.parametrize("path", ["/notices/", "/notices/1/"])
def test_the_public_is_asked_to_sign_in(path: str) -> None:
    assert Client().get(path)["Location"].startswith("/sign-in/")


def test_the_secret_link_never_stands_on_the_site() -> None:
    user = make_user()
    [notice] = _tell(user)
    client = _client(user)
    assert notice.event.appeal.follow_token not in client.get("/notices/").content.decode()
    assert "/follow/" not in client.get(f"/notices/{notice.pk}/")["Location"]


def test_a_moderators_notice_leads_to_the_desk() -> None:
    user = make_user(role=Role.MODERATOR)
    [notice] = _tell(user, standing=Standing.MODERATOR, wording=Wording.RETURNED)
    assert _client(user).get(f"/notices/{notice.pk}/")["Location"].startswith("/moderation/?number=")


def _about(appeal: Appeal, user: User, standing: Standing) -> Notice:
    [notice] = _tell(user, standing=standing)
    Notice.objects.filter(pk=notice.pk).update(event=answered(appeal))
    return Notice.objects.get(pk=notice.pk)


def _hears(user: User, notice: Notice) -> bool:
    """Listed, counted and opened agree."""
    client = _client(user)
    listed = notice.event.appeal.number in client.get("/notices/").content.decode()
    assert listed == (notice in latest(viewer_of(user))) == (unread_count(viewer_of(user)) > 0)
    return listed


@pytest.mark.parametrize("visibility", list(Visibility))
@pytest.mark.parametrize(("role", "standing"), [(Role.WORKER, Standing.WORKER), (Role.HEAD, Standing.HEAD)])
def test_whoever_left_the_organisation_hears_of_its_work_no_more(
    role: Role, standing: Standing, visibility: Visibility
) -> None:
    company = make_organisation()
    user = make_user(role=role, organisation=company)
    notice = _about(make_appeal(executor=company, visibility=visibility), user, standing)
    assert _hears(user, notice)
    user.memberships.update(until=NOON, since=NOON)
    assert not _hears(user, notice)
    assert _client(user).get(f"/notices/{notice.pk}/").status_code == 404


def test_an_appeal_that_changed_hands_is_gone_from_the_bell() -> None:
    company = make_organisation()
    user = make_user(role=Role.WORKER, organisation=company)
    appeal = make_appeal(executor=company)
    notice = _about(appeal, user, Standing.WORKER)
    Appeal.objects.filter(pk=appeal.pk).update(executor=make_organisation())
    assert not _hears(user, notice)


def test_a_moderator_hears_of_the_own_areas_only() -> None:
    here, there = make_area(), make_area()
    user = make_user(role=Role.MODERATOR, area=here)
    notice = _about(make_appeal(areas=[here], state=State.MODERATION), user, Standing.MODERATOR)
    assert _hears(user, notice)
    user.memberships.update(area=there)
    assert not _hears(user, notice)


def test_a_follower_hears_no_more_of_an_appeal_that_is_hidden_again() -> None:
    user = make_user()
    appeal = make_appeal()
    notice = _about(appeal, user, Standing.FOLLOWER)
    assert _hears(user, notice)
    Appeal.objects.filter(pk=appeal.pk).update(visibility=Visibility.PRIVATE)
    assert not _hears(user, notice)
