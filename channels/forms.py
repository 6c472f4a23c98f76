"""Forms of the pages of notices; what they mean is decided below."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from channels.rules.places import LEAST_M, MOST_M
from channels.types import Choices, Pace, Shape, Wish
from channels.wording import PACES


class ChoicesForm(forms.Form):
    """How somebody wants to be told. at_work: whether there is any work to be told of."""

    email = forms.ChoiceField(
        label=_("E-mails on your appeals and those you follow"), choices=list(PACES.items())
    )
    work_email = forms.ChoiceField(label=_("E-mails on your work"), choices=list(PACES.items()))
    bell = forms.BooleanField(label=_("Show notices on the site"), required=False)

    def __init__(self, *args: Any, at_work: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not at_work:
            del self.fields["work_email"]

    def chosen(self, before: Choices) -> Choices:
        """Needs a valid form; what the form does not show stays as before."""
        values = self.cleaned_data
        return Choices(
            Pace(values["email"]), Pace(values.get("work_email", before.work_email)), bool(values["bell"])
        )


class AlertForm(forms.Form):
    """An area alert. Which fields count, says `shape`; what they mean is the service's."""

    shape = forms.ChoiceField(
        label=_("Where"),
        choices=[
            ("circle", _("Around an address")),
            ("area", _("A district")),
            ("polygon", _("Draw on the map")),
        ],
        initial="circle",
        widget=forms.RadioSelect,
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    radius_m = forms.FloatField(label=_("Radius, metres"), initial=300, required=False)
    area = forms.TypedChoiceField(label=_("District"), coerce=int, empty_value=None, required=False)
    polygon = forms.CharField(
        label=_("Area as GeoJSON"), max_length=100_000, required=False, widget=forms.Textarea
    )
    about = forms.MultipleChoiceField(label=_("Topics"), required=False)
    organisation = forms.TypedChoiceField(label=_("When"), coerce=int, empty_value=None, required=False)
    pace = forms.ChoiceField(
        label=_("E-mails"),
        choices=[(pace, PACES[pace]) for pace in (Pace.DAILY, Pace.AT_ONCE)],
        initial=Pace.DAILY,
    )
    email = forms.EmailField(label=_("Your e-mail"), required=False)
    website = forms.CharField(required=False)
    proof = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        areas: list[tuple[int, str]],
        organisations: list[tuple[int, str]],
        about: list[tuple[str, str]],
        signed_in: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["area"].choices = [("", _("Choose")), *areas]
        fields["about"].choices = about
        published = _("When an appeal is published here")
        given = _("When an appeal here is passed on to %(name)s")
        fields["organisation"].choices = [
            ("", published),
            *((pk, given % {"name": name}) for pk, name in organisations),
        ]
        fields["radius_m"].widget.attrs |= {"min": int(LEAST_M), "max": int(MOST_M), "step": 50}
        if not organisations:
            del fields["organisation"]
        if signed_in:
            del fields["email"]
        else:
            fields["email"].required = True

    def wish(self) -> Wish:
        """Needs a valid form."""
        values = self.cleaned_data
        chosen = [one.partition(":") for one in values["about"]]
        common: dict[str, Any] = {
            "pace": Pace(values["pace"]),
            "topics": tuple(code for kind, _sep, code in chosen if kind == "topic"),
            "categories": tuple(code for kind, _sep, code in chosen if kind == "category"),
            "organisation_id": values.get("organisation"),
        }
        if values["shape"] == Shape.AREA:
            # No area is what an unknown one is: the service says so.
            return Wish(area_id=values["area"] or 0, **common)
        if values["shape"] == Shape.POLYGON:
            return Wish(polygon=values["polygon"] or "{}", **common)
        return Wish(
            address=values["address"],
            lon=values["lon"],
            lat=values["lat"],
            radius_m=values["radius_m"] or 0.0,
            **common,
        )
