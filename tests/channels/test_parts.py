"""What a notice quotes: the answer in full for author and staff, masked for everybody else who is told."""

import pytest

from channels.letters.parts import part_of
from channels.models import Notice
from channels.types import Medium, NoticeState, Standing, Wording
from tests.builders import NOON, make_appeal
from tests.channels.working import answered

pytestmark = pytest.mark.django_db
NEAR = {Standing.AUTHOR, Standing.HEAD, Standing.WORKER, Standing.DELEGATE, Standing.MODERATOR}


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
