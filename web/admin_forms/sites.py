"""The form of a container site; where it is stands in two fields that the map fills in."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from geo.stamps import stamp
from geo.types import LonLat
from territories.labels import WASTE_KINDS
from territories.models import ContainerSite, Organisation
from territories.types import OrganisationKind

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _degrees(most: int) -> list[Any]:
    return [MinValueValidator(-most), MaxValueValidator(most)]


class SiteForm(forms.Form):
    """A site as a person tells it. seen: stamp of what the form began with; a new site has none."""

    code = forms.CharField(label=_("Code"), max_length=80)
    lon = forms.FloatField(
        label=_("Longitude"), validators=_degrees(180), widget=forms.NumberInput({"step": "any"})
    )
    lat = forms.FloatField(
        label=_("Latitude"), validators=_degrees(90), widget=forms.NumberInput({"step": "any"})
    )
    operator = forms.ModelChoiceField(label=_("Operator"), queryset=Organisation.objects.none())
    name = forms.CharField(label=_("Name of the site"), max_length=250, required=False)
    address = forms.CharField(label=_("Address"), max_length=250, required=False)
    containers = forms.IntegerField(label=_("Containers"), min_value=1, max_value=200, required=False)
    volume_m3 = forms.FloatField(label=_("Volume, m³"), min_value=0.01, max_value=999, required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Takes"),
        choices=list(WASTE_KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    route_days = forms.TypedMultipleChoiceField(
        label=_("Days of the route"),
        choices=[(day + 1, capfirst(WEEKDAYS[day])) for day in range(7)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    interval_days = forms.IntegerField(
        label=_("Agreed interval, days"),
        help_text=_("Only where another one than that of the sanitary rules was agreed."),
        min_value=1,
        max_value=31,
        required=False,
    )
    valid_from = forms.DateField(label=_("First day"), required=False, widget=DAY)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, site: ContainerSite | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        operators = Organisation.objects.filter(kind=OrganisationKind.WASTE_OPERATOR.value, is_active=True)
        if site is not None:
            del self.fields["code"]
            operators |= Organisation.objects.filter(pk=site.operator_id)
        choice = self.fields["operator"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = operators.order_by("name")

    def values(self) -> dict[str, Any]:
        """Fields of the site, as the service takes them."""
        given = dict(self.cleaned_data)
        place = LonLat(given.pop("lon"), given.pop("lat"))
        for name in ("code", "seen"):
            given.pop(name, None)
        return {**given, "operator_id": given.pop("operator").pk, "location": place}


def of_site(site: ContainerSite) -> dict[str, Any]:
    """What the form begins with."""
    told = (
        "name",
        "address",
        "containers",
        "volume_m3",
        "kinds",
        "route_days",
        "interval_days",
        "valid_from",
    )
    place = {"lon": round(site.location.x, 7), "lat": round(site.location.y, 7)}
    return {
        **{name: getattr(site, name) for name in told},
        **place,
        "operator": site.operator_id,
        "seen": stamp(site),
    }
