"""The author's own steps: word of the address → form, words and the call of a service; not who may take them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.types import Viewer
from appeals.models import Appeal
from appeals.rules.own import own_steps
from appeals.services import rating
from appeals.types import Part, State
from web import own_forms

Values = Mapping[str, Any]
# Worse than this, the next question is whether it was solved at all.
_LOW = 3


@dataclass(frozen=True, slots=True)
class OwnStep:
    """One step. call: actor, number, secret of the follow link, values, moment. done: what is said then."""

    name: str
    form: type[forms.Form]
    call: Callable[[Viewer, str, str, Values, datetime], object]
    done: Any


def _rate(actor: Viewer, number: str, token: str, values: Values, now: datetime) -> object:
    stars, reason = values["rating"], values["reason"]
    return rating.rate(actor=actor, number=number, rating=stars, reason=reason, follow_token=token, now=now)


def _reopen(actor: Viewer, number: str, token: str, values: Values, now: datetime) -> object:
    words, photos = values["comment"], values["photos"]
    return rating.reopen(
        actor=actor, number=number, comment=words, photos=photos, follow_token=token, now=now
    )


def _withdraw(actor: Viewer, number: str, token: str, values: Values, now: datetime) -> object:
    words = values["comment"]
    return rating.withdraw(actor=actor, number=number, comment=words, follow_token=token, now=now)


STEPS: Mapping[str, OwnStep] = {
    step.name: step
    for step in (
        OwnStep("rate", own_forms.RateForm, _rate, _("Thank you: the executor sees your rating.")),
        OwnStep(
            "reopen",
            own_forms.ReopenForm,
            _reopen,
            _("The appeal is with the executor again, and the time for the answer runs anew."),
        ),
        OwnStep(
            "withdraw",
            own_forms.WithdrawForm,
            _withdraw,
            _("You have withdrawn the appeal. Nobody works on it any more."),
        ),
    )
}


def _refused(form: forms.Form) -> dict[str, Any]:
    errors = [error for of_field in form.errors.values() for error in of_field]
    return {"errors": errors, "words": form.data.get("comment") or form.data.get("reason") or ""}


def own_context(
    appeal: Appeal,
    parts: Collection[Part],
    *,
    token: str = "",
    typed: Mapping[str, forms.Form] | None = None,
) -> dict[str, Any]:
    """What the pages need to offer the author's steps. typed: forms that came back, by the step's name.

    token: of the follow link that the page was opened by.
    """
    sent_back = typed or {}
    open_now = own_steps(
        State(appeal.state), parts, reopenings=appeal.reopenings, limit=settings.REOPEN_LIMIT
    )
    offered = {"rate": open_now.rate, "reopen": open_now.reopen, "withdraw": open_now.withdraw}
    # At the limit a note stands in the place of the form, and what was typed must not vanish with it.
    has_form = {**offered, "reopen": open_now.reopen and not open_now.exhausted}
    low = appeal.rating is not None and appeal.rating <= _LOW
    started = {"reopen": {"comment": appeal.rating_reason if low else ""}}
    own_forms_now = {
        name: (sent_back.get(name) if has_form[name] else None)
        or STEPS[name].form(initial=started.get(name), auto_id=f"{name}{appeal.number}_%s")
        for name, is_open in offered.items()
        if is_open
    }
    return {
        "own": open_now,
        "own_forms": own_forms_now,
        # A step may be over by the time it is sent: why, and what was typed, is told without its form.
        "own_refused": [_refused(form) for name, form in sent_back.items() if not has_form[name]],
        # The step that was refused, or that comes next, stands open.
        "own_open": next(iter(sent_back), "reopen" if low else ""),
        "own_token": token,
    }
