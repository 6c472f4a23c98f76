"""Forms of the pages: they parse what was typed; what it means and whether it is allowed is decided below."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from appeals.errors import NoPlace, TextTooLong
from appeals.labels import KINDS
from appeals.models import Category, Topic
from appeals.rules.texts import TEXT_MAX, clean
from appeals.types import Channel, Draft, Kind
from geo.errors import GeoError
from geo.types import LonLat


class WordsField(forms.CharField):
    """Lines of text; browsers send the end of each as two characters and count it as one, and so does this field."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; a list, empty without any."""

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        return [super(ManyFilesField, self).clean(item, initial) for item in data or [] if item]


def topic_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Topics by category for a select, empty choice first. Two queries."""
    return _grouped(Topic.objects.all())


def offered_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The same of the topics that new appeals may have."""
    return _grouped(Topic.objects.filter(is_active=True))


def _grouped(topics: QuerySet[Topic]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups = [
        (category.name, [(topic.code, topic.name) for topic in category.topics.all()])
        for category in Category.objects.prefetch_related(Prefetch("topics", topics))
    ]
    return [("", [("", "—")]), *groups]


class AppealTextField(forms.CharField):
    """The text of an appeal; what is too long stays in the field, and is told with the limit of the rule."""

    widget = forms.Textarea

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(clean(value)) > TEXT_MAX:
            raise forms.ValidationError(str(TextTooLong(limit=TEXT_MAX)), code="max_length")


class AppealForm(forms.Form):
    """What is asked of whoever sends an appeal or writes one down. client_key: the same form sent twice is one."""

    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    house_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    topic = forms.ChoiceField(
        label=_("What is it about?"),
        choices=offered_choices,
        error_messages={"required": _("Choose what it is about.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, name) for kind, name in KINDS.items()],
        initial=Kind.PROBLEM,
        widget=forms.RadioSelect,
    )
    text = AppealTextField(
        label=_("Describe it"),
        error_messages={"required": _("Write a few words about it.")},
    )
    author_name = forms.CharField(label=_("Your name"), max_length=200, required=False)
    author_email = forms.CharField(label=_("Your e-mail"), max_length=254, required=False)
    consent = forms.BooleanField(
        label=_("I agree to the processing of my name and e-mail for the answer to this appeal."),
        required=False,
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    # What is kept of the author only with consent.
    contacts: tuple[str, ...] = ("author_name", "author_email")
    no_consent: Any = _("Tick this, or leave name and e-mail empty.")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if any(values.get(name) for name in self.contacts) and not values.get("consent"):
            self.add_error("consent", self.no_consent)
        pinned = values.get("lon") is not None and values.get("lat") is not None
        if not (pinned or values.get("address") or values.get("house_id") or "address" in self.errors):
            # Told together with what else is missing, not after all of it has been filled in.
            self.add_error("address", NoPlace.message)
        if pinned:
            try:
                values["location"] = LonLat(values["lon"], values["lat"])
            except GeoError as problem:
                self.add_error("address", str(problem))
        return values

    def draft(self) -> Draft:
        """The validated draft."""
        values = self.cleaned_data
        return Draft(
            kind=Kind(values["kind"]),
            topic_code=values["topic"],
            text=values["text"],
            client_key=values["client_key"],
            location=values.get("location"),
            address=values["address"],
            house_id=values["house_id"],
            author_name=values["author_name"],
            author_email=values["author_email"],
            language=get_language() or "",
            channel=Channel.WEB,
        )

    def blame(self, field: str, message: str) -> None:
        """Show a domain error beside the field it names, or above the form."""
        name = {"location": "address", "house_id": "address"}.get(field, field)
        self.add_error(name if name in self.fields else None, message)


class ReportForm(AppealForm):
    """An appeal as a resident types it. website: a trap. opened: when, signed. proof: when it is asked for.

    confirmed: what is alike has been shown.
    """

    photos = ManyFilesField(
        label=_("Photos"),
        required=False,
        widget=ManyFilesInput(attrs={"multiple": True, "accept": "image/*"}),
        help_text=_("Up to 5. Place and time stored in the files are removed."),
    )
    website = forms.CharField(required=False, max_length=300)
    opened = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    proof = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    field_order = ("address", "topic", "kind", "text", "photos")
