"""Claims: two moderators never have the same appeal; batches: one appeal that refuses stops nobody."""

from datetime import UTC, datetime, timedelta
from queue import Queue
from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts.types import PUBLIC
from appeals import errors
from appeals.models import Appeal, Claim
from appeals.services.batch import for_each
from appeals.services.claims import claim, claim_next, release_claim
from appeals.services.correction import Correction, correct
from appeals.services.merging import merge
from appeals.services.moderation import accept, refuse
from appeals.types import Kind, State, Visibility
from tests.builders import NOON, make_appeal, make_organisation, make_reason, moderator, resident, worker

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_what_one_has_open_another_neither_takes_nor_changes() -> None:
    appeal, other = make_appeal(state=State.MODERATION), make_appeal()
    mine, yours = moderator(), moderator()
    claim(actor=mine, number=appeal.number, now=NOW)
    claim(actor=mine, number=appeal.number, now=NOW + timedelta(minutes=5))
    make_reason()
    public = Visibility.PUBLIC
    for step in (
        lambda: claim(actor=yours, number=appeal.number, now=NOW),
        lambda: accept(actor=yours, number=appeal.number, visibility=public, now=NOW),
        lambda: refuse(actor=yours, number=appeal.number, reason="no_facts", now=NOW),
        lambda: correct(
            actor=yours, number=appeal.number, correction=Correction(kind=Kind.SUGGESTION), now=NOW
        ),
        lambda: merge(actor=yours, number=appeal.number, duplicate_of=other.number, now=NOW),
    ):
        with pytest.raises(errors.ClaimedByAnother):
            step()
    accept(actor=mine, number=appeal.number, visibility=public, now=NOW)
    assert not Claim.objects.exists()


@pytest.mark.django_db
def test_a_claim_ends_by_itself_or_is_given_back() -> None:
    appeal = make_appeal(state=State.MODERATION)
    mine, yours = moderator(), moderator()
    until = claim(actor=mine, number=appeal.number, now=NOW).until
    assert until == NOW + timedelta(minutes=15)
    claim(actor=yours, number=appeal.number, now=until)
    release_claim(actor=mine, number=appeal.number)
    assert Claim.objects.get().user_id == yours.user_id
    release_claim(actor=yours, number=appeal.number)
    assert not Claim.objects.exists()


@pytest.mark.django_db
def test_the_next_one_is_the_oldest_that_nobody_has() -> None:
    company = make_organisation()
    newer = make_appeal(state=State.MODERATION, submitted_at=NOON + timedelta(hours=1))
    older = make_appeal(state=State.MODERATION, submitted_at=NOON)
    make_appeal(submitted_at=NOON - timedelta(days=1))
    mine, yours = moderator(), moderator()
    assert claim_next(actor=mine, now=NOW) == older
    assert claim_next(actor=mine, now=NOW) == older
    assert claim_next(actor=yours, now=NOW) == newer
    assert claim_next(actor=moderator(), now=NOW) is None
    for actor in (PUBLIC, resident(), worker(company)):
        with pytest.raises(errors.NotAllowed):
            claim_next(actor=actor, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_four_moderators_at_once_take_four_appeals() -> None:
    for _number in range(4):
        make_appeal(state=State.MODERATION)
    desks = [moderator() for _number in range(4)]
    start, taken = Barrier(4, timeout=20), Queue[str]()

    def take(desk: object) -> None:
        start.wait()
        # One that is being taken is passed over: whoever found none left asks again.
        for _attempt in range(10):
            found = claim_next(actor=desk, now=NOW)
            if found is not None:
                taken.put(found.number)
                break
        connection.close()

    threads = [Thread(target=take, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert {taken.get(timeout=1) for _number in range(4)} == set(
        Appeal.objects.values_list("number", flat=True)
    )


@pytest.mark.django_db
def test_a_batch_reports_each_appeal_and_goes_on() -> None:
    make_reason()
    waiting, done = make_appeal(state=State.MODERATION), make_appeal(state=State.CLOSED)
    last = make_appeal(state=State.MODERATION)
    numbers = [waiting.number, done.number, "999999999", f" {waiting.number} ", last.number, ""]
    desk = moderator()
    report = for_each(numbers, lambda number: refuse(actor=desk, number=number, reason="no_facts", now=NOW))
    assert [(row.number, type(row.error)) for row in report] == [
        (waiting.number, type(None)),
        (done.number, errors.WrongState),
        ("999999999", errors.NotFound),
        (last.number, type(None)),
    ]
    assert Appeal.objects.filter(state=State.REFUSED).count() == 2
    with pytest.raises(errors.MissingInput):
        for_each(["", " "], lambda number: number)
    with pytest.raises(ValueError, match="200"):
        for_each([str(number) for number in range(201)], lambda number: number)
