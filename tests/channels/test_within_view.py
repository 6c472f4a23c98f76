"""Every audience × every event: a notice says what its reader's own page shows, and nothing of what they may not see.

Letters, daily letters, bell and feed are held against the card, which the queryset of visibility cuts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from accounts.types import PUBLIC, Role, Viewer
from appeals.models import Appeal, Event, Follow
from appeals.queries.card import card_by_number, card_by_token
from appeals.rules.lifecycle import BESIDE, TABLE
from appeals.rules.privacy import mask
from appeals.services.events import record
from appeals.types import HIDDEN_STATES, Action, EventType, Privacy, State, Visibility
from channels.letters.composing import digest, letter
from channels.letters.parts import part_of
from channels.models import Notice, Subscription
from channels.queries.reaching import reaches_of
from channels.rules.telling import BELL_ONLY, PARTING, tellings
from channels.services.spreading import facts_of, spread
from channels.services.subscribing import confirm, subscribe
from channels.types import Medium, NoticeState, Pace, Standing, Wish, Wording
from territories.models import Area, Organisation
from tests.builders import (
    NOON,
    district_head,
    head,
    make_appeal,
    make_area,
    make_organisation,
    make_reason,
    make_topic,
    make_user,
    moderator,
    resident,
    worker,
)
from tests.channels.working import took
from tests.sharing import written_once

pytestmark = pytest.mark.django_db

TEXT, ANSWER = "Течёт труба, звоните 8 921 000-00-01", "Ждите мастера, он звонит с 8 921 000-00-02"
# Of an event that all may see, and of one for the office.
COMMENTS = {
    True: "Он живёт в кв. 12, телефон 8 921 000-00-03",
    False: "Между нами: он скандалист, телефон 8 921 000-00-04",
}
ADDRESS = "Садовая улица, 5, кв. 12"
# None of them may stand where the reader's own page does not show it.
SECRETS = (
    "000-00-01",
    "000-00-02",
    "000-00-03",
    "000-00-04",
    "скандалист",
    "кв. 12",
    "улица, 5",
    "Участок 77",
    "Секретова",
    "secret@",
)
BESIDE_TELLS = {EventType.CORRECTED: {"topic": "leak"}}


@dataclass(frozen=True, slots=True)
class Case:
    """An event of a step, or one that is none (action None); the appeal is in `state` afterwards."""

    event: EventType
    action: Action | None
    old: State
    state: State


def _cases() -> Iterator[Case]:
    """Each action once, from the first state that the table has for it, and each event that is no step."""
    seen: set[Action] = set()
    for row in TABLE:
        if row.action not in seen:
            seen.add(row.action)
            yield Case(row.event, row.action, row.old, row.new)
    for event in BESIDE:
        yield Case(event, None, State.IN_PROGRESS, State.IN_PROGRESS)


CASES = [pytest.param(case, id=f"{case.event}-{case.action}") for case in _cases()]


@dataclass(frozen=True, slots=True)
class Town:
    """Who lives and works there, the same for all cases. areas: smallest first. others: nobody to any appeal of it."""

    company: Organisation
    contractor: Organisation
    areas: list[Area]
    author: User
    viewers: dict[Standing, Viewer]
    subscription: Subscription
    others: tuple[Viewer, ...]


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    with written_once(django_db_blocker):
        yield _town()


@dataclass(frozen=True, slots=True)
class World:
    """viewers: who stands how, with an account. addresses: followers and subscribers without one. others: nobody.

    pages: what each reader sees since the last event; a card is a dozen queries, and many notices have one reader.
    """

    appeal: Appeal
    viewers: dict[Standing, Viewer]
    follow: Follow
    subscription: Subscription
    others: tuple[Viewer, ...]
    pages: dict[int | None, str | None] = field(default_factory=dict)

    def page(self, viewer: Viewer) -> str | None:
        if viewer.user_id not in self.pages:
            self.pages[viewer.user_id] = _page(self.appeal, viewer)
        return self.pages[viewer.user_id]


def test_each_event_is_walked() -> None:
    assert {case.event for case in _cases()} == set(EventType)
    assert {case.action for case in _cases()} == {*Action, None}


@pytest.mark.parametrize("public", [True, False], ids=["public", "private"])
@pytest.mark.parametrize("case", CASES)
def test_whoever_is_told_is_told_what_they_may_see(case: Case, public: bool, town: Town) -> None:
    world = _world(town, case, public=public)
    event = _event(world, case, public=public, is_public=True)
    spread(event.pk, now=NOON)
    told = list(_loaded(event))
    for notice in told:
        _hold_against_the_page(world, notice, _reader(world, notice))
    expected = {one for one, wording in tellings(facts_of(event)).items() if _hears(world, one, wording)}
    assert {Standing(notice.standing) for notice in told} == expected
    assert not {notice.user_id for notice in told} & {viewer.user_id for viewer in world.others}
    _hold_bells_and_feed(world, {notice.user_id for notice in told})


@pytest.mark.parametrize("public", [True, False], ids=["public", "private"])
@pytest.mark.parametrize("case", CASES)
def test_no_standing_would_be_told_more_if_the_table_told_it(case: Case, public: bool, town: Town) -> None:
    """Whoever else might be named in the tables, with a comment for all or for the office: the words stay within."""
    world = _world(town, case, public=public)
    for event in [_event(world, case, public=public, is_public=is_public) for is_public in (True, False)]:
        told, compared, letters = tellings(facts_of(event)), 0, 0
        for standing, viewer in world.viewers.items():
            wording = told.get(standing, next(iter(told.values()), Wording.ANSWERED))
            notice = Notice.objects.create(
                event=event,
                user=_user(viewer),
                because=world.subscription if standing == Standing.SUBSCRIBER else None,
                standing=standing,
                wording=wording,
                medium=Medium.EMAIL,
                state=NoticeState.WAITING,
                created_at=NOON,
            )
            letters += _gets_letter(world, standing, wording)
            if reaches_of([notice])[notice.pk] is not None:
                _hold_against_the_page(world, notice, viewer)
                compared += 1
        assert compared == letters
        assert compared > 0 or not public


def _town() -> Town:
    company, contractor = make_organisation("Управляющая компания", head_approves=True), make_organisation()
    whole, small = make_area("Рощино"), make_area("Участок 77", kind="precinct", collection="precincts")
    author, watcher = make_user("secret@example.org"), resident()
    alert = subscribe(actor=watcher, wish=Wish(Pace.AT_ONCE, area_id=whole.pk), now=NOON)
    asked = subscribe(actor=PUBLIC, wish=Wish(Pace.DAILY, area_id=whole.pk), email="w@example.org", now=NOON)
    assert alert is not None
    assert asked is not None
    confirm(pk=asked.pk, now=NOON)
    viewers = {
        Standing.AUTHOR: Viewer(author.pk, frozenset({Role.RESIDENT})),
        Standing.HEAD: head(company),
        Standing.WORKER: worker(company),
        Standing.DELEGATE: worker(contractor),
        Standing.MODERATOR: moderator(),
        Standing.OVERSEER: district_head(whole),
        Standing.FOLLOWER: resident(),
        Standing.SUBSCRIBER: watcher,
    }
    assert set(viewers) == set(Standing)
    others = (resident(), worker(make_organisation()))
    return Town(company, contractor, [small, whole], author, viewers, alert, others)


def _world(town: Town, case: Case, *, public: bool) -> World:
    visible = public and case.action != Action.WITHDRAW and case.state not in HIDDEN_STATES
    appeal = make_appeal(
        topic=make_topic("leak", privacy=Privacy.HOME),
        state=case.state,
        visibility=Visibility.PUBLIC if visible else Visibility.PRIVATE,
        text=TEXT,
        public_text=mask(TEXT),
        address=ADDRESS,
        areas=town.areas,
        executor=town.company,
        delegate=town.contractor,
        author=town.author,
        author_name="Анна Секретова",
        answer=ANSWER,
        planned_on=date(2026, 3, 20),
        refusal_reason=make_reason() if case.state == State.REFUSED else None,
    )
    *_confirmed, unconfirmed = [
        Follow.objects.create(appeal=appeal, asked_at=NOON, confirmed_at=confirmed, **who)
        for who, confirmed in (
            ({"user_id": town.viewers[Standing.FOLLOWER].user_id}, NOON),
            ({"email": "follower@example.org"}, NOON),
            ({"email": "asked@example.org"}, None),
        )
    ]
    return World(appeal, town.viewers, unconfirmed, town.subscription, town.others)


def _event(world: World, case: Case, *, public: bool, is_public: bool) -> Event:
    """The event with a comment that tells too much."""
    world.pages.clear()
    appeal = world.appeal
    if case.action is None:
        # The one address that is asked, and the area whose head is told: the whole one, not its part.
        named = {"follow": world.follow.pk, "area": appeal.area_ids[-1]}
        new = {**BESIDE_TELLS.get(case.event, {}), **named}
        return record(
            appeal,
            case.event,
            actor=PUBLIC,
            now=NOON,
            new=new,
            comment=COMMENTS[is_public],
            is_public=is_public,
        )
    seen = {"visibility": "public"}
    # As `steps.finish` tells it: within which organisation something went on.
    before = {"executor": appeal.executor_id, "visibility": "private"}
    before |= seen if case.action == Action.WITHDRAW and public else {}
    after = {"executor": appeal.executor_id, "visibility": str(Visibility(appeal.visibility))}
    return took(
        appeal,
        case.action,
        case.old,
        comment=COMMENTS[is_public],
        is_public=is_public,
        before=before,
        after=after,
    )


def _hears(world: World, standing: Standing, wording: Wording) -> bool:
    """Whether the rule's word reaches somebody: who only reads, of what all may see; who works there, as a worker."""
    if standing not in {Standing.FOLLOWER, Standing.SUBSCRIBER}:
        return True
    seen_by_all = world.appeal.visibility == Visibility.PUBLIC
    if standing == Standing.FOLLOWER:
        return seen_by_all or wording in PARTING
    return seen_by_all and wording == Wording.PUBLISHED


def _gets_letter(world: World, standing: Standing, wording: Wording) -> bool:
    """Whether a letter would go out: to whoever still has a page of the appeal, and of the last word to followers."""
    if standing == Standing.FOLLOWER and wording in PARTING:
        return True
    has_page = world.page(world.viewers[standing]) is not None
    return has_page and (standing == Standing.SUBSCRIBER or wording not in BELL_ONLY)


def _loaded(event: Event) -> Iterator[Notice]:
    rows = Notice.objects.filter(event=event).select_related("user", "follow", "subscription", "because")
    yield from rows.select_related("event__appeal__topic", "event__appeal__executor")


def _reader(world: World, notice: Notice) -> Viewer:
    """Whoever has no account sees what the public sees."""
    return next((one for one in world.viewers.values() if one.user_id == notice.user_id), PUBLIC)


def _page(appeal: Appeal, viewer: Viewer) -> str | None:
    """All that the reader's page says of the appeal, None when it is not there for them."""
    card = card_by_number(viewer, appeal.number)
    assert (card is None) != Appeal.objects.visible_to(viewer).filter(pk=appeal.pk).exists()
    if card is None:
        return None
    shown = card.appeal
    words = [shown.number, shown.topic.name, card.text, card.answer, card.address, shown.public_address]
    words += [card.area or "", shown.executor.name, *(event.comment for event in card.events)]
    if viewer.user_id is not None and viewer.user_id == shown.author_id:
        by_link = card_by_token(shown.follow_token)
        assert by_link is not None
        assert (by_link.text, by_link.answer, by_link.address) == (card.text, card.answer, card.address)
    return "\n".join(words)


def _hold_against_the_page(world: World, notice: Notice, viewer: Viewer) -> None:
    notice.digest = None
    page = world.page(viewer)
    part = part_of(notice)
    one = letter(notice, address="a@example.org", language="ru")
    texts = [*_texts(one), *_texts(digest([notice], address="a@example.org", language="ru"))]
    if page is None:
        assert (notice.standing, notice.wording) == (Standing.FOLLOWER, Wording.WITHDRAWN)
        assert (part.topic, part.address, part.quote, part.due, part.link) == ("", "", "", "", "")
        page = notice.event.appeal.number
    for told in (part.number, part.topic, part.address, part.quote):
        assert told in page
    for text in texts:
        assert not [secret for secret in SECRETS if secret in text and secret not in page]


def _texts(mail: EmailMultiAlternatives) -> tuple[str, str, str]:
    [(html, _type)] = mail.alternatives
    return str(mail.subject), str(mail.body), str(html)


def _hold_bells_and_feed(world: World, told: set[int | None]) -> None:
    """The bells of whoever was told: those of others are empty."""
    # One browser for all: a new one would load every middleware anew.
    client = Client()
    for viewer in (one for one in world.viewers.values() if one.user_id in told):
        client.force_login(_user(viewer))
        page = world.page(viewer) or ""
        # The author's own address stands in the top bar.
        bell = client.get("/notices/").content.decode().partition("<main")[2]
        assert not [secret for secret in SECRETS if secret in bell and secret not in page]
        assert page or world.appeal.number not in bell
    client.logout()
    feed, page = client.get("/feed/").content.decode(), world.page(PUBLIC) or ""
    assert (world.appeal.number in feed) == bool(page)
    assert not [secret for secret in SECRETS if secret in feed and secret not in page]


def _user(viewer: Viewer) -> User:
    assert viewer.user_id is not None
    return User.objects.get(pk=viewer.user_id)
