"""Merging: who is moved, what is counted, what the public learns of a private twin, and what cannot be merged."""

from datetime import UTC, datetime

import pytest

from accounts.types import PUBLIC, Role, Viewer
from appeals import errors
from appeals.models import Appeal, Follow, Mark
from appeals.queries.card import card_by_number
from appeals.services.following import confirm_follow, follow, unfollow, unfollow_by_letter
from appeals.services.merging import merge
from appeals.services.rating import withdraw
from appeals.services.support import support
from appeals.types import State, Visibility
from tests.builders import make_appeal, make_organisation, make_user, moderator, resident, worker

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def test_supporters_followers_and_the_author_move_once_each() -> None:
    both, only = resident(), resident()
    author = make_user()
    target, twin = make_appeal(), make_appeal(author=author)
    for actor, appeal in ((both, target), (both, twin), (only, twin)):
        support(actor=actor, number=appeal.number, now=NOW)
        follow(actor=actor, number=appeal.number, now=NOW)
    support(actor=PUBLIC, visitor_hash="v", number=twin.number, now=NOW)
    asked = follow(actor=PUBLIC, number=twin.number, email="anna@example.org", now=NOW)
    merge(actor=moderator(), number=twin.number, duplicate_of=target.number, now=NOW)
    # both, only, the browser, the twin's author.
    assert (Appeal.objects.get(pk=target.pk).supports, Mark.objects.get(pk=target.pk).supports) == (4, 4)
    followers = set(target.follows.values_list("user", "email"))
    assert followers == {
        (both.user_id, ""),
        (only.user_id, ""),
        (author.pk, ""),
        (None, "anna@example.org"),
    }
    assert asked is not None
    confirmed = confirm_follow(follow_id=asked.pk, now=NOW)
    assert confirmed is not None
    assert confirmed.appeal == target
    assert Appeal.objects.get(pk=twin.pk).duplicate_of == target


def test_a_chain_of_merges_ends_at_the_last_one() -> None:
    first, second, third = (make_appeal() for _number in range(3))
    desk = moderator()
    merge(actor=desk, number=first.number, duplicate_of=second.number, now=NOW)
    merge(actor=desk, number=second.number, duplicate_of=third.number, now=NOW)
    assert set(Appeal.objects.exclude(pk=third.pk).values_list("duplicate_of", flat=True)) == {third.pk}


@pytest.mark.parametrize("published", [True, False])
def test_the_public_learns_of_no_private_twin(published: bool) -> None:
    private, public = make_appeal(visibility=Visibility.PRIVATE), make_appeal()
    twin, target = (public, private) if published else (private, public)
    merge(actor=moderator(), number=twin.number, duplicate_of=target.number, now=NOW)
    told = str([(event.new, event.comment) for event in card_by_number(PUBLIC, public.number).events])
    assert private.number not in told


@pytest.mark.parametrize("state", [State.REFUSED, State.MERGED, State.WITHDRAWN, State.SUBMITTED])
def test_nothing_is_merged_into_what_is_over(state: State) -> None:
    twin, target = make_appeal(), make_appeal(state=state)
    with pytest.raises(errors.WrongTwin):
        merge(actor=moderator(), number=twin.number, duplicate_of=target.number, now=NOW)


def test_nothing_is_merged_with_itself_with_nothing_or_by_others() -> None:
    company = make_organisation()
    twin, target = make_appeal(executor=company), make_appeal(executor=company)
    for wrong in (twin.number, "999999999"):
        with pytest.raises(errors.WrongTwin):
            merge(actor=moderator(), number=twin.number, duplicate_of=wrong, now=NOW)
    with pytest.raises(errors.MissingInput):
        merge(actor=moderator(), number=twin.number, duplicate_of=" ", now=NOW)
    for actor in (PUBLIC, resident(), worker(company)):
        with pytest.raises(errors.NotAllowed):
            merge(actor=actor, number=twin.number, duplicate_of=target.number, now=NOW)


def test_following_is_kept_once_and_ends_by_account_or_by_link() -> None:
    appeal, actor = make_appeal(), resident()
    assert follow(actor=actor, number=appeal.number, now=NOW) == follow(
        actor=actor, number=appeal.number, now=NOW
    )
    row = follow(actor=PUBLIC, number=appeal.number, email="Anna@Example.org ", language="ru", now=NOW)
    assert follow(actor=PUBLIC, number=appeal.number, email="anna@example.org", now=NOW) == row
    assert appeal.events.filter(type="follow_asked").count() == 1
    for wrong in ("", "anna", "a@b"):
        with pytest.raises(errors.WrongEmail):
            follow(actor=PUBLIC, number=appeal.number, email=wrong, now=NOW)
    unfollow(actor=actor, number=appeal.number)
    assert row is not None
    assert confirm_follow(follow_id=row.pk, now=NOW) == row
    for _again in range(2):
        unfollow_by_letter(follow_id=row.pk)
    assert not Follow.objects.exists()
    assert confirm_follow(follow_id=row.pk, now=NOW) is None
    with pytest.raises(errors.NotFound):
        unfollow(actor=PUBLIC, number=appeal.number)
    with pytest.raises(errors.NotFound):
        follow(actor=actor, number=make_appeal(visibility=Visibility.PRIVATE).number, now=NOW)


def test_an_executor_who_was_only_proposed_never_sees_what_ended_before() -> None:
    company, person = make_organisation(), make_user()
    values = {"state": State.MODERATION, "visibility": Visibility.PRIVATE, "executor": company}
    merged = make_appeal(**values)
    merge(actor=moderator(), number=merged.number, duplicate_of=make_appeal().number, now=NOW)
    withdrawn = make_appeal(author=person, **values)
    withdraw(actor=Viewer(person.pk, frozenset({Role.RESIDENT})), number=withdrawn.number, now=NOW)
    passed_on = make_appeal(state=State.ASSIGNED, executor=company)
    merge(actor=moderator(), number=passed_on.number, duplicate_of=make_appeal().number, now=NOW)
    eyes = worker(company)
    for objects in (Appeal.objects, Mark.objects):
        seen = set(objects.visible_to(eyes).values_list("pk", flat=True))
        assert {merged.pk, withdrawn.pk, passed_on.pk} & seen == {passed_on.pk}


def test_the_history_keeps_who_was_proposed_for_what_ended_before() -> None:
    company, person = make_organisation(), make_user()
    values = {"state": State.MODERATION, "visibility": Visibility.PRIVATE, "executor": company}
    merged, withdrawn = make_appeal(**values), make_appeal(author=person, **values)
    merge(actor=moderator(), number=merged.number, duplicate_of=make_appeal().number, now=NOW)
    withdraw(actor=Viewer(person.pk, frozenset({Role.RESIDENT})), number=withdrawn.number, now=NOW)
    for appeal in (merged, withdrawn):
        event = appeal.events.get()
        assert (event.old["executor"], event.new["executor"]) == (company.pk, None)
