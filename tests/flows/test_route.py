"""The whole route over the services: from a report with a twin to an answer rated 5, and what the public sees."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from accounts.types import PUBLIC
from appeals import errors
from appeals.models import Appeal, Event, Follow, Topic
from appeals.queries.card import card_by_number, card_by_token
from appeals.services.answering import answer, approve
from appeals.services.correction import assign
from appeals.services.following import confirm_follow, follow
from appeals.services.merging import merge
from appeals.services.moderation import accept
from appeals.services.rating import close, rate, reopen
from appeals.services.submission import submit
from appeals.services.support import support
from appeals.services.talking import note
from appeals.services.work import decline, plan, register, start
from appeals.types import Draft, EventType, Kind, State, Visibility
from geo.types import LonLat
from tests.builders import (
    TOWN,
    head,
    make_area,
    make_authority,
    make_organisation,
    moderator,
    resident,
    worker,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECRETS = ("+7 921 123-45-67", "ivan@example.org", "позвоните жильцу", "Не наша дорога", "спешим")


def later(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def public_sees(number: str) -> tuple[State, str, int | None]:
    """State, answer and rating as anybody reads them; whatever is secret must not be in the card."""
    card = card_by_number(PUBLIC, number)
    assert card is not None
    told = str([(event.old, event.new, event.comment) for event in card.events])
    assert not [secret for secret in SECRETS if secret in f"{told}{card.text}{card.address}"]
    return State(card.appeal.state), card.appeal.answer, card.appeal.rating


def test_from_the_report_to_the_second_answer(catalogue: dict[str, Topic]) -> None:
    administration, roads = (
        make_organisation("Администрация"),
        make_organisation("Дороги", head_approves=True),
    )
    make_authority(administration, make_area("Речной"))
    desk, author, neighbour = moderator(), resident(), resident()
    draft = Draft(Kind.PROBLEM, "pothole", "Яма, звоните +7 921 123-45-67", uuid4(), location=TOWN)
    number = submit(actor=author, draft=draft, now=NOW).number
    assert card_by_number(PUBLIC, number) is None

    # A twin of somebody without an account.
    beside = LonLat(TOWN.lon + 0.0001, TOWN.lat)
    other = replace(draft, client_key=uuid4(), location=beside, author_email="Ivan@example.org")
    twin = submit(actor=PUBLIC, draft=other, now=later(1))
    accept(actor=desk, number=number, visibility=Visibility.PUBLIC, now=later(2))
    assert public_sees(number) == (State.ASSIGNED, "", None)
    support(actor=neighbour, number=number, now=later(2))
    merge(actor=desk, number=twin.number, duplicate_of=number, now=later(3))
    assert Appeal.objects.get(number=number).supports == 2
    assert card_by_number(PUBLIC, twin.number) is None
    followed = card_by_token(twin.follow_token)
    assert followed is not None
    assert followed.appeal.state == State.MERGED
    assert followed.appeal.duplicate_of.number == number
    assert Follow.objects.get(appeal__number=number).email == "ivan@example.org"
    assert not [event for event in card_by_number(PUBLIC, number).events if event.type == "twin_joined"]

    # The moderator corrects the executor, who declines; the moderator chooses another one.
    wrong = make_organisation("Водоканал")
    assign(actor=desk, number=number, executor_id=wrong.pk, comment="Люк", now=later(4))
    decline(actor=worker(wrong), number=number, comment="Не наша дорога", now=later(5))
    assert public_sees(number)[0] == State.ACCEPTED
    assign(actor=desk, number=number, executor_id=roads.pk, comment="По договору", now=later(6))
    with pytest.raises(errors.NotAllowed):
        register(actor=worker(wrong), number=number, now=later(6))
    assert public_sees(number)[0] == State.ASSIGNED

    # The executor works; its head approves the answer.
    hand, chief = worker(roads), head(roads)
    register(actor=hand, number=number, now=later(7))
    start(actor=hand, number=number, now=later(7))
    plan(actor=hand, number=number, planned_on=later(48).date(), now=later(8))
    note(actor=hand, number=number, text="позвоните жильцу", now=later(8))
    answer(actor=hand, number=number, text="Засыпали, спешим", now=later(9))
    assert public_sees(number) == (State.IN_PROGRESS, "", None)
    with pytest.raises(errors.NotAllowed):
        approve(actor=hand, number=number, now=later(9))
    approve(actor=chief, number=number, text="Засыпали.", now=later(10))
    assert public_sees(number) == (State.ANSWERED, "Засыпали.", None)

    # The author rates 2 and reopens; the second answer is rated 5.
    with pytest.raises(errors.NotAllowed):
        rate(actor=neighbour, number=number, rating=5, now=later(11))
    rate(actor=author, number=number, rating=2, reason="Снова яма, +7 921 123-45-67", now=later(11))
    assert public_sees(number) == (State.RATED, "Засыпали.", 2)
    reopen(actor=author, number=number, comment="Не решено", now=later(12))
    assert public_sees(number)[0] == State.REOPENED
    start(actor=hand, number=number, now=later(13))
    answer(actor=chief, number=number, text="Положили асфальт.", now=later(14))
    assert public_sees(number) == (State.ANSWERED, "Положили асфальт.", None)
    rate(actor=author, number=number, rating=5, now=later(15))
    close(actor=desk, number=number, now=later(16))
    assert public_sees(number) == (State.CLOSED, "Положили асфальт.", 5)

    appeal = Appeal.objects.get(number=number)
    assert [(reply.state, reply.rating) for reply in appeal.replies.all()] == [("given", 2), ("given", 5)]
    assert [event.type for event in appeal.events.all()][-8:] == [
        EventType.ANSWER_PROPOSED,
        EventType.ANSWERED,
        EventType.RATED,
        EventType.REOPENED,
        EventType.STATE_CHANGED,
        EventType.ANSWERED,
        EventType.RATED,
        EventType.CLOSED,
    ]
    own = card_by_number(author, number)
    assert own is not None
    assert EventType.ANSWER_PROPOSED not in {event.type for event in own.events}
    assert Event.objects.filter(appeal=appeal, new__has_key="reply").count() == 3


def test_a_stranger_follows_by_a_confirmed_address(catalogue: dict[str, Topic]) -> None:
    make_authority(make_organisation(), make_area())
    draft = Draft(Kind.PROBLEM, "pothole", "Глубокая яма", uuid4(), location=TOWN)
    number = submit(actor=PUBLIC, draft=draft, now=NOW).number
    with pytest.raises(errors.NotFound):
        follow(actor=PUBLIC, number=number, email="anna@example.org", now=NOW)
    accept(actor=moderator(), number=number, visibility=Visibility.PUBLIC, now=NOW)
    row = follow(actor=PUBLIC, number=number, email=" Anna@example.org", now=NOW)
    assert row is not None
    assert row.confirmed_at is None
    assert "anna" not in str([(event.new, event.comment) for event in Event.objects.all()]).lower()
    confirmed = confirm_follow(follow_id=row.pk, now=later(1))
    assert confirmed is not None
    assert confirmed.confirmed_at == later(1)
