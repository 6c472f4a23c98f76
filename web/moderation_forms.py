"""Forms of the moderators' desk: they parse what was typed; what is allowed the services decide."""

import json
from collections.abc import Collection
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from appeals.errors import UnexplainedChoice, WrongRegion
from appeals.labels import KINDS
from appeals.models import Appeal, RefusalReason
from appeals.services.correction import Correction
from appeals.types import Kind, Region, Visibility
from geo.types import LonLat
from territories.models import Organisation
from web.batching import BatchForm
from web.forms import AppealTextField, topic_choices


def reason_choices() -> list[tuple[str, str]]:
    """Reasons of refusal for a select, empty choice first. One query."""
    return [("", "—"), *((reason.code, reason.text) for reason in RefusalReason.objects.all())]


def common_reasons() -> list[tuple[str, str]]:
    """Those of `reason_choices` that need no word of their own for each appeal."""
    plain = RefusalReason.objects.filter(needs_comment=False)
    return [("", "—"), *((reason.code, reason.text) for reason in plain)]


def executor_choices() -> list[tuple[str, str]]:
    """All organisations for a select. One query."""
    named = Organisation.objects.filter(is_active=True).order_by("name").values_list("pk", "name")
    return [(str(key), name) for key, name in named]


class PhotosForm(forms.Form):
    """Which photos of an accepted appeal the public may see."""

    photos = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, photo_ids: Collection[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name in fields.keys() & {"photos", "shown"}:
            fields[name].choices = [(key, str(key)) for key in photo_ids]


class ShownPhotosForm(PhotosForm):
    """The same with the photos that the page showed; what came later is not meant."""

    shown = forms.TypedMultipleChoiceField(coerce=int, required=False)


class AcceptForm(PhotosForm):
    """Accept an appeal: for everybody to see, or for the author alone. photos: those the public may see."""

    visibility = forms.ChoiceField(
        choices=[(Visibility.PUBLIC.value, _("Publish")), (Visibility.PRIVATE.value, _("Do not publish"))]
    )
    comment = forms.CharField(
        label=_("Comment for the author"),
        required=False,
        max_length=2000,
        help_text=_("Everybody reads it if the appeal is published."),
    )


class RefuseForm(forms.Form):
    """Refuse an appeal for a reason of the dictionary."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=reason_choices,
    )
    comment = forms.CharField(
        label=_("Comment for the author"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CorrectForm(forms.Form):
    """Correct place, topic, kind and executor; an executor chosen by hand stays until "by the rule" is chosen."""

    BY_RULE = "rule"

    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    lon = forms.FloatField(label=_("Longitude"), required=False)
    lat = forms.FloatField(label=_("Latitude"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), choices=topic_choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.value, name) for kind, name in KINDS.items()])
    executor = forms.ChoiceField(label=_("Executor"), required=False)
    public_text = AppealTextField(label=_("Text as the public reads it"), required=False)
    comment = forms.CharField(
        label=_("Reason of the correction"),
        required=False,
        max_length=2000,
        help_text=_("Needed where the executor is chosen by hand."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["executor"].choices = [
            ("", _("As it is")),
            (self.BY_RULE, _("By the rule")),
            (_("By hand"), executor_choices()),
        ]

    def correction(self, appeal: Appeal) -> Correction:
        """Only what differs from the appeal."""
        values = self.cleaned_data
        executor = values["executor"]
        place = self._place(appeal)
        return Correction(
            location=place,
            address=values["address"] if place or values["address"] != appeal.address else None,
            topic_code=values["topic"] if values["topic"] != appeal.topic.code else None,
            kind=Kind(values["kind"]) if values["kind"] != appeal.kind else None,
            executor_id=int(executor) if executor and executor != self.BY_RULE else None,
            by_rule=executor == self.BY_RULE,
            public_text=values["public_text"] if values["public_text"] != appeal.public_text else None,
        )

    def _place(self, appeal: Appeal) -> LonLat | None:
        lon, lat = self.cleaned_data["lon"], self.cleaned_data["lat"]
        if lon is None or lat is None:
            return None
        moved = abs(lon - appeal.location.x) > 1e-7 or abs(lat - appeal.location.y) > 1e-7
        return LonLat(lon, lat) if moved else None


class CoverForm(forms.Form):
    """A part of the text, by characters, and whether the public reads it."""

    HIDE, SHOW, ANEW = "hide", "show", "anew"

    act = forms.ChoiceField(choices=[(HIDE, HIDE), (SHOW, SHOW), (ANEW, ANEW)])
    start = forms.IntegerField(required=False)
    end = forms.IntegerField(required=False)

    def __init__(self, data: Any, **kwargs: Any) -> None:
        # One button sends all three: «hide 12 24».
        act, *span = str(data.get("part", "")).split() or [""]
        values = dict(zip(("start", "end"), span, strict=False))
        super().__init__({"act": act, **values} if act else {}, **kwargs)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("act") != self.ANEW and None in {values.get("start"), values.get("end")}:
            raise forms.ValidationError(_("Mark the part of the text anew."))
        return values


class BlurForm(forms.Form):
    """The parts of a photo to blur, as JSON: [[x, y, width, height], …], fractions of the picture."""

    regions = forms.CharField(max_length=20_000)

    def clean_regions(self) -> list[Region]:
        try:
            parts = json.loads(self.cleaned_data["regions"])
            return [Region(*(float(value) for value in part)) for part in parts]
        except (TypeError, ValueError) as problem:
            raise forms.ValidationError(WrongRegion.message) from problem


class MergeForm(forms.Form):
    """Merge an appeal into another, by number."""

    duplicate_of = forms.CharField(label=_("Number of the other appeal"), max_length=12)
    comment = forms.CharField(label=_("Comment for the author"), required=False, max_length=2000)


class QueueBatchForm(BatchForm):
    """The fields of the steps for chosen rows of the moderators' queue."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    reason = forms.ChoiceField(
        label=_("Reason"), choices=common_reasons, error_messages={"required": _("Choose a reason.")}
    )
    executor = forms.ChoiceField(
        label=_("Executor"),
        choices=lambda: [("", "—"), *executor_choices()],
        error_messages={"required": _("Choose an organisation from the list.")},
    )

    why = forms.CharField(
        label=_("Why this executor"), max_length=2000, error_messages={"required": UnexplainedChoice.message}
    )

    step_fields = ("reason", "executor", "why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "batch_%s", **kwargs})
