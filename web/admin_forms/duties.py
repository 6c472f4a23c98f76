"""Forms of who answers: organisations, authorities, contracts of houses."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appeals.models import Category
from territories.labels import ORGANISATION_KINDS
from territories.models import Area, Authority, Organisation
from territories.services.offices import Office
from territories.services.register import OrganisationValues
from territories.types import OrganisationKind

KINDS = [(kind.value, name) for kind, name in ORGANISATION_KINDS.items()]


class DayInput(forms.DateInput):
    """The browser's own calendar; without one a day is typed as 2026-12-31."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class OrganisationForm(forms.Form):
    """seen: stamp of what was looked at, empty of a new one."""

    name = forms.CharField(label=_("Name"), max_length=250)
    name_en = forms.CharField(label=_("Name in English"), max_length=250, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    inn = forms.RegexField(
        r"^(\d{10}|\d{12})$",
        label=_("INN"),
        required=False,
        error_messages={"invalid": _("10 or 12 digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    site = forms.URLField(label=_("Site"), max_length=200, required=False, assume_scheme="https")
    parent = forms.ModelChoiceField(
        Organisation.objects.order_by("name"),
        label=_("Belongs to"),
        empty_label=_("Nobody"),
        required=False,
        help_text=_("The organisation that it is a department of."),
    )
    contractors = forms.ModelMultipleChoiceField(
        Organisation.objects.order_by("name"),
        label=_("Contractors"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Whom it may pass work on to. Hold Ctrl to choose several."),
    )
    head_approves = forms.BooleanField(label=_("The head approves each answer"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def values(self) -> OrganisationValues:
        """What was typed, as the service takes it."""
        given = self.cleaned_data
        return OrganisationValues(
            name=given["name"],
            kind=OrganisationKind(given["kind"]),
            parent_id=given["parent"].pk if given["parent"] else None,
            contractor_ids=[one.pk for one in given["contractors"]],
            **{key: given[key] for key in ("name_en", "inn", "email", "phone", "site", "head_approves")},
        )


def of_organisation(organisation: Organisation) -> dict[str, Any]:
    """Values of the form for one that is there."""
    names = ("name", "name_en", "kind", "inn", "email", "phone", "site", "head_approves")
    return {
        **{name: getattr(organisation, name) for name in names},
        "parent": organisation.parent_id,
        "contractors": [one.pk for one in organisation.contractors.all()],
    }


class AuthorityForm(forms.Form):
    """valid_to is the last day, as people say it; meant: conflicts were told, and it is saved all the same."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(is_active=True).order_by("name"),
        label=_("Organisation"),
        empty_label=_("Not chosen"),
    )
    area = forms.ModelChoiceField(Area.objects.order_by("name"), label=_("Area"), empty_label=_("Not chosen"))
    categories = forms.MultipleChoiceField(
        label=_("For what"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: for everything."),
    )
    valid_from = forms.DateField(label=_("In force from"), required=False, widget=DayInput())
    last_day = forms.DateField(label=_("Last day"), required=False, widget=DayInput())
    meant = forms.BooleanField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["categories"].choices = [(one.code, one.name) for one in Category.objects.all()]
        offered = Area.objects.answerable(timezone.localdate())
        if self.initial.get("seen"):
            # The area of one that is there may have left the map since.
            offered |= Area.objects.filter(pk=self.initial["area"])
        fields["area"].queryset = offered.order_by("name")

    def office(self) -> Office:
        """What was typed, as the service takes it."""
        given = self.cleaned_data
        last: date | None = given["last_day"]
        return Office(
            organisation_id=given["organisation"].pk,
            area_id=given["area"].pk,
            categories=given["categories"],
            valid_from=given["valid_from"],
            valid_to=last + timedelta(days=1) if last else None,
            meant=given["meant"],
        )


def of_authority(authority: Authority) -> dict[str, Any]:
    """Values of the form for one that is there."""
    end = authority.valid_to
    return {
        "organisation": authority.organisation_id,
        "area": authority.area_id,
        "categories": authority.categories,
        "valid_from": authority.valid_from,
        "last_day": end - timedelta(days=1) if end else None,
    }


class EndForm(forms.Form):
    """The last day of something."""

    last_day = forms.DateField(label=_("Last day"), widget=DayInput())

    def on(self) -> date:
        """The first day without it."""
        last: date = self.cleaned_data["last_day"]
        return last + timedelta(days=1)


class ContractForm(forms.Form):
    """house_id comes of a chosen suggestion; without scripts the address alone is looked up."""

    address = forms.CharField(
        label=_("Address of the house"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-house-address": ""}),
    )
    house_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(is_active=True).order_by("name"),
        label=_("Managing company"),
        empty_label=_("Not chosen"),
    )
    since = forms.DateField(label=_("Since"), widget=DayInput())


class ContractFileForm(forms.Form):
    """A table of addresses and companies."""

    table = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or XLSX with the columns “address” and “organisation” (name or INN); others are passed over."
        ),
    )
    since = forms.DateField(
        label=_("Since"),
        required=False,
        widget=DayInput(),
        help_text=_("From when the companies of the file manage their houses; empty: today."),
    )
