"""The steps of the executor's desk: word of the address → form, words and the call of a service; not who may."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.types import Viewer
from appeals.services import answering, extending, talking, work
from appeals.services.desk import approve_read, take_on
from appeals.types import Action
from web import desk_forms as forms
from web.batching import BatchStep

Values = Mapping[str, Any]
Call = Callable[[Viewer, str, Values, datetime], object]


@dataclass(frozen=True, slots=True)
class DeskStep:
    """One step. actions: any of them being offered by the lifecycle offers the step; none: a note.

    title: above its form. button, icon: what is pressed. done: what is said then, with the number. folded: whether the
    page opens with the form closed. leaves: the appeal is not this organisation's afterwards.
    """

    name: str
    actions: tuple[Action, ...]
    form: type[forms.StepForm]
    title: Any
    button: Any
    icon: str
    done: Any
    call: Call
    folded: bool = True
    leaves: bool = False


def _take(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    return take_on(actor=actor, number=number, now=now)


def _register(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    return work.register(actor=actor, number=number, now=now)


def _resume(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    return work.resume(actor=actor, number=number, now=now)


def _decline(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    return work.decline(actor=actor, number=number, comment=values["comment"], now=now)


def _delegate(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    to, comment = int(values["delegate"]), values["comment"]
    return work.delegate(actor=actor, number=number, organisation_id=to, comment=comment, now=now)


def _take_back(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    return work.delegate(actor=actor, number=number, organisation_id=None, now=now)


def _hold(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    return work.hold(actor=actor, number=number, until=values["until"], why=values["comment"], now=now)


def _plan(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    day, comment = values["planned_on"], values["comment"]
    return work.plan(actor=actor, number=number, planned_on=day, comment=comment, now=now)


def _extend(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    days, comment = values["days"], values["comment"]
    return extending.extend(actor=actor, number=number, days=days, comment=comment, now=now)


def _interim(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    return answering.interim(actor=actor, number=number, text=values["text"], now=now)


def _answer(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    return answering.answer(
        actor=actor,
        number=number,
        text=values["text"],
        photos=values["photos"],
        photos_before=values["photos_before"],
        now=now,
    )


def _approve(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    read, text = values["reply"], values["text"]
    return approve_read(actor=actor, number=number, reply_id=read, text=text, now=now)


def _return(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    return answering.return_answer(actor=actor, number=number, comment=values["comment"], now=now)


def _note(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    return talking.note(actor=actor, number=number, text=values["text"], now=now)


STEPS: tuple[DeskStep, ...] = (
    DeskStep(
        "approve",
        (Action.APPROVE,),
        forms.ApproveForm,
        _("Approve the answer"),
        _("Approve and answer"),
        "check",
        _("№ %(number)s is answered."),
        _approve,
        folded=False,
    ),
    DeskStep(
        "return",
        (Action.RETURN,),
        forms.ReturnForm,
        _("Return the answer for changes"),
        _("Return"),
        "corner-up-left",
        _("The answer to № %(number)s is returned."),
        _return,
    ),
    DeskStep(
        "take",
        (Action.REGISTER, Action.START),
        forms.StepForm,
        _("Take into work"),
        _("Take into work"),
        "check",
        _("№ %(number)s is in work."),
        _take,
        folded=False,
    ),
    DeskStep(
        "register",
        (Action.REGISTER,),
        forms.StepForm,
        _("Accept responsibility"),
        _("Only accept responsibility"),
        "check",
        _("You have accepted № %(number)s."),
        _register,
        folded=False,
    ),
    DeskStep(
        "resume",
        (Action.RESUME,),
        forms.StepForm,
        _("Go on with the work"),
        _("Go on with the work"),
        "arrow-right",
        _("The work on № %(number)s goes on."),
        _resume,
        folded=False,
    ),
    DeskStep(
        "answer",
        (Action.ANSWER, Action.PROPOSE),
        forms.AnswerForm,
        _("Write the answer"),
        _("Send the answer"),
        "send",
        _("The answer to № %(number)s is sent."),
        _answer,
        folded=False,
    ),
    DeskStep(
        "interim",
        (Action.INTERIM,),
        forms.InterimForm,
        _("Give a first answer"),
        _("Send the first answer"),
        "message-circle",
        _("A first answer to № %(number)s is given."),
        _interim,
    ),
    DeskStep(
        "plan",
        (Action.PLAN,),
        forms.PlanForm,
        _("Plan a day"),
        _("Plan"),
        "calendar",
        _("The work on № %(number)s is planned."),
        _plan,
    ),
    DeskStep(
        "hold",
        (Action.HOLD,),
        forms.HoldForm,
        _("Put the work on hold"),
        _("Put the work on hold"),
        "clock",
        _("№ %(number)s is on hold."),
        _hold,
    ),
    DeskStep(
        "extend",
        (Action.EXTEND,),
        forms.ExtendForm,
        _("Extend the time for the answer"),
        _("Extend and tell the author"),
        "clock",
        _("The time for the answer to № %(number)s is extended; the author is told."),
        _extend,
    ),
    DeskStep(
        "delegate",
        (Action.DELEGATE,),
        forms.DelegateForm,
        _("Give to a department or contractor"),
        _("Give"),
        "users",
        _("№ %(number)s is given on."),
        _delegate,
    ),
    DeskStep(
        "take-back",
        (Action.DELEGATE,),
        forms.StepForm,
        _("Take the work back"),
        _("Take the work back"),
        "corner-up-left",
        _("The work on № %(number)s is yours again."),
        _take_back,
    ),
    DeskStep(
        "decline",
        (Action.DECLINE,),
        forms.DeclineForm,
        _("Decline responsibility"),
        _("Decline"),
        "x",
        _("№ %(number)s goes back to the moderator."),
        _decline,
        leaves=True,
    ),
    DeskStep(
        "note",
        (),
        forms.NoteForm,
        _("Write an internal note"),
        _("Write the note"),
        "lock",
        _("The note on № %(number)s is written."),
        _note,
    ),
)
BY_NAME: Mapping[str, DeskStep] = {step.name: step for step in STEPS}


def _batch_hold(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    return _hold(actor, number, {"until": values["until"], "comment": values["why"]}, now)


def _batch_plan(actor: Viewer, number: str, values: Values, now: datetime) -> object:
    return work.plan(actor=actor, number=number, planned_on=values["planned_on"], now=now)


BATCH: Mapping[str, BatchStep] = {
    "take": BatchStep("take", (), _take),
    "plan": BatchStep("plan", ("planned_on",), _batch_plan),
    "hold": BatchStep("hold", ("until", "why"), _batch_hold),
    "note": BatchStep("note", ("text",), _note),
}
