"""What the page of waste is asked: a period, an operator, the day of a measure; not the figures."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.rules.waste import USUAL_DAYS
from territories.models import ContainerSite, ContainerSiteQuerySet
from web.period_form import DAY, IN_REACH, PeriodForm


class WasteFilterForm(PeriodForm):
    """All may be left empty: the newest days, every operator, no measure. site: the only one it was taken at."""

    usual_days = USUAL_DAYS
    operator = forms.TypedChoiceField(label=_("Operator"), required=False, coerce=int, empty_value=None)
    measure = forms.DateField(
        label=_("Day of a measure, to compare before and after"),
        required=False,
        widget=DAY,
        validators=IN_REACH,
    )
    site = forms.CharField(label=_("Measure at one site: its code"), required=False, max_length=80)

    def __init__(
        self, data: Any, *, operators: Iterable[tuple[int, str]], sites: ContainerSiteQuerySet, today: date
    ) -> None:
        """sites: those of the viewer."""
        super().__init__(data, today=today)
        self.sites = sites
        self.named = list(operators)
        choice = self.fields["operator"]
        assert isinstance(choice, forms.TypedChoiceField)
        choice.choices = [("", _("All operators")), *self.named]
        if len(self.named) < 2:
            del self.fields["operator"]

    def clean_site(self) -> ContainerSite | None:
        code = self.cleaned_data["site"]
        found = self.sites.filter(code=code).first() if code else None
        if code and found is None:
            raise forms.ValidationError(_("There is no container site with this code."))
        return found

    def asked(self) -> dict[str, Any]:
        """Days (`until` exclusive) and operators of the figures; of what cannot be read, as if it were not said."""
        since, last = self.period()
        chosen = self.cleaned_data.get("operator") if self.is_valid() else None
        return {
            "since": since,
            "until": last + timedelta(days=1),
            "operator_ids": [chosen] if chosen else [],
        }
