"""The form of the operators' desk: what a caller says and how it came; what it means is decided below."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from appeals.labels import CHANNELS
from appeals.rules.calls import WAYS
from appeals.rules.texts import PHONE_MAX
from appeals.types import Channel, Draft, Track
from web.forms import AppealForm


def _way(channel: Channel) -> Any:
    return {
        Channel.PHONE: _("By phone"),
        Channel.PAPER: _("On paper"),
        Channel.VISIT: _("In person"),
    }.get(channel, CHANNELS[channel])


class CallForm(AppealForm):
    """An appeal as an operator writes it down for its author."""

    author_name = forms.CharField(label=_("Name"), max_length=200, required=False)
    author_phone = forms.CharField(
        label=_("Phone"), max_length=PHONE_MAX, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    author_email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    consent = forms.BooleanField(
        label=_("The author agrees that we keep name, phone and e-mail for the answer to this appeal."),
        required=False,
    )
    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(channel.value, _way(channel)) for channel in WAYS],
        initial=Channel.PHONE,
        widget=forms.RadioSelect,
    )
    track = forms.BooleanField(
        label=_(
            "A formal appeal under Federal Law 59-FZ: on paper, or from a visitor who has shown who they are."
        ),
        required=False,
    )
    contacts = ("author_name", "author_phone", "author_email")
    no_consent = _("Ask the author and tick this, or leave name, phone and e-mail empty.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What the operator's own browser knows is never the caller's.
        for name in self.contacts:
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["address"].widget.attrs["autofocus"] = True
        self.fields["text"].label = _("What the author says")

    def draft(self) -> Draft:
        """The validated draft of somebody without an account."""
        values = self.cleaned_data
        return replace(
            super().draft(),
            channel=Channel(values["channel"]),
            author_phone=values["author_phone"],
            # What the operator reads says nothing of the caller.
            language="",
            track=Track.FORMAL if values["track"] else Track.MESSAGE,
        )
