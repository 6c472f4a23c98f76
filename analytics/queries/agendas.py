"""A councillor's appeals and drafts for the agenda, as far as they may be read now; not their editing."""

from dataclasses import dataclass
from typing import Any

from accounts.queries import area_ids_as
from accounts.types import Role, Viewer
from analytics.errors import NotOwn
from analytics.models import Agenda, AgendaQuestion
from appeals.models import Appeal
from appeals.types import Selection
from territories.models import Area


@dataclass(frozen=True, slots=True)
class Draft:
    """agenda with its questions in their order. lost: how many of them are no longer the viewer's to read."""

    agenda: Agenda
    questions: list[AgendaQuestion]
    lost: int


def precincts_of(viewer: Viewer) -> list[Area]:
    """Where the viewer is a councillor now, by name."""
    return list(Area.objects.filter(pk__in=_area_ids(viewer)).order_by("name", "pk"))


def own_precincts(viewer: Viewer, area_id: int | None = None) -> Selection:
    """Appeals of the viewer's own precincts, or of one of them. Raises NotOwn where there is none."""
    own = _area_ids(viewer)
    if area_id is not None:
        own &= {area_id}
    if not own:
        raise NotOwn
    return Selection(area_ids=tuple(sorted(own)))


def _area_ids(viewer: Viewer) -> frozenset[int]:
    if viewer.user_id is None or Role.COUNCILLOR not in viewer.roles:
        return frozenset()
    return area_ids_as(viewer.user_id, Role.COUNCILLOR)


def agendas_of(viewer: Viewer) -> list[Agenda]:
    """The viewer's own drafts, the one changed last first."""
    return list(Agenda.objects.filter(user=viewer.user_id).order_by("-changed_at", "-pk"))


def draft_of(viewer: Viewer, agenda_id: int) -> Draft | None:
    """One of the viewer's own; None for anybody else's. Three queries."""
    agenda = Agenda.objects.filter(pk=agenda_id, user=viewer.user_id).first()
    if agenda is None:
        return None
    questions: list[Any] = list(
        agenda.questions.select_related("appeal__topic", "appeal__executor").order_by("position", "pk")
    )
    seen = set(
        Appeal.objects.visible_to(viewer)
        .filter(pk__in=[question.appeal_id for question in questions])
        .values_list("pk", flat=True)
    )
    shown = [question for question in questions if question.appeal_id in seen]
    return Draft(agenda, shown, len(questions) - len(shown))
