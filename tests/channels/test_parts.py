"""What a notice quotes: the answer in full for author and staff, masked for everybody else who is told."""

from datetime import date

import pytest
from django.utils.translation import override

from channels.letters.parts import part_of
from channels.models import Notice
from channels.types import Medium, NoticeState, Standing, Wording
from tests.builders import NOON, make_appeal
from tests.channels.working import answered

pytestmark = pytest.mark.django_db
NEAR = {Standing.AUTHOR, Standing.HEAD, Standing.WORKER, Standing.DELEGATE, Standing.MODERATOR}


@pytest.mark.parametrize(
    ("wording", "told"), [(Wording.HELD, "до 20 марта 2026"), (Wording.MERGED, "№ 123456789")]
)
def test_a_letter_says_until_when_and_where_to(wording: Wording, told: str) -> None:
    twin = make_appeal(number="123456789")
    appeal = make_appeal(held_until=date(2026, 3, 20), duplicate_of=twin)
    notice = Notice(event=answered(appeal), standing=Standing.AUTHOR, wording=wording, medium=Medium.EMAIL)
    with override("ru"):
        assert told in part_of(notice).sentence


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
