"""An executor as everybody may know it: what for, where, its latest answers; not the desk of its workers."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.types import Viewer
from appeals.models import Appeal, Category, Topic
from appeals.rules.privacy import mask
from appeals.types import SOLVED_STATES
from territories.duties import Duties, duties
from territories.models import Organisation

_SOLVED = sorted(state.value for state in SOLVED_STATES)


@dataclass(frozen=True, slots=True)
class Answer:
    """The last answer to an appeal. text: as the public reads it. place: the public address, may be empty."""

    number: str
    topic: str
    place: str
    text: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Executor:
    """categories and topics: by name in the catalogue's order; topics only of categories that are not there whole."""

    organisation: Organisation
    duties: Duties
    categories: list[str]
    topics: list[str]


def executor_by_id(organisation_id: int, *, on: date) -> Executor | None:
    """An organisation with its duties on a local day; None without one. At most seven queries."""
    organisation = Organisation.objects.filter(pk=organisation_id).select_related("parent").first()
    if organisation is None:
        return None
    held = duties(organisation_id, on=on)
    categories = Category.objects.filter(code__in=held.categories)
    topics = Topic.objects.filter(code__in=held.topics).exclude(category__code__in=held.categories)
    return Executor(
        organisation, held, [category.name for category in categories], [topic.name for topic in topics]
    )


def latest_answers(viewer: Viewer, executor_id: int, limit: int) -> list[Answer]:
    """Answers of an executor that the viewer may see, the latest first. One query. Index: appeal_executor."""
    answered = Appeal.objects.visible_to(viewer).filter(
        executor_id=executor_id, answered_at__isnull=False, state__in=_SOLVED
    )
    return [
        Answer(
            appeal.number, appeal.topic.name, appeal.public_address, mask(appeal.answer), appeal.answered_at
        )
        for appeal in answered.select_related("topic").order_by("-answered_at", "-pk")[:limit]
    ]
