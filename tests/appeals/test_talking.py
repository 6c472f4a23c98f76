"""Notes stay inside; comments wait for a moderator and are read masked, where topic and settings allow them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.types import PUBLIC, Role, Viewer
from appeals import errors
from appeals.models import Comment, Event, Note
from appeals.queries.card import card_by_number
from appeals.queries.talk import notes_for, published_comments
from appeals.services.answering import answer
from appeals.services.correction import assign
from appeals.services.events import record
from appeals.services.talking import COMMENT_MAX, comment, note, publish_comment, refuse_comment
from appeals.types import EventType, State, Visibility
from territories.models import Organisation
from tests.builders import make_appeal, make_organisation, make_topic, make_user, moderator, resident, worker

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def test_notes_are_read_by_those_at_work_and_moderators_only() -> None:
    company, contractor, other = make_organisation(), make_organisation(), make_organisation()
    user = make_user()
    appeal = make_appeal(executor=company, delegate=contractor, author=user)
    author = Viewer(user.pk, frozenset({Role.RESIDENT}))
    desk = moderator()
    for actor in (worker(company), worker(contractor), desk):
        note(actor=actor, number=appeal.number, text="Позвонить жильцу", now=NOW)
    for actor in (PUBLIC, resident(), author, worker(other)):
        with pytest.raises(errors.NotAllowed):
            note(actor=actor, number=appeal.number, text="Нет", now=NOW)
        assert notes_for(actor, appeal) == []
    assert [row.organisation for row in Note.objects.all()] == [company, contractor, None]
    assert len(notes_for(desk, appeal)) == len(notes_for(worker(company), appeal)) == 3
    # A contractor reads what the executor and it wrote, not what the administration did.
    assert [row.organisation for row in notes_for(worker(contractor), appeal)] == [company, contractor]
    assert not Event.objects.exists()


def test_the_next_executor_reads_nothing_of_what_went_on_inside_the_one_before() -> None:
    first, contractor = make_organisation(head_approves=True), make_organisation()
    second = make_organisation()
    appeal = make_appeal(executor=first, delegate=contractor, state=State.IN_PROGRESS)
    for actor, text in ((worker(first), "Наше"), (worker(contractor), "Подряд"), (moderator(), "Надзор")):
        note(actor=actor, number=appeal.number, text=text, now=NOW)
    answer(actor=worker(first), number=appeal.number, text="Черновик", now=NOW)
    record(appeal, EventType.PHOTO_BLURRED, actor=moderator(), now=NOW, is_public=False)

    def pass_on(executor: Organisation, *, hours: int) -> None:
        at = NOW + timedelta(hours=hours)
        assign(
            actor=moderator(), number=appeal.number, executor_id=executor.pk, comment="По договору", now=at
        )
        appeal.refresh_from_db()

    pass_on(second, hours=1)
    note(actor=worker(second), number=appeal.number, text="Новое", now=NOW + timedelta(hours=2))

    def read(actor: Viewer) -> set[str]:
        card = card_by_number(actor, appeal.number)
        assert card is not None
        return {row.text for row in notes_for(actor, appeal)} | {str(event.type) for event in card.events}

    inside = {"Наше", "Подряд", EventType.ANSWER_PROPOSED}
    assert read(worker(second)).isdisjoint(inside)
    assert {"Надзор", "Новое", EventType.PHOTO_BLURRED} <= read(worker(second))
    assert inside | {"Надзор", "Новое"} <= read(moderator())
    # Given back, it reads its own again, and of the other only what is told to all.
    pass_on(first, hours=3)
    assert {"Наше", EventType.ANSWER_PROPOSED} <= read(worker(first))
    assert "Новое" not in read(worker(first))


def test_an_empty_note_and_a_hidden_appeal_are_refused() -> None:
    company = make_organisation()
    appeal = make_appeal(visibility=Visibility.PRIVATE)
    with pytest.raises(errors.MissingInput):
        note(actor=moderator(), number=appeal.number, text=" ", now=NOW)
    with pytest.raises(errors.NotFound):
        note(actor=worker(company), number=appeal.number, text="Нет", now=NOW)


def test_a_comment_is_read_once_a_moderator_passed_it() -> None:
    appeal = make_appeal(topic=make_topic(allows_comments=True))
    row = comment(actor=resident(), number=appeal.number, text="И у нас, +7 921 123-45-67", now=NOW)
    assert published_comments(appeal) == []
    assert not Event.objects.exists()
    with pytest.raises(errors.NotAllowed):
        publish_comment(actor=resident(), comment_id=row.pk, now=NOW)
    publish_comment(actor=moderator(), comment_id=row.pk, now=NOW)
    assert [shown.public_text for shown in published_comments(appeal)] == ["И у нас, [телефон скрыт]"]
    assert Event.objects.get().comment == "И у нас, [телефон скрыт]"
    with pytest.raises(errors.UnknownComment):
        refuse_comment(actor=moderator(), comment_id=row.pk, now=NOW)


def test_a_refused_comment_is_read_by_nobody() -> None:
    appeal = make_appeal(topic=make_topic(allows_comments=True))
    row = comment(actor=resident(), number=appeal.number, text="Грубость", now=NOW)
    refuse_comment(actor=moderator(), comment_id=row.pk, now=NOW)
    assert published_comments(appeal) == []
    assert Comment.objects.get().state == "refused"


def test_comments_are_open_where_topic_state_and_settings_allow(settings: Any) -> None:
    open_topic, closed_topic = make_topic("a", allows_comments=True), make_topic("b")
    actor = resident()
    fine = make_appeal(topic=open_topic)
    for appeal in (make_appeal(topic=closed_topic), make_appeal(topic=open_topic, state=State.CLOSED)):
        with pytest.raises(errors.NotCommentable):
            comment(actor=actor, number=appeal.number, text="Тоже", now=NOW)
    with pytest.raises(errors.NotAllowed):
        comment(actor=PUBLIC, number=fine.number, text="Тоже", now=NOW)
    with pytest.raises(errors.TextTooLong):
        comment(actor=actor, number=fine.number, text="я" * (COMMENT_MAX + 1), now=NOW)
    settings.COMMENTS = False
    with pytest.raises(errors.NotCommentable):
        comment(actor=actor, number=fine.number, text="Тоже", now=NOW)
