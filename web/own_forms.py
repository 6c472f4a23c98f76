"""Forms of the author's own steps: they parse what was typed; what is allowed the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from appeals.labels import RATINGS
from appeals.services.photos import PHOTOS_MAX
from web.forms import ManyFilesField, ManyFilesInput, WordsField

WORDS_MAX = 2000


def _words(label: Any, *, needed: Any = None, hint: Any = "") -> WordsField:
    return WordsField(
        label=label,
        max_length=WORDS_MAX,
        required=needed is not None,
        help_text=hint,
        error_messages={"required": needed} if needed else {},
    )


class RateForm(forms.Form):
    """How good the answer was, and why."""

    rating = forms.TypedChoiceField(
        label=_("How was it done?"),
        coerce=int,
        choices=[(number, f"{number}") for number in RATINGS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose from 1 to 5."), "invalid_choice": _("Choose from 1 to 5.")},
    )
    reason = _words(
        _("Why so?"), hint=_("The executor and everybody read it; phone numbers and addresses are hidden.")
    )

    @property
    def choices(self) -> list[tuple[Any, Any]]:
        """Each radio button with its word."""
        return list(zip(self["rating"], RATINGS.values(), strict=True))


class ReopenForm(forms.Form):
    """What was not solved, with photos."""

    comment = _words(
        _("What is not solved?"),
        needed=_("Write what is not solved: the executor must know what to do."),
        hint=_("The executor reads it, and so does everybody; phone numbers and addresses are hidden."),
    )
    photos = ManyFilesField(
        label=_("Photos"),
        required=False,
        widget=ManyFilesInput(attrs={"multiple": True, "accept": "image/*"}),
        help_text=_(
            "Up to 5, for the executor and the moderators. Place and time stored in them are removed."
        ),
    )
    most_photos = PHOTOS_MAX


class WithdrawForm(forms.Form):
    """Why it is not needed any more."""

    comment = _words(_("Why, if you like"))
