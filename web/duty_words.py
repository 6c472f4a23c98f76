"""A cell of the matrix in words: who answers, by which rule, and what is left; not how it was measured."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appeals.models import Topic
from appeals.queries.duty_table import Named
from territories.matrix.cells import Cell, CellState, Homes, Part
from territories.types import Candidate, ManualReason, Rule

RULES = {
    Rule.HOUSE_CONTRACT: gettext_lazy("house contract"),
    Rule.ZONE: gettext_lazy("zone"),
    Rule.ASSET: gettext_lazy("asset"),
    Rule.AUTHORITY: gettext_lazy("authority"),
}
STATES = {
    CellState.SETTLED: gettext_lazy("Settled"),
    CellState.MANUAL: gettext_lazy("By hand"),
    CellState.PARTLY: gettext_lazy("Hole in a part"),
    CellState.HOLE: gettext_lazy("Hole"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a cell. url: where its duty is changed."""

    who: str
    how: str
    url: str


@dataclass(frozen=True, slots=True)
class CellWords:
    """A cell as it is read. lines: who answers, the widest last; left: words of the hole or of the choice by hand."""

    state: CellState
    lines: tuple[Said, ...]
    left: str
    url: str

    @property
    def symbol(self) -> str:
        """Shape of the state, of the marks that the sprite has."""
        return {"hole": "overdue", "partly": "overdue", "manual": "new"}.get(self.state.value, "")


def percent(share: float) -> str:
    """«38 %»; what is more than nothing and less than all never reads as 0 or 100."""
    return _("%(number)s %%") % {"number": min(max(round(share * 100), 1), 99)}


def words_of(cell: Cell, topic: Topic, area: Named) -> CellWords:
    """What the cell says of the topic in the area."""
    lines = [] if cell.homes is None else [_homes(cell.homes)]
    lines += [_part(part, area) for part in cell.parts]
    if cell.chosen is not None:
        lines.append(Said(cell.chosen.organisation, _rule(cell.chosen, area), _url(cell.chosen)))
    lines += [Said(one.organisation, _rule(one, area), _url(one)) for one in cell.tied]
    give = f"{reverse('web:admin_authority_new')}?area={area.pk}&category={topic.category.code}"
    return CellWords(cell.state, tuple(lines), _left(cell), give)


def _left(cell: Cell) -> str:
    if cell.state == CellState.MANUAL:
        shared = cell.reason == ManualReason.SHARED
        return _("By hand: they share one zone") if shared else _("By hand: none goes before the others")
    if cell.state == CellState.HOLE:
        return _("Hole: nobody answers")
    if cell.state == CellState.PARTLY:
        return _("Hole: nobody in %(share)s") % {"share": percent(cell.hole)}
    return ""


def _rule(one: Candidate, area: Named) -> str:
    """The rule and whose polygon it rests on; of the area's own authority the area need not be named."""
    words = str(RULES[one.rule])
    own = one.rule is Rule.AUTHORITY and one.area_id == area.pk
    return f"{words}, {one.label}" if one.label and not own else words


def _part(part: Part, area: Named) -> Said:
    one = part.candidate
    if one.rule is Rule.ASSET:
        how = _("beside its own assets")
    elif part.by_house:
        how = _("%(rule)s, %(share)s of the houses") % {
            "rule": _rule(one, area),
            "share": percent(part.share),
        }
    else:
        how = _("%(rule)s, %(share)s of the area") % {"rule": _rule(one, area), "share": percent(part.share)}
    return Said(one.organisation, how, _url(one))


def _homes(homes: Homes) -> Said:
    key, name, _houses = homes.contracts[0]
    more = len(homes.contracts) - 1
    who = _("%(name)s and %(count)d more") % {"name": name, "count": more} if more else name
    share = (
        _("all houses")
        if homes.share >= 1
        else _("%(share)s of the houses") % {"share": percent(homes.share)}
    )
    how = f"{RULES[Rule.HOUSE_CONTRACT]}, {share}"
    url = reverse("web:admin_organisation", args=[key])
    return Said(who, how, url)


def _url(one: Candidate) -> str:
    if one.rule is Rule.AUTHORITY:
        return f"{reverse('web:admin_authorities')}?organisation={one.organisation_id}&area={one.area_id}"
    return reverse("web:admin_organisation", args=[one.organisation_id])
