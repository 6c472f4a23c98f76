"""The words of notices: a title and a sentence for each wording, translated when shown; not whom they reach."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from channels.types import Pace, Standing, Wording


@dataclass(frozen=True, slots=True)
class Words:
    """title: subject of the letter and line of the bell. sentence: what happened, with %(executor)s and the like."""

    title: Any
    sentence: Any


WORDS: dict[Wording, Words] = {
    Wording.RECEIVED: Words(
        _("We have received your appeal"),
        _("A moderator checks it by %(checked)s. Until then only you see it."),
    ),
    Wording.ACCEPTED: Words(_("Your appeal is accepted"), _("It goes to %(executor)s.")),
    Wording.REFUSED: Words(_("Your appeal is refused"), _("Reason: %(reason)s")),
    Wording.PASSED_ON: Words(_("The appeal is passed on"), _("%(executor)s answers for it now.")),
    Wording.NEW_TASK: Words(_("A new appeal for your organisation"), _("%(executor)s answers for it.")),
    Wording.REGISTERED: Words(_("The appeal is registered"), _("%(executor)s has taken it on.")),
    Wording.STARTED: Words(_("The work has begun"), _("%(executor)s works on the appeal.")),
    Wording.RESUMED: Words(_("The work goes on"), _("%(executor)s works on the appeal again.")),
    Wording.HELD: Words(_("The appeal is on hold"), _("%(executor)s has put the work off until %(until)s.")),
    Wording.INTERIM: Words(
        _("A first answer has come"), _("%(executor)s has answered for now; the work goes on.")
    ),
    Wording.ANSWERED: Words(_("The appeal is answered"), _("%(executor)s has answered:")),
    Wording.RATED: Words(_("The answer is rated"), _("The author has rated the answer.")),
    Wording.CLOSED: Words(_("The appeal is closed"), _("Nothing more is to be done.")),
    Wording.REOPENED: Words(
        _("The appeal is open again"), _("The matter is not settled: %(executor)s goes on.")
    ),
    Wording.MERGED: Words(
        _("The appeal is merged with another"),
        _("Somebody had reported the same before in %(twin)s. The answer reaches everybody who reported it."),
    ),
    Wording.WITHDRAWN: Words(_("The appeal is withdrawn"), _("Its author has taken it back.")),
    Wording.RETURNED: Words(
        _("An executor has returned an appeal"), _("Choose who answers: the one before has declined.")
    ),
    Wording.CORRECTED: Words(
        _("Your appeal is corrected"), _("A moderator has corrected its topic, kind or place.")
    ),
    Wording.PLANNED: Words(_("The work is planned"), _("%(executor)s has named a day: %(planned)s.")),
    Wording.DELEGATED: Words(
        _("An appeal is delegated to you"), _("%(executor)s has given you the work and answers for it.")
    ),
    Wording.PROPOSED: Words(_("An answer waits for your approval"), _("Read it, approve or return it.")),
    Wording.SENT_BACK: Words(_("The head has returned the answer"), _("What to change:")),
    Wording.COMMENTED: Words(_("A new comment"), _("Somebody has commented on the appeal:")),
    Wording.FOLLOW_ASKED: Words(
        _("Confirm that you follow this appeal"),
        _(
            "Somebody, probably you, asked us to write how this appeal goes on. Confirm it within three days. If it "
            "was not you, do nothing."
        ),
    ),
    Wording.PUBLISHED: Words(
        _("A new appeal in your area"), _("It was published in a place that you watch.")
    ),
    Wording.EXTENDED: Words(
        _("The answer will take longer"), _("%(executor)s needs more time, as the law allows once. Why:")
    ),
    Wording.DUE_SOON: Words(
        _("An answer is due soon"), _("%(executor)s must answer by the day that is named below.")
    ),
    Wording.ANSWER_NEAR: Words(
        _("The answer to your appeal is due soon"), _("%(executor)s was reminded of it.")
    ),
    Wording.OVERDUE: Words(_("An answer is late"), _("%(executor)s has not answered in time. Answer now.")),
    Wording.ANSWER_LATE: Words(
        _("The answer to your appeal is late"),
        _("%(executor)s has not answered in time and was reminded again."),
    ),
    Wording.ESCALATED: Words(
        _("An answer in your area is late"), _("%(executor)s has not answered in time, nor since.")
    ),
}
NOBODY = _("the executor whom the moderator chooses")

# Why a letter comes, below it.
REASONS: dict[Standing, Any] = {
    Standing.AUTHOR: _("You receive this letter because you sent this appeal."),
    Standing.OVERSEER: _("You receive this letter because you head the area where the appeal is."),
    Standing.FOLLOWER: _("You receive this letter because you follow this appeal."),
    Standing.WORKER: _("You receive this letter because you work for the organisation that answers."),
    Standing.HEAD: _("You receive this letter because you head the organisation that answers."),
    Standing.DELEGATE: _("You receive this letter because the work was given to your organisation."),
    Standing.MODERATOR: _("You receive this letter because you moderate appeals."),
    Standing.SUBSCRIBER: _("You receive this letter because you asked to be told of appeals in this place."),
}
PACES: dict[Pace, Any] = {
    Pace.AT_ONCE: _("At once"),
    Pace.DAILY: _("Once a day, together"),
    Pace.NONE: _("Not at all"),
}
