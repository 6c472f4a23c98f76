"""One step for many rows of a desk: what was chosen, what came of it, what stays chosen; not the steps themselves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.types import Viewer
from appeals.errors import NotFound
from appeals.services.batch import MOST, Outcome, for_each
from appeals.services.desk import once
from web.sending import digest_of

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BatchStep:
    """A step for many rows. fields: what of the desk's batch form it needs."""

    name: str
    fields: tuple[str, ...]
    call: Callable[[Viewer, str, Values, datetime], object]


class BatchForm(forms.Form):
    """One form with the fields of every step, of which each needs its own. `step_fields`: all of them."""

    step_fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, needed: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.step_fields:
            self.fields[name].required = name in needed
            # The browser must not ask for the fields of another step.
            self.fields[name].widget.is_required = False
        self.use_required_attribute = False


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of a batch. failed: rows that stayed as they were. picked: still chosen. done: all went through."""

    form: BatchForm
    act: str
    failed: list[Outcome]
    picked: frozenset[str]
    done: bool

    @classmethod
    def none(cls, form: BatchForm) -> "Batch":
        """Nothing was asked for yet."""
        return cls(form, "", [], frozenset(), done=False)


Blame = Callable[[BatchForm, list[Outcome]], list[Outcome]]


def take_batch(
    request: HttpRequest,
    viewer: Viewer,
    steps: Mapping[str, BatchStep],
    form_class: type[BatchForm],
    is_own: Callable[[str], bool],
    blame: Blame = lambda _form, outcomes: outcomes,
) -> Batch:
    """Takes the step of `act` for each of `numbers`; those that do not allow it are named with the reason.

    is_own: whether a number is of this desk; any other could be seen, and its state told. blame: the outcomes left
    when a field of the form has been blamed for them.
    """
    numbers = list(dict.fromkeys(request.POST.getlist("numbers")))
    step = steps.get(request.POST.get("act", ""))
    form = form_class(request.POST, needed=step.fields if step else ())
    outcomes: list[Outcome] = []
    if step is None:
        form.add_error(None, _("Choose what to do."))
    elif not numbers:
        form.add_error(None, _("Choose at least one appeal."))
    elif len(numbers) > MOST:
        form.add_error(None, _("At most %(most)s appeals at once.") % {"most": MOST})
    elif form.is_valid():
        outcomes = blame(form, _taken(request, viewer, step, numbers, form.cleaned_data, is_own))
    failed = [outcome for outcome in outcomes if outcome.error]
    _tell(request, len(outcomes) - len(failed))
    left = frozenset(outcome.number for outcome in failed) if outcomes else frozenset(numbers)
    return Batch(form, step.name if step else "", failed, left, done=bool(outcomes) and not failed)


def _taken(
    request: HttpRequest,
    viewer: Viewer,
    step: BatchStep,
    numbers: list[str],
    values: Values,
    is_own: Callable[[str], bool],
) -> list[Outcome]:
    now, digest = timezone.now(), digest_of(request, step.name)

    def one(number: str) -> object:
        if not is_own(number):
            raise NotFound
        return once(
            actor=viewer,
            number=number,
            digest=digest,
            now=now,
            step=lambda: step.call(viewer, number, values, now),
        )

    return for_each(numbers, one)


def _tell(request: HttpRequest, done: int) -> None:
    if done:
        told = ngettext("Done for %(number)d appeal.", "Done for %(number)d appeals.", done)
        messages.success(request, told % {"number": done})
