"""A decision in words and as JSON, in the current language; not the choice itself (rules)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from geo import sql
from territories.models import BoundaryVersion
from territories.types import AreaHit, Candidate, Decision, ManualReason, Rule


def explain(decision: Decision, *, versions: Mapping[int, dict[str, Any]] | None = None) -> dict[str, Any]:
    """JSON-ready explanation: organisation, rule, area, zone, boundary version, border, runner-up, sentence.

    versions: `known_versions()`, for whoever explains many decisions; then no query at all.

    Distances are metres with one decimal. `sentences` and `sentence` are in the current language, everything
    else is not translated. At most one query (the boundary version).
    """
    chosen = decision.chosen
    return {
        "organisation": _organisation(chosen),
        "rule": decision.rule.value,
        "manual_reason": decision.manual_reason.value if decision.manual_reason else None,
        "area": told_area(decision.area) if decision.area else None,
        "areas": [told_area(hit) for hit in decision.areas],
        "zone": {"id": chosen.zone_id, "name": chosen.label} if chosen and chosen.zone_id else None,
        "house_id": chosen.house_id if chosen else None,
        "boundary_version": (
            _version(decision.version_id) if versions is None else versions.get(decision.version_id or 0)
        ),
        "border_m": _metres(decision.border_m),
        "ambiguous": decision.ambiguous,
        "runner_up": _runner_up(decision.runner_up),
        "tied": [_organisation(candidate) for candidate in _once(decision.tied)],
        "neighbour": told_area(decision.neighbours[0]) if decision.neighbours else None,
        "sentence": sentence(decision),
        "sentences": sentences(decision),
    }


def sentence(decision: Decision) -> str:
    """One sentence: who will answer and why, or why that is chosen by hand."""
    if decision.chosen is None:
        return _manual(decision)
    name = decision.chosen.organisation
    reason = _reason(decision.chosen)
    return _("%(organisation)s will answer: %(reason)s.") % {"organisation": name, "reason": reason}


def sentences(decision: Decision) -> list[str]:
    """The sentence, then the warning about a near border where there is one."""
    told = [sentence(decision)]
    if decision.ambiguous:
        told.append(_doubt(decision))
    return told


def _reason(chosen: Candidate) -> str:
    place = {"place": chosen.label}
    if chosen.rule is Rule.HOUSE_CONTRACT:
        return _("the house is managed under its contract")
    if chosen.rule is Rule.ASSET:
        if chosen.label:
            return _("the pin lies on what it owns, “%(place)s”") % place
        return _("the pin lies on what it owns")
    if chosen.rule is Rule.ZONE and chosen.house_id is not None:
        return _("the house stands on the list of its service zone")
    if chosen.rule is Rule.ZONE:
        return _zone_reason(chosen)
    return _("it is the authority of “%(place)s”") % place


def _zone_reason(chosen: Candidate) -> str:
    place = {"place": chosen.label}
    if chosen.specificity:
        if chosen.label:
            return _("the place lies in its zone “%(place)s” for this topic") % place
        return _("the place lies in its zone for this topic")
    if chosen.label:
        return _("the place lies in its service zone “%(place)s”") % place
    return _("the place lies in its service zone")


def _manual(decision: Decision) -> str:
    names = _listed([candidate.organisation for candidate in _once(decision.tied)])
    if decision.manual_reason is ManualReason.SHARED:
        told = _(
            "The place is served by several organisations together: %(names)s. The administration will choose."
        )
        return told % {"names": names}
    if decision.manual_reason is ManualReason.TIE:
        told = _("Several organisations may answer equally: %(names)s. The administration will choose.")
        return told % {"names": names}
    if decision.manual_reason is ManualReason.OUTSIDE:
        return _("The place lies outside every known area. The administration will choose who answers.")
    return _("Nobody is named for this place and topic. The administration will choose who answers.")


def _doubt(decision: Decision) -> str:
    metres = round(_nearest_m(decision))
    values = {"border_m": number_format(metres), "other": ""}
    if decision.runner_up is not None:
        values["other"] = decision.runner_up.organisation
        if metres == 0:
            return _("The pin lies on a border; beyond it %(other)s answers.") % values
        return _("A border is %(border_m)s m away; beyond it %(other)s answers.") % values
    if decision.neighbours:
        values["other"] = decision.neighbours[0].name
        if metres == 0:
            return _("The pin lies on a border; beyond it begins “%(other)s”.") % values
        return _("A border is %(border_m)s m away; beyond it begins “%(other)s”.") % values
    return _("The pin lies on a border.")


def _nearest_m(decision: Decision) -> float:
    known = [hit.border_m for hit in decision.neighbours[:1]]
    known += [candidate.border_m for candidate in (decision.runner_up,) if candidate is not None]
    known += [decision.border_m] if decision.border_m is not None else []
    return min((metres for metres in known if metres < float("inf")), default=0.0)


def _listed(names: list[str]) -> str:
    return pgettext("between names of organisations", ", ").join(names)


def _once(candidates: tuple[Candidate, ...]) -> list[Candidate]:
    """The first candidate of each organisation."""
    return list({candidate.organisation_id: candidate for candidate in reversed(candidates)}.values())[::-1]


def _organisation(candidate: Candidate | None) -> dict[str, Any] | None:
    return {"id": candidate.organisation_id, "name": candidate.organisation} if candidate else None


def _runner_up(candidate: Candidate | None) -> dict[str, Any] | None:
    if candidate is None:
        return None
    return {
        "id": candidate.organisation_id,
        "name": candidate.organisation,
        "rule": candidate.rule.value,
        "place": candidate.label,
        "border_m": _metres(candidate.border_m),
    }


def told_area(hit: AreaHit) -> dict[str, Any]:
    return {
        "id": hit.area_id,
        "code": hit.code,
        "name": hit.name,
        "kind": hit.kind,
        "collection": hit.collection,
        "border_m": _metres(hit.border_m),
    }


def _metres(value: float | None) -> float | None:
    return None if value is None or value == float("inf") else round(value, 1)


def known_versions() -> dict[int, dict[str, Any]]:
    """Every boundary version by id, as explanations tell it. One query."""
    rows = BoundaryVersion.objects.values_list(
        "pk", "collection__slug", "collection__name", "number", "valid_from"
    )
    return {row[0]: _told(*row) for row in rows}


def _version(version_id: int | None) -> dict[str, Any] | None:
    if version_id is None:
        return None
    rows = sql.prepared_rows("territories", "version_told", {"version_id": version_id})
    return _told(*rows[0]) if rows else None


def _told(pk: int, collection: str, title: str, number: int, valid_from: date | None) -> dict[str, Any]:
    return {
        "id": pk,
        "collection": collection,
        "title": title,
        "number": number,
        "valid_from": valid_from.isoformat() if valid_from else None,
    }
