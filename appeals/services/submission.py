"""Takes in an appeal: checks the draft, finds place and executor, writes it once; publishes nothing (moderation)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import randbelow, token_urlsafe
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.rules import may_take_call
from accounts.types import Viewer
from appeals.errors import KeyTaken, NotYourArea, TopicClosed, UnknownTopic, WrongEmail, WrongKind
from appeals.labels import EMERGENCY
from appeals.marks import write_mark
from appeals.models import Appeal, Photo, Topic
from appeals.rules.calls import BY_OPERATOR, check_track
from appeals.rules.lifecycle import check, parts_of
from appeals.rules.privacy import mask, public_address, public_place
from appeals.rules.texts import usable_name, usable_phone, usable_text
from appeals.services import assigning, clocks, places
from appeals.services import photos as photo_store
from appeals.services.drafts import drop_draft
from appeals.services.events import record
from appeals.types import (
    Action,
    Doubt,
    Draft,
    EventType,
    Kind,
    Need,
    Part,
    Privacy,
    Proposal,
    ResolvedPlace,
    State,
    Visibility,
)
from geo.types import LonLat
from territories.explaining import explain
from territories.types import Decision

_DIGITS = 9
_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class _Words:
    """What the author wrote, cleaned."""

    text: str
    name: str
    email: str
    phone: str


def submit(
    *, actor: Viewer, draft: Draft, photos: "Sequence[UploadedFile[Any]]" = (), now: datetime
) -> Appeal:
    """Take in a draft; the executor is proposed at once, and the appeal waits for a moderator.

    The same client_key with the same words gives the same appeal, also when both come at once. Raises the
    `Unacceptable` family (with `field`), NotYourArea for an operator of other areas or none, and geo's errors for
    impossible coordinates.
    """
    words = _words(draft)
    known = _known(draft, words)
    if known is not None:
        return known
    topic = _topic(draft)
    place, decision = _locate(draft, topic, now=now)
    _check_steps(actor)
    _check_operator(actor, draft, decision)
    check_track(draft)
    pictures = photo_store.prepare_all(photos)
    appeal = _appeal(actor, draft, words, topic, place, now=now)
    assigning.apply_decision(appeal, decision)
    clocks.begin(appeal, topic, now=now)
    kept: list[Photo] = []
    try:
        with transaction.atomic():
            if not _insert(appeal):
                return _known_or_taken(draft, words)
            write_mark(appeal, new=True)
            kept = photo_store.keep(appeal, pictures)
            assigning.record_assignment(appeal, decision, actor=actor, now=now)
            _record(appeal, decision, actor=actor, now=now)
            drop_draft(actor=actor, key=draft.client_key)
    except BaseException:
        photo_store.discard(kept)
        raise
    return appeal


def preview(
    *,
    topic_code: str,
    location: LonLat | None = None,
    address: str = "",
    house_id: int | None = None,
    kind: Kind = Kind.PROBLEM,
    now: datetime,
) -> Proposal:
    """Who would answer, why and by when; writes nothing. Raises as `submit` does for topic, kind and place."""
    topic = _topic_of(topic_code, kind)
    place, decision = _locate_at(topic, location, address, house_id, now=now)
    return Proposal(
        place=place,
        public_location=public_place(place.location, Privacy(topic.privacy)),
        decision=decision,
        explanation=explain(decision),
        due_on=clocks.expected(topic, decision, at=now).answer.on,
        doubts=doubts(decision),
        advice=str(EMERGENCY) if topic.is_emergency else "",
    )


def doubts(decision: Decision) -> tuple[Doubt, ...]:
    """What the author should know of a decision before sending."""
    told = []
    if not decision.areas:
        told.append(Doubt.OUTSIDE)
    if decision.ambiguous:
        told.append(Doubt.AMBIGUOUS)
    if decision.organisation_id is None:
        told.append(Doubt.MANUAL)
    return tuple(told)


def new_number() -> str:
    """Nine random digits, the first not zero: no number tells how many appeals there are."""
    lowest = 10 ** (_DIGITS - 1)
    return str(lowest + randbelow(9 * lowest))


def new_token() -> str:
    """The secret of the author's follow link: 256 random bits."""
    return token_urlsafe(32)


def _words(draft: Draft) -> _Words:
    email = draft.author_email.strip()
    if email:
        try:
            validate_email(email)
        except ValidationError as problem:
            raise WrongEmail from problem
    name, phone = usable_name(draft.author_name), usable_phone(draft.author_phone)
    return _Words(usable_text(draft.text), name, email, phone)


def _known(draft: Draft, words: _Words) -> Appeal | None:
    """The appeal sent before under this key. Raises KeyTaken when it says something else."""
    sent = Appeal.objects.filter(client_key=draft.client_key)
    appeal: Appeal | None = sent.select_related("topic").first()
    if appeal is None:
        return None
    if (appeal.kind, appeal.topic.code, appeal.text) != (draft.kind, draft.topic_code, words.text):
        raise KeyTaken
    return appeal


def _known_or_taken(draft: Draft, words: _Words) -> Appeal:
    """The appeal that another request with this key has just written."""
    known = _known(draft, words)
    if known is None:
        raise KeyTaken
    return known


def _topic(draft: Draft) -> Topic:
    return _topic_of(draft.topic_code, draft.kind)


def _topic_of(code: str, kind: Kind) -> Topic:
    topic = Topic.objects.select_related("category").filter(code=code).first()
    if topic is None:
        raise UnknownTopic(code=code)
    if not topic.is_active:
        raise TopicClosed(topic=topic.name)
    if kind not in topic.kinds:
        raise WrongKind(topic=topic.name)
    return topic


def _locate(draft: Draft, topic: Topic, *, now: datetime) -> tuple[ResolvedPlace, Decision]:
    return _locate_at(topic, draft.location, draft.address, draft.house_id, now=now)


def _locate_at(
    topic: Topic, location: LonLat | None, address: str, house_id: int | None, *, now: datetime
) -> tuple[ResolvedPlace, Decision]:
    place = places.resolve(topic, location=location, address=address, house_id=house_id)
    decision = assigning.decide(place.location, topic, now=now, house_id=place.house_id)
    if not decision.areas:
        places.refuse_mistaken(place.location, on=timezone.localdate(now))
    return place, decision


def _check_steps(actor: Viewer) -> None:
    """Whoever sends is the author: the public has no account and may still send."""
    parts = parts_of(actor, author_id=None, executor_id=None) | {Part.AUTHOR}
    given = {Need.TOPIC, Need.TEXT, Need.PLACE}
    sent = check(Action.SUBMIT, state=State.DRAFT, parts=parts, given=given)
    check(Action.QUEUE, state=sent.new, parts={Part.SYSTEM}, given=())


def _check_operator(actor: Viewer, draft: Draft, decision: Decision) -> None:
    """What is written down for others is written down by operators, each in the own areas. Raises NotYourArea."""
    area_ids = [area.area_id for area in decision.areas]
    if draft.channel in BY_OPERATOR and not may_take_call(actor, area_ids):
        raise NotYourArea


def _appeal(
    actor: Viewer, draft: Draft, words: _Words, topic: Topic, place: ResolvedPlace, *, now: datetime
) -> Appeal:
    privacy = Privacy(topic.privacy)
    # An operator writes down what a caller says: the caller is the author, and has no account here.
    author_id = None if draft.channel in BY_OPERATOR else actor.user_id
    return Appeal(
        client_key=draft.client_key,
        follow_token=new_token(),
        kind=draft.kind,
        topic=topic,
        text=words.text,
        public_text=mask(words.text),
        location=places.point_of(place.location),
        public_location=places.point_of(public_place(place.location, privacy)),
        address=place.address,
        public_address=public_address(place.address, privacy),
        state=State.MODERATION,
        visibility=Visibility.PRIVATE,
        channel=draft.channel,
        author_id=author_id,
        author_name=words.name,
        author_email=words.email,
        author_phone=words.phone,
        language=draft.language,
        track=draft.track,
        submitted_at=now,
        changed_at=now,
    )


def _insert(appeal: Appeal) -> bool:
    """Insert under a free random number; False when another request has just used the client's key.

    An insert of the same key waits for the other transaction to end, so that exactly one of them writes.
    """
    for _attempt in range(_ATTEMPTS):
        appeal.number = new_number()
        try:
            with transaction.atomic():
                appeal.save(force_insert=True)
        except IntegrityError as problem:
            constraint = violated(problem)
            if constraint == "appeal_client_key_once":
                return False
            if constraint != "appeal_number_once":
                raise
        else:
            return True
    raise RuntimeError(f"no free number in {_ATTEMPTS} attempts")


def violated(problem: IntegrityError) -> str:
    """Name of the constraint that the database says was violated, empty when it says none."""
    diagnosis = getattr(problem.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def _record(appeal: Appeal, decision: Decision, *, actor: Viewer, now: datetime) -> None:
    sent = {"state": appeal.state, "track": str(appeal.track), **clocks.told(appeal)}
    record(appeal, EventType.SUBMITTED, actor=actor, now=now, new=sent)
    new = {"executor": decision.organisation_id, "rule": decision.rule.value, "proposed": True}
    record(appeal, EventType.ASSIGNED, actor=actor, now=now, new=new)
