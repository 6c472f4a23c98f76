"""Forms of the executor's desk: one per step, and those of its list; what is allowed the services decide."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from appeals.models import Appeal, Reply
from appeals.queries.delegates import delegates_of
from appeals.queries.workplace import author_gets_letters
from appeals.rules.deadlines import EXTENSION_MOST_DAYS
from appeals.services.answering import ANSWER_MAX
from appeals.services.desk import NAME_MAX
from appeals.services.photos import PHOTOS_MAX
from appeals.services.talking import NOTE_MAX
from appeals.types import Track
from web.batching import BatchForm
from web.forms import ManyFilesField, ManyFilesInput

COMMENT_MAX = 2000


def _day(label: Any, needed: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": needed, "invalid": _("Choose a day.")},
    )


def _words(label: Any, needed: Any = None, *, most: int = COMMENT_MAX, hint: Any = "") -> forms.CharField:
    """A few lines of text; needed: what is said when they are missing, None: they may be."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=needed is not None,
        widget=forms.Textarea,
        help_text=hint,
        error_messages={"required": needed} if needed else {},
    )


def _photos(label: Any) -> ManyFilesField:
    picker = ManyFilesInput(attrs={"multiple": True, "accept": "image/*"})
    return ManyFilesField(label=label, required=False, widget=picker)


class StepForm(forms.Form):
    """What every step has. key: of the page that was read, so that a form sent twice is one step."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def about(self, appeal: Appeal, reply: Reply | None) -> None:
        """Fill in what the appeal, and the answer that waits, have already."""


class DeclineForm(StepForm):
    comment = _words(
        _("Why not you?"),
        _("Say why another must answer."),
        hint=_("The moderator reads it and chooses another executor; the author sees it in the history."),
    )


class DelegateForm(StepForm):
    delegate = forms.ChoiceField(
        label=_("To whom"), error_messages={"required": _("Choose a department or a contractor.")}
    )
    comment = _words(_("What to do"))

    def about(self, appeal: Appeal, reply: Reply | None) -> None:
        known = [(str(row.pk), row.name) for row in delegates_of(appeal.executor_id or 0)]
        fields: dict[str, Any] = self.fields
        fields["delegate"].choices = [("", "—"), *known]
        self.initial["delegate"] = str(appeal.delegate_id or "")

    @property
    def has_choice(self) -> bool:
        fields: dict[str, Any] = self.fields
        return len(fields["delegate"].choices) > 1


class HoldForm(StepForm):
    until = _day(_("Until which day"), _("Say until which day."))
    comment = _words(
        _("Why"),
        _("Say why the work waits."),
        hint=_(
            "The author reads it, and everybody where the appeal is published. The work goes on by itself that day."
        ),
    )

    def about(self, appeal: Appeal, reply: Reply | None) -> None:
        if appeal.track == Track.FORMAL:
            self.fields["until"].help_text = _("The time for a formal answer runs on meanwhile.")


class ExtendForm(StepForm):
    days = forms.IntegerField(
        label=_("By how many days"),
        min_value=1,
        max_value=EXTENSION_MOST_DAYS,
        initial=EXTENSION_MOST_DAYS,
        help_text=_("Calendar days, 30 at most; the law allows it once."),
        error_messages={
            "required": _("Say by how many days."),
            "invalid": _("Write the days as a number."),
            "min_value": _("Extend it by 1 to 30 days."),
            "max_value": _("Extend it by 1 to 30 days."),
        },
    )
    comment = _words(
        _("Why"),
        _("Say why more time is needed: the law asks for it."),
        hint=_("The author is told at once, with the new day of the answer."),
    )

    def about(self, appeal: Appeal, reply: Reply | None) -> None:
        if not author_gets_letters(appeal.number):
            self.fields["comment"].help_text = _("The author left no e-mail: the hotline must tell them.")


class PlanForm(StepForm):
    planned_on = _day(_("Day of the work"), _("Choose a day."))
    comment = _words(
        _("Comment"), hint=_("The author reads it, and everybody where the appeal is published.")
    )

    def about(self, appeal: Appeal, reply: Reply | None) -> None:
        self.initial["planned_on"] = appeal.planned_on


class InterimForm(StepForm):
    text = _words(
        _("What is known so far"),
        _("Write what is known so far."),
        most=ANSWER_MAX,
        hint=_("Everybody reads it; the time for the answer runs on."),
    )


class AnswerForm(StepForm):
    text = _words(_("Answer"), _("Write the answer."), most=ANSWER_MAX, hint=_("Everybody reads it."))
    photos_before = _photos(_("Photos before the work"))
    photos = _photos(_("Photos after the work"))

    most_photos = PHOTOS_MAX


class ApproveForm(StepForm):
    reply = forms.IntegerField(widget=forms.HiddenInput)
    text = _words(_("Answer"), _("Write the answer."), most=ANSWER_MAX, hint=_("You may correct it."))

    def about(self, appeal: Appeal, reply: Reply | None) -> None:
        if reply is not None:
            self.initial.update(reply=reply.pk, text=reply.text)


class ReturnForm(StepForm):
    comment = _words(_("What to change"), _("Say what to change."))


class NoteForm(StepForm):
    text = _words(
        _("Internal note"),
        _("Write the note."),
        most=NOTE_MAX,
        hint=_("Read by your organisation, whom it gives the work to, and the moderators."),
    )


class DeskBatchForm(BatchForm):
    """The fields of the steps for chosen rows of the executor's desk."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    planned_on = _day(_("Day of the work"), _("Choose a day."))
    until = _day(_("Until which day"), _("Say until which day."))
    why = _words(_("Why"), _("Say why the work waits."))
    text = _words(_("Internal note"), _("Write the note."), most=NOTE_MAX)

    step_fields = ("planned_on", "until", "why", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("why", "text"):
            self.fields[name].widget.attrs["rows"] = 2


class FilterForm(forms.Form):
    """The name under which a filter is saved."""

    name = forms.CharField(
        label=_("Name of the filter"),
        max_length=NAME_MAX,
        error_messages={"required": _("Give the filter a name.")},
    )
