"""What a notice quotes: the answer in full for author and staff, masked for everybody else who is told."""

import pytest
from django.utils.translation import override

from appeals.types import Action, State
from channels.letters.parts import part_of
from channels.models import Notice
from channels.types import Medium, NoticeState, Standing, Wording
from tests.builders import NOON, make_appeal
from tests.channels.working import answered, took

pytestmark = pytest.mark.django_db
NEAR = {Standing.AUTHOR, Standing.HEAD, Standing.WORKER, Standing.DELEGATE, Standing.MODERATOR}


@pytest.mark.parametrize(
    ("action", "wording", "after", "told"),
    [
        (Action.HOLD, Wording.HELD, {"until": "2026-03-20"}, "до 20 марта 2026"),
        (Action.PLAN, Wording.PLANNED, {"planned_on": "2026-03-21"}, "21 марта 2026"),
        (Action.MERGE, Wording.MERGED, {"duplicate_of": "123456789"}, "в обращении №\u00a0123456789"),
    ],
)
def test_a_letter_names_the_day_and_the_appeal_of_its_event(
    action: Action, wording: Wording, after: dict[str, str], told: str
) -> None:
    """The appeal itself has gone on since: it holds none of them any more."""
    event = took(make_appeal(), action, State.IN_PROGRESS, after=after)
    notice = Notice(event=event, standing=Standing.AUTHOR, wording=wording, medium=Medium.EMAIL)
    with override("ru"):
        assert told in part_of(notice).sentence


@pytest.mark.parametrize("standing", [Standing.AUTHOR, Standing.FOLLOWER])
def test_who_only_follows_learns_of_no_twin_that_the_public_does_not_see(standing: Standing) -> None:
    after, twin = {"duplicate_of": "123456789"}, make_appeal(number="123456789")
    event = took(
        make_appeal(duplicate_of=twin), Action.MERGE, State.IN_PROGRESS, is_public=False, after=after
    )
    notice = Notice(event=event, standing=standing, wording=Wording.MERGED, medium=Medium.EMAIL)
    assert ("123456789" in part_of(notice).sentence) == (standing == Standing.AUTHOR)


@pytest.mark.parametrize("standing", list(Standing))
def test_an_answer_is_masked_for_whoever_only_follows(standing: Standing) -> None:
    appeal = make_appeal(answer="Ждём вас в кв. 5, телефон +7 921 000-00-00")
    notice = Notice(
        event=answered(appeal),
        standing=standing,
        wording=Wording.ANSWERED,
        medium=Medium.EMAIL,
        state=NoticeState.WAITING,
        created_at=NOON,
    )
    quote = part_of(notice).quote
    full = quote == "Ждём вас в кв. 5, телефон +7 921 000-00-00"
    assert full == (standing in NEAR)
    if not full:
        assert quote == "Ждём вас в кв. [скрыто], телефон [телефон скрыт]"
