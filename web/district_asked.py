"""A request for districts → measure, level, both periods, viewer; not what is shown of them."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from accounts.guards import viewer_in
from accounts.types import Viewer
from analytics.asking import PREVIOUS, compared, measure_of
from analytics.measures import MEASURES, Measure, needs_of
from analytics.queries.districts import AreaFacts, Level, area_alone, areas_of, levels
from analytics.types import Need
from appeals.types import Selection
from web.district_forms import DistrictForm
from web.district_tables import kept
from web.figures import Filters

ALL_NEEDS = needs_of(list(MEASURES.values()))


@dataclass(frozen=True, slots=True)
class DistrictsAsked:
    """before: the equal period before the selection's. level: None where no boundaries were published.

    filters: of the list. query: of the page itself.
    """

    viewer: Viewer
    now: datetime
    form: DistrictForm
    measure: Measure
    selection: Selection
    before: Selection
    level: Level | None
    filters: Filters
    query: str

    def by_place(self, needs: frozenset[Need] | None = None) -> bool:
        """Whether `areas` counts by where the map shows an appeal: then no list holds the same ones."""
        return self.level is not None and self.level.by_place(self._earliest(needs).since)

    def of_area(self, area_id: int, *, since: datetime | None) -> "DistrictsAsked":
        """The same of one area of the level alone. since: of the earliest period that is compared."""
        alone = area_alone(self.level, area_id, since=since)
        return replace(self, selection=_only(self.selection, alone), before=_only(self.before, alone))

    def days(self) -> tuple[date, date]:
        """First and last day of the period that is shown."""
        last = self.form.last_day()
        return timezone.localdate(self.selection.since) if self.selection.since else last, last

    def anytime(self) -> Selection:
        """Without its period: what is due now may have been sent at any time."""
        return replace(self.selection, since=None, until=None)

    def areas(self, level: Level, needs: frozenset[Need] | None = None) -> list[AreaFacts]:
        """All areas of the level. needs: those of the measure unless others are given."""
        needs = self.measure.needs if needs is None else needs
        before = self.before if Need.BEFORE in needs else None
        return areas_of(self.viewer, self.selection, level, needs=needs, now=self.now, before=before)

    def _earliest(self, needs: frozenset[Need] | None) -> Selection:
        return (
            self.before if Need.BEFORE in (self.measure.needs if needs is None else needs) else self.selection
        )


def _only(selection: Selection, alone: Selection) -> Selection:
    return replace(selection, area_ids=alone.area_ids, boundary_ids=alone.boundary_ids)


def districts_asked(request: HttpRequest, area_id: int | None = None) -> DistrictsAsked:
    """What cannot be read is told by the form, and the usual figures are shown. area_id: of whose page it is."""
    now = timezone.now()
    today = timezone.localdate(now)
    form = DistrictForm(request.GET, known=levels(today, area_id=area_id), today=today)
    params = form.params()
    selection, before = compared(params, PREVIOUS, now)
    filters = QueryDict(mutable=True)
    filters.update({name: str(params[name]) for name in ("category", "since", "until") if name in params})
    return DistrictsAsked(
        viewer_in(request),
        now,
        form,
        measure_of(params),
        selection,
        before or selection,
        form.level_asked(),
        Filters(filters),
        kept(request.GET),
    )
