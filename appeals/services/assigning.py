"""Asks territories for the executor of an appeal and writes the answer; the choice itself is theirs.

Each answer is a row of its own that is never changed; the last one counts. A choice by hand is kept until somebody
drops it by hand.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, override

from accounts.types import Viewer
from appeals.models import Appeal, Assignment, Topic
from appeals.rules.areas import Measured, told_areas
from appeals.types import Privacy
from geo.types import LonLat
from territories.explaining import explain, sentence, sentences
from territories.models import Organisation
from territories.queries import decide_executor
from territories.types import Decision, Rule, TopicRef, TopicScope


def topic_ref(topic: Topic) -> TopicRef:
    """What territories need to know of a topic; its category should be loaded already."""
    return TopicRef(topic.code, topic.category.code, TopicScope(topic.scope))


def decide(location: LonLat, topic: Topic, *, now: datetime, house_id: int | None) -> Decision:
    """Who answers at the place on the local day of `now`."""
    return decide_executor(location, topic_ref(topic), on=timezone.localdate(now), house_id=house_id)


def apply_decision(appeal: Appeal, decision: Decision) -> None:
    """Put executor, areas and house of a decision into the appeal, unsaved."""
    apply_areas(appeal, decision)
    appeal.executor_id = decision.organisation_id


def apply_areas(appeal: Appeal, decision: Decision) -> None:
    """Put areas and house of a decision into the appeal, unsaved; the executor stays. Its topic says what is hidden."""
    place_in(appeal, decision.areas)
    appeal.house_id = decision.house_id


def place_in(appeal: Appeal, areas: Sequence[Measured]) -> bool:
    """Put the areas that cover the pin, smallest first, into the appeal, unsaved; whether anything changed."""
    sorted_ = told_areas(areas, Privacy(appeal.topic.privacy))
    before = (appeal.area_id, appeal.area_ids, appeal.hidden_area_ids)
    appeal.area_id = sorted_.shown
    appeal.area_ids = [area.area_id for area in areas]
    appeal.hidden_area_ids = list(sorted_.hidden)
    return before != (appeal.area_id, appeal.area_ids, appeal.hidden_area_ids)


def record_assignment(appeal: Appeal, decision: Decision, *, actor: Viewer, now: datetime) -> Assignment:
    """Add the row of a decision by rule, with its reasons. Call it in the transaction that changes the appeal."""
    row = assignment_of(decision, explanation=explanation_of(decision))
    row.appeal, row.at, row.actor_id = appeal, now, actor.user_id
    row.save()
    return row


def record_manual_choice(
    appeal: Appeal,
    organisation: Organisation,
    *,
    actor: Viewer,
    now: datetime,
    comment: str,
    decision: Decision,
) -> Assignment:
    """Add the row of a choice by hand. decision: what the rule would have said, kept beside it."""
    row = assignment_of(decision, explanation=manual_explanation(organisation, decision, comment))
    row.appeal, row.at, row.actor_id = appeal, now, actor.user_id
    row.organisation, row.rule, row.is_manual = organisation, Rule.MANUAL, True
    row.save()
    return row


def record_decline(appeal: Appeal, *, actor: Viewer, now: datetime) -> Assignment:
    """Add the row of an executor that declined: nobody answers until somebody is chosen by hand.

    It counts as a choice by hand, so that no rule gives the appeal back to whoever declined it.
    """
    before = Assignment.objects.filter(appeal=appeal).order_by("-at", "-pk").first()
    told = {**_ground(before.explanation if before else {}), "organisation": None, "rule": Rule.MANUAL.value}
    told["translations"] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            words = gettext("The administration will choose who answers.")
        told["translations"][code] = {"sentence": words, "sentences": [words]}
    return Assignment.objects.create(
        appeal=appeal,
        at=now,
        actor_id=actor.user_id,
        rule=Rule.MANUAL,
        is_manual=True,
        version_id=before.version_id if before else None,
        explanation={**told, **told["translations"].get(settings.LANGUAGE_CODE, {})},
    )


def assignment_of(decision: Decision, *, explanation: dict[str, Any]) -> Assignment:
    """Unsaved row of a decision, still without appeal, time and actor."""
    return Assignment(
        organisation_id=decision.organisation_id,
        rule=decision.rule,
        ambiguous=decision.ambiguous,
        border_m=decision.border_m,
        zone_id=decision.chosen.zone_id if decision.chosen else None,
        version_id=decision.version_id,
        runner_up_id=decision.runner_up.organisation_id if decision.runner_up else None,
        explanation=explanation,
    )


def explanation_of(decision: Decision) -> dict[str, Any]:
    """`explain` in the site's language, with its sentences in every language under `translations`."""
    with override(settings.LANGUAGE_CODE):
        told = explain(decision)
    told["translations"] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            told["translations"][code] = {"sentence": sentence(decision), "sentences": sentences(decision)}
    return told


def manual_explanation(organisation: Organisation, decision: Decision, comment: str) -> dict[str, Any]:
    """The explanation of a choice by hand; `by_rule` keeps what the rule would have said."""
    by_rule = explanation_of(decision)
    told: dict[str, Any] = {
        **_ground(by_rule),
        "organisation": {"id": organisation.pk, "name": organisation.name},
        "rule": Rule.MANUAL.value,
        "manual_reason": None,
        "ambiguous": False,
        "comment": comment,
        "by_rule": by_rule,
        "translations": {},
    }
    for code, _name in settings.LANGUAGES:
        with override(code):
            words = gettext("%(organisation)s was chosen by a moderator.") % {
                "organisation": organisation.name
            }
        told["translations"][code] = {"sentence": words, "sentences": [words]}
    return {**told, **told["translations"].get(settings.LANGUAGE_CODE, {})}


def _ground(explanation: dict[str, Any]) -> dict[str, Any]:
    """What an explanation says of the place, whoever answers there."""
    return {
        key: explanation[key]
        for key in ("area", "areas", "boundary_version", "border_m")
        if key in explanation
    }
