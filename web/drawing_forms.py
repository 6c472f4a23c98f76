"""Forms of the drawing desk: what is typed beside the polygon, and how it is put in force; rules are the services'."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appeals.models import Category
from territories.models import Area, Drawing

FILE_MAX_BYTES = 5 * 1024 * 1024
# Text fields that are limited by the size of a request alone.
CATEGORY, TOPIC = "category:", "topic:"


class DrawingForm(forms.Form):
    """A drawing as it is saved. shape: JSON of the editor; a text or file takes its place."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    shape = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name on the map"), max_length=250, required=False)
    text = forms.CharField(
        label=_("Polygon as GeoJSON or WKT"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Takes the place of what is drawn. Longitude first, WGS 84."),
    )
    file = forms.FileField(
        label=_("GeoJSON file with one polygon"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
    )

    def clean_shape(self) -> Any:
        try:
            return json.loads(self.cleaned_data["shape"] or "[]")
        except ValueError as problem:
            raise ValidationError(_("What was drawn arrived damaged. Draw or paste it again.")) from problem

    def clean_file(self) -> str:
        """The text of the file; empty without one."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > FILE_MAX_BYTES:
            raise ValidationError(_("The file is larger than 5 MB. Use import_zones or import_areas for it."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as problem:
            raise ValidationError(_("The file is no text in UTF-8. Export it as GeoJSON.")) from problem

    @property
    def pasted(self) -> str:
        """What takes the place of the drawn polygon; empty: nothing does."""
        return str(self.cleaned_data["file"] or self.cleaned_data["text"])

    def values(self) -> dict[str, Any]:
        """What is kept beside the polygon."""
        return {"name": self.cleaned_data["name"]}


class ZoneForm(DrawingForm):
    """about: nothing chosen means everything."""

    about = forms.MultipleChoiceField(label=_("Answers for"), required=False)

    def __init__(self, *args: Any, drawing: Drawing, **kwargs: Any) -> None:
        about = [f"{CATEGORY}{code}" for code in drawing.categories] + [
            f"{TOPIC}{code}" for code in drawing.topics
        ]
        kwargs.setdefault("initial", _initial(drawing) | {"about": about})
        super().__init__(*args, **kwargs)
        self.groups = list(Category.objects.prefetch_related("topics"))
        codes = [f"{CATEGORY}{group.code}" for group in self.groups]
        codes += [f"{TOPIC}{topic.code}" for group in self.groups for topic in group.topics.all()]
        # A code that the catalogue has no more is kept, not dropped in silence.
        field = self.fields["about"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(code, code) for code in dict.fromkeys([*codes, *about])]

    @property
    def chosen(self) -> set[str]:
        return set(self["about"].value() or ())

    def values(self) -> dict[str, Any]:
        about = self.cleaned_data["about"]
        return {
            **super().values(),
            "categories": sorted(one.removeprefix(CATEGORY) for one in about if one.startswith(CATEGORY)),
            "topics": sorted(one.removeprefix(TOPIC) for one in about if one.startswith(TOPIC)),
        }


class AreaForm(DrawingForm):
    """Kind and code make an area what it is: they are asked for a new one only."""

    kind = forms.SlugField(label=_("Kind"), max_length=40, required=False, help_text=_("Such as district"))
    code = forms.CharField(label=_("Code"), max_length=80, required=False)
    oktmo = forms.CharField(label="ОКТМО", max_length=20, required=False)
    parent = forms.ModelChoiceField(
        label=_("Area above"), queryset=Area.objects.none(), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, drawing: Drawing, **kwargs: Any) -> None:
        about = {
            "kind": drawing.kind,
            "code": drawing.code,
            "oktmo": drawing.oktmo,
            "parent": drawing.parent_id,
        }
        kwargs.setdefault("initial", _initial(drawing) | about)
        super().__init__(*args, **kwargs)
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (
            Area.objects.in_force(timezone.localdate())
            .exclude(pk=drawing.area_id or 0)
            .order_by("name", "pk")
        )
        if drawing.area_id:
            del self.fields["kind"], self.fields["code"]

    def values(self) -> dict[str, Any]:
        parent = self.cleaned_data["parent"]
        typed: dict[str, Any] = {
            name: self.cleaned_data[name] for name in ("kind", "code", "oktmo") if name in self.fields
        }
        return {**super().values(), **typed, "parent_id": parent.pk if parent else None}


def _initial(drawing: Drawing) -> dict[str, Any]:
    return {"revision": drawing.revision, "name": drawing.name}


def drawing_form(drawing: Drawing, *args: Any) -> DrawingForm:
    """The form of the drawing's kind."""
    return AreaForm(*args, drawing=drawing) if drawing.collection_id else ZoneForm(*args, drawing=drawing)


class Passing:
    """What happens to open appeals that change hands."""

    ALL, CHOSEN, NONE = "all", "chosen", "none"


class PublishForm(forms.Form):
    """valid_from: the first day. together: own other drawings that are published with this one."""

    valid_from = forms.DateField(
        label=_("In force from"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
    )
    together = forms.ModelMultipleChoiceField(queryset=Drawing.objects.none(), required=False)

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["together"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = others


class PassingForm(PublishForm):
    """The publication itself. seen: what was previewed; numbers: which appeals are passed on, of those listed."""

    seen = forms.CharField()
    passing = forms.ChoiceField(choices=[(one, one) for one in (Passing.ALL, Passing.CHOSEN, Passing.NONE)])
    numbers = forms.CharField(required=False)
