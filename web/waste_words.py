"""What the page of container sites says in words: sentences above and below the figures; not the figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.numbers import percent, rounded
from analytics.queries.waste import Row, WasteFigures, WasteTally
from analytics.queries.waste_complaints import waste_topics
from analytics.rules.waste import COLLECTION_TOPICS, Change
from appeals.models import Topic
from territories.models import ServiceZone


@dataclass(frozen=True, slots=True)
class CountedTopics:
    """Names of topics: of all complaints, and of those that say "not collected"."""

    all: list[str]
    not_collected: list[str]


def told(total: WasteTally) -> str:
    """How many complaints "not collected" are right; what there is none of is said so, not counted as 0."""
    if not total.not_collected:
        return _("In these days nobody complained that waste was not collected.")
    said = [_of_violations(total)]
    if total.early:
        words = ngettext(
            "%(shown)s came early: the time had not run out.",
            "%(shown)s came early: the time had not run out.",
            total.early,
        )
        said.append(words % {"shown": rounded(total.early)})
    elif total.violations:
        said.append(_("None came early, before the time had run out."))
    if total.unknown:
        words = ngettext(
            "%(shown)s is about a site without a known route.",
            "%(shown)s are about sites without a known route.",
            total.unknown,
        )
        said.append(words % {"shown": rounded(total.unknown)})
    return " ".join(said)


def _of_violations(total: WasteTally) -> str:
    complaints = rounded(total.not_collected)
    if not total.violations:
        words = _("Of %(complaints)s complaints “not collected”, none tells of waste that lay too long.")
        return words % {"complaints": complaints}
    words = ngettext(
        "Of %(complaints)s complaints “not collected”, %(shown)s tells of waste that lay longer than allowed.",
        "Of %(complaints)s complaints “not collected”, %(shown)s tell of waste that lay longer than allowed.",
        total.violations,
    )
    return words % {"complaints": complaints, "shown": rounded(total.violations)}


def routes(found: WasteFigures) -> str:
    """Of how many sites it is known when trucks come; empty where it is of all."""
    known = sum(bool(row.site.route_days) for row in found.sites)
    if known == len(found.sites):
        return ""
    if not known:
        return _("Of no site it is known on which days trucks come.")
    words = ngettext(
        "On which days trucks come is known of %(known)s site of %(sites)s.",
        "On which days trucks come is known of %(known)s sites of %(sites)s.",
        known,
    )
    return words % {"known": rounded(known), "sites": rounded(len(found.sites))}


def changed(change: Change) -> str:
    """How many complaints came after a measure, against those before it."""
    if change.adjusted is not None:
        return _against(
            change.adjusted,
            less=_(
                "Without what the season did a year before, %(ratio)s of the complaints of before are left."
            ),
            same=_("Without what the season did a year before, there are as many complaints as before."),
            more=_(
                "Without what the season did a year before, there are more complaints: %(ratio)s of those before."
            ),
        )
    if change.ratio is not None:
        said = _against(
            change.ratio,
            less=_("%(ratio)s of the complaints of before are left."),
            same=_("There are as many complaints as before."),
            more=_("There are more complaints: %(ratio)s of those before."),
        )
        return " ".join([said, _("What the season does cannot be told from the data.")])
    return _("There was no complaint before: nothing can be compared.")


def _against(ratio: float, *, less: str, same: str, more: str) -> str:
    """By the ratio as it is shown: what reads 100 % is neither more nor less."""
    shown = percent(ratio)
    words = same if shown == percent(1) else less if ratio < 1 else more
    return words % {"ratio": shown}


def topics() -> CountedTopics:
    """By name. Two queries."""
    counted = sorted(Topic.objects.filter(pk__in=waste_topics().codes), key=lambda topic: topic.name)
    return CountedTopics(
        [topic.name for topic in counted],
        [topic.name for topic in counted if topic.code in COLLECTION_TOPICS],
    )


def zones(found: WasteFigures) -> list[tuple[str, Row]]:
    """Each with its name, and with its operator's: those of two operators may be called the same. One query."""
    keys = [row.key for row in found.zones if row.key is not None]
    operators = dict(ServiceZone.objects.filter(pk__in=keys).values_list("pk", "organisation__name"))
    return [(_zone(row, operators.get(row.key or 0, ""), found.operators), row) for row in found.zones]


def _zone(row: Row, operator: str, operators: Sequence[Row]) -> str:
    if row.key is None:
        return _("in no zone")
    name = row.name or _("Zone %(number)s") % {"number": row.key}
    return f"{name} · {operator}" if len(operators) > 1 else name
