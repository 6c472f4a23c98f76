"""Who sees which appeals and as what: every role against appeals in and outside its organisations and areas."""

from typing import Any

import pytest

from accounts.queries import viewer_of
from accounts.types import ORGANISATION_ROLES, PUBLIC, Role
from appeals.errors import NotAllowed, NotFound
from appeals.models import Appeal, Mark
from appeals.queries.card import card_by_number
from appeals.queries.queue import moderation_queue
from appeals.rules.privacy import may_see_author, may_see_full_text
from appeals.services.moderation import accept, publish_photos
from appeals.standing import parts_in
from appeals.types import Part, Privacy, State, Visibility
from territories.models import Area
from tests.builders import NOON, make_appeal, make_area, make_organisation, make_topic, make_user

pytestmark = pytest.mark.django_db

# Names of the appeals below → which of them the role sees, beside what is public.
SEEN = {
    None: set(),
    Role.RESIDENT: set(),
    Role.WORKER: {"ours passed"},
    Role.HEAD: {"ours passed"},
    Role.DISTRICT_HEAD: {"ours passed", "here passed"},
    Role.COUNCILLOR: {"ours passed", "here passed"},
    Role.ANALYST: {"ours passed", "here passed", "there passed"},
    Role.MODERATOR: {"ours passed", "ours waiting", "here passed", "here waiting"},
    Role.OPERATOR: {"ours passed", "ours waiting", "here passed", "here waiting"},
    Role.ADMINISTRATOR: {
        *("ours passed", "ours waiting", "here passed", "here waiting", "there passed", "there waiting"),
    },
}
PARTS = {
    # The companies of these tests ask for no head's approval: each of their workers stands for the head.
    Role.WORKER: {Part.EXECUTOR, Part.HEAD},
    Role.HEAD: {Part.EXECUTOR, Part.HEAD},
    Role.MODERATOR: {Part.MODERATOR},
    Role.OPERATOR: {Part.OPERATOR},
    Role.ADMINISTRATOR: {Part.ADMINISTRATOR},
}
KNOWS_AUTHOR = {Role.MODERATOR, Role.OPERATOR, Role.ADMINISTRATOR}
TEXT, HIDDEN = "Звоните +7 921 123-45-67", "Звоните [телефон скрыт]"


@pytest.mark.parametrize("role", SEEN)
def test_each_role_sees_its_own_and_no_more(role: Role | None) -> None:
    here, there = make_area("Here"), make_area("There")
    company = make_organisation()
    places = {"ours": ([here], company), "here": ([here], None), "there": ([there], make_organisation())}
    private = Visibility.PRIVATE
    made: dict[str, Appeal] = {}
    for name, (areas, executor) in places.items():
        given = {"areas": areas, "executor": executor, "visibility": private, "public_text": HIDDEN}
        made[f"{name} passed"] = make_appeal(text=TEXT, **given)
        made[f"{name} waiting"] = make_appeal(text=TEXT, state=State.MODERATION, **given)
    public = make_appeal(areas=[there])
    viewer = PUBLIC
    if role:
        area = None if role in {Role.ANALYST, Role.ADMINISTRATOR} else here
        viewer = viewer_of(make_user(role=role, organisation=company, area=area))
    wanted = {public.pk} | {made[name].pk for name in SEEN[role]}
    assert set(Appeal.objects.visible_to(viewer).values_list("pk", flat=True)) == wanted
    assert set(Mark.objects.visible_to(viewer).values_list("pk", flat=True)) == wanted
    for name, appeal in made.items():
        card = card_by_number(viewer, appeal.number)
        assert (card is not None) == (name in SEEN[role])
        if card is not None:
            assert card.parts == PARTS.get(role, set())
            assert card.text == (TEXT if role in PARTS else HIDDEN)
            assert may_see_author(card.parts) == (role in KNOWS_AUTHOR)
    waiting = {row.appeal.pk for row in moderation_queue(viewer, now=NOON).rows}
    may = SEEN[role] if role in {Role.MODERATOR, Role.ADMINISTRATOR} else set()
    assert waiting == {made[name].pk for name in may if name.endswith("waiting")}


@pytest.mark.parametrize("objects", [Appeal.objects, Mark.objects], ids=["appeal", "mark"])
@pytest.mark.parametrize("role", SEEN)
def test_what_ended_before_anybody_passed_it_is_not_looked_over(role: Role | None, objects: Any) -> None:
    """Withdrawn from the queue, or merged out of it: nobody has read it but the author and the moderators."""
    here, company = make_area(), make_organisation()
    area = None if role in {Role.ANALYST, Role.ADMINISTRATOR} else here
    viewer = viewer_of(make_user(role=role, organisation=company, area=area)) if role else PUBLIC
    for state in (State.WITHDRAWN, State.MERGED):
        make_appeal(areas=[here], state=state, visibility=Visibility.PRIVATE, text=TEXT)
    handles = role in {Role.MODERATOR, Role.OPERATOR, Role.ADMINISTRATOR}
    assert objects.visible_to(viewer).count() == (2 if handles else 0)


LIMITED = [Role.DISTRICT_HEAD, Role.COUNCILLOR, Role.ANALYST, Role.MODERATOR, Role.OPERATOR]


@pytest.mark.parametrize("objects", [Appeal.objects, Mark.objects], ids=["appeal", "mark"])
@pytest.mark.parametrize("role", [None, Role.RESIDENT, Role.WORKER, Role.HEAD, *LIMITED, Role.ADMINISTRATOR])
def test_a_hidden_area_shows_a_home_to_whoever_handles_it_alone(role: Role | None, objects: Any) -> None:
    """Whoever oversees a precinct would learn by what they see in which precinct of the cell a home lies."""
    whole, small = make_area("Whole"), make_area("Small", kind="precinct", collection="precincts")
    around, private = [small, whole], Visibility.PRIVATE
    street = make_appeal(areas=around, visibility=private)
    home = make_appeal(topic=make_topic("leak", privacy=Privacy.HOME), areas=around, visibility=private)
    assert home.hidden_area_ids == [small.pk]

    def seen_in(area: Area | None) -> set[int]:
        company = make_organisation() if role in ORGANISATION_ROLES else None
        viewer = PUBLIC if role is None else viewer_of(make_user(role=role, organisation=company, area=area))
        return set(objects.visible_to(viewer).values_list("pk", flat=True))

    both = {street.pk, home.pk}
    if role in LIMITED:
        assert seen_in(whole) == both
        assert seen_in(small) == (both if role in PARTS else {street.pk})
    else:
        assert seen_in(None) == (both if role == Role.ADMINISTRATOR else set())


@pytest.mark.parametrize("objects", [Appeal.objects, Mark.objects], ids=["appeal", "mark"])
def test_a_moderator_of_a_hidden_area_moderates_its_homes(objects: Any) -> None:
    small = make_area("Small", kind="precinct")
    home = make_topic("leak", privacy=Privacy.HOME)
    appeal = make_appeal(topic=home, areas=[small], state=State.MODERATION)
    assert appeal.hidden_area_ids == [small.pk]
    ours, others = (
        viewer_of(make_user(role=Role.MODERATOR, area=area)) for area in (small, make_area("There"))
    )
    assert objects.moderated_by(ours).get().pk == appeal.pk
    assert not objects.moderated_by(others).exists()


def test_an_overseer_sees_the_public_place_of_a_home() -> None:
    area = make_area()
    home = make_topic("leak", privacy=Privacy.HOME)
    appeal = make_appeal(topic=home, areas=[area], visibility=Visibility.PRIVATE, address="Садовая, 5, кв. 7")
    card = card_by_number(viewer_of(make_user(role=Role.DISTRICT_HEAD, area=area)), appeal.number)
    assert card is not None
    assert not card.exact
    assert card.address == appeal.public_address
    assert not may_see_full_text(card.parts)


def test_a_moderator_of_another_area_moderates_nothing_here() -> None:
    here, there = make_area("Here"), make_area("There")
    appeal = make_appeal(state=State.MODERATION, areas=[here])
    stranger = viewer_of(make_user(role=Role.MODERATOR, area=there))
    assert parts_in(stranger, appeal) == frozenset()
    with pytest.raises(NotFound):
        accept(actor=stranger, number=appeal.number, visibility=Visibility.PUBLIC, now=NOON)
    published = make_appeal(state=State.ACCEPTED, areas=[here])
    with pytest.raises(NotAllowed):
        publish_photos(actor=stranger, number=published.number, photo_ids=(), shown=(), now=NOON)
    ours = viewer_of(make_user(role=Role.MODERATOR, area=here))
    assert (
        accept(actor=ours, number=appeal.number, visibility=Visibility.PUBLIC, now=NOON).published_at == NOON
    )
