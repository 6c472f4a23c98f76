"""Supporting: each person and each browser once, only what is published and open; counts on card and map agree."""

from datetime import UTC, datetime

import pytest

from accounts.types import PUBLIC, Viewer
from appeals import errors
from appeals.models import Appeal, Event, Mark, Support
from appeals.services.support import support
from appeals.types import State, Supported, Visibility
from tests.builders import make_appeal, make_user, resident

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def test_each_person_and_each_browser_counts_once() -> None:
    number, person = make_appeal().number, resident()
    for _again in range(2):
        support(actor=person, number=number, now=NOW)
        support(actor=PUBLIC, visitor_hash="a" * 64, number=number, now=NOW)
    assert support(actor=PUBLIC, visitor_hash="b" * 64, number=number, now=NOW) == Supported(3, is_new=True)
    assert support(actor=person, number=number, now=NOW) == Supported(3, is_new=False)
    assert (Appeal.objects.get().supports, Mark.objects.get().supports) == (3, 3)
    assert Support.objects.count() == Event.objects.count() == 3


def test_two_people_at_one_browser_count_twice() -> None:
    number = make_appeal().number
    support(actor=resident(), visitor_hash="a" * 64, number=number, now=NOW)
    assert support(actor=resident(), visitor_hash="a" * 64, number=number, now=NOW).count == 2


def test_support_is_not_told_to_the_public() -> None:
    support(actor=resident(), number=make_appeal().number, now=NOW)
    assert not Event.objects.get().is_public


@pytest.mark.parametrize(
    ("state", "visibility", "error"),
    [
        (State.MODERATION, Visibility.PRIVATE, errors.NotFound),
        (State.ASSIGNED, Visibility.PRIVATE, errors.NotFound),
        (State.CLOSED, Visibility.PUBLIC, errors.NotSupportable),
        (State.MERGED, Visibility.PUBLIC, errors.NotSupportable),
    ],
)
def test_only_published_open_ones(
    state: State, visibility: Visibility, error: type[errors.AppealError]
) -> None:
    appeal = make_appeal(state=state, visibility=visibility)
    with pytest.raises(error):
        support(actor=resident(), number=appeal.number, now=NOW)
    assert Appeal.objects.get().supports == 0


def test_an_author_does_not_support_the_own_appeal() -> None:
    user = make_user()
    appeal = make_appeal(author=user)
    with pytest.raises(errors.OwnAppeal):
        support(actor=Viewer(user.pk), number=appeal.number, now=NOW)
    assert (Appeal.objects.get().supports, Event.objects.count()) == (0, 0)


def test_nobody_cannot_support() -> None:
    with pytest.raises(ValueError, match="a user or a visitor"):
        support(actor=PUBLIC, number=make_appeal().number, now=NOW)
