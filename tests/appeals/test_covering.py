"""Parts of a text hidden and shown one by one: what the public reads follows at once, and nothing else is rewritten."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.types import PUBLIC
from appeals import errors
from appeals.models import Appeal
from appeals.queries.covering import covered_of
from appeals.rules.covering import covered_now, masked_again, with_hidden, with_shown
from appeals.rules.privacy import cover, mask, secrets_in
from appeals.services.claims import claim
from appeals.services.correction import Correction, correct
from appeals.services.covering import cover_anew, hide_part, show_part
from appeals.services.moderation import accept
from appeals.types import SecretKind, State, Visibility
from tests.builders import make_appeal, moderator, resident

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
TEXT = "Звоните Ирине 8 921 123-45-67 или 8 921 765-43-21, кв. 45"
PIECES = st.sampled_from(
    ["Яма ", "8 921 123-45-67", ", ", "кв. 45", "a@b.ru", "[скрыто]", "[телефон скрыт]", "\n"]
)


def waiting(text: str = TEXT) -> Appeal:
    return make_appeal(state=State.MODERATION, text=text, public_text=mask(text))


def span(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


@pytest.mark.django_db
def test_each_part_is_shown_and_hidden_again_by_itself() -> None:
    appeal, desk = waiting(), moderator()
    start, end = span(TEXT, "8 921 123-45-67")
    shown = show_part(actor=desk, number=appeal.number, start=start, end=end, now=NOW)
    assert shown.public_text == "Звоните Ирине 8 921 123-45-67 или [телефон скрыт], кв. [скрыто]"
    hidden = hide_part(actor=desk, number=appeal.number, start=start, end=end, now=NOW)
    assert hidden.public_text == mask(TEXT)
    assert hidden.text == TEXT
    events = appeal.events.order_by("pk")
    assert [(event.type, event.is_public) for event in events] == [("corrected", False)] * 2
    assert [event.new["public_text"] for event in events] == [shown.public_text, mask(TEXT)]


@pytest.mark.django_db
def test_words_that_no_rule_finds_are_hidden_by_hand_and_remembered() -> None:
    appeal, desk = waiting(), moderator()
    name = span(TEXT, "Ирине")
    hide_part(actor=desk, number=appeal.number, start=name[0], end=name[1], now=NOW)
    show_part(actor=desk, number=appeal.number, start=TEXT.rindex("45"), end=len(TEXT), now=NOW)
    appeal.refresh_from_db()
    assert appeal.public_text == "Звоните [скрыто] [телефон скрыт] или [телефон скрыт], кв. 45"
    kinds = [secret.kind for secret in covered_of(appeal) or ()]
    assert kinds == [SecretKind.OTHER, SecretKind.PHONE, SecretKind.PHONE]
    # A wider choice takes in what it overlaps.
    start, end = name[0], span(TEXT, "123-45")[1]
    hide_part(actor=desk, number=appeal.number, start=start, end=end, now=NOW)
    appeal.refresh_from_db()
    assert appeal.public_text == "Звоните [скрыто] или [телефон скрыт], кв. 45"


@pytest.mark.django_db
def test_a_rewritten_text_is_not_cut_until_it_begins_anew() -> None:
    appeal, desk = waiting(), moderator()
    rewritten = Correction(public_text="Просят позвонить")
    correct(actor=desk, number=appeal.number, correction=rewritten, now=NOW)
    appeal.refresh_from_db()
    assert covered_of(appeal) is None
    with pytest.raises(errors.TextRewritten):
        hide_part(actor=desk, number=appeal.number, start=0, end=7, now=NOW)
    assert cover_anew(actor=desk, number=appeal.number, now=NOW).public_text == mask(TEXT)


@pytest.mark.django_db
def test_what_a_moderator_shows_stays_shown_when_the_text_is_edited() -> None:
    text = "Счётчик 8 921 123-45-67 и 8 921 765-43-21"
    appeal, desk = waiting(text), moderator()
    start, end = span(text, "8 921 123-45-67")
    show_part(actor=desk, number=appeal.number, start=start, end=end, now=NOW)
    edited = Correction(public_text="Прибор 8 921 123-45-67, звонить 8 921 765-43-21")
    correct(actor=desk, number=appeal.number, correction=edited, now=NOW)
    appeal.refresh_from_db()
    assert appeal.public_text == "Прибор 8 921 123-45-67, звонить [телефон скрыт]"


@pytest.mark.django_db
def test_who_may_not_and_what_is_not_there() -> None:
    appeal, desk, other = waiting(), moderator(), moderator()
    for actor in (PUBLIC, resident()):
        with pytest.raises(errors.NotAllowed):
            hide_part(actor=actor, number=appeal.number, start=0, end=7, now=NOW)
    for start, end in ((0, 0), (5, 2), (-1, 4), (0, 999), (7, 8)):
        with pytest.raises(errors.WrongPart):
            hide_part(actor=desk, number=appeal.number, start=start, end=end, now=NOW)
    claim(actor=other, number=appeal.number, now=NOW)
    with pytest.raises(errors.ClaimedByAnother):
        show_part(actor=desk, number=appeal.number, start=0, end=99, now=NOW)
    accept(actor=other, number=appeal.number, visibility=Visibility.PUBLIC, now=NOW)
    Appeal.objects.update(state=State.CLOSED)
    with pytest.raises(errors.WrongState):
        cover_anew(actor=desk, number=appeal.number, now=NOW)
    assert not appeal.events.filter(type="corrected").exists()


@given(st.lists(PIECES, max_size=12).map("".join), st.data())
def test_what_is_covered_is_read_off_the_two_texts(text: str, data: st.DataObject) -> None:
    found = secrets_in(text)
    chosen = [secret for secret in found if data.draw(st.booleans())]
    public = cover(text, chosen)
    read = covered_now(text, public)
    assert read is not None
    assert cover(text, read) == public
    told = [[part.start, part.end, part.kind.value] for part in chosen]
    assert covered_now(text, public, told) is not None


@given(st.lists(PIECES, min_size=1, max_size=12).map("".join), st.data())
def test_hiding_and_showing_leaves_no_overlap(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    more = with_hidden(text, secrets_in(text), start, end)
    assert all(one.end <= other.start for one, other in pairwise(more))
    assert any(one.start <= start and one.end >= end for one in more)
    less = with_shown(more, start, end)
    assert all(one.end <= start or one.start >= end for one in less)


def test_a_new_text_is_masked_but_for_what_was_let_through() -> None:
    assert masked_again("кв. 5 и кв. 6", {"5"}) == "кв. 5 и кв. [скрыто]"
