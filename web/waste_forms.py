"""What the page of waste is asked: a period, an operator, the day of a measure; not the figures."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.rules.waste import USUAL_DAYS
from territories.models import ContainerSite, ContainerSiteQuerySet

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WasteFilterForm(forms.Form):
    """All may be left empty: the newest USUAL_DAYS, every operator, no measure. site: the only one it was taken at."""

    since = forms.DateField(label=_("First day"), required=False, widget=DAY)
    until = forms.DateField(label=_("Last day"), required=False, widget=DAY)
    operator = forms.TypedChoiceField(label=_("Operator"), required=False, coerce=int, empty_value=None)
    measure = forms.DateField(
        label=_("Day of a measure, to compare before and after"), required=False, widget=DAY
    )
    site = forms.CharField(label=_("Measure at one site: its code"), required=False, max_length=80)

    def __init__(
        self, data: Any, *, operators: Iterable[tuple[int, str]], sites: ContainerSiteQuerySet, today: date
    ) -> None:
        """sites: those of the viewer."""
        super().__init__(data)
        self.today, self.sites = today, sites
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

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("It would end before it begins."))
        return cleaned

    def asked(self) -> dict[str, Any]:
        """Days (`until` exclusive) and operators of the figures; of what cannot be read, as if it were not said."""
        known = self.cleaned_data if self.is_valid() else {}
        last = known.get("until") or self.today
        since = known.get("since") or last - timedelta(days=USUAL_DAYS - 1)
        chosen = known.get("operator")
        return {
            "since": min(since, last),
            "until": last + timedelta(days=1),
            "operator_ids": [chosen] if chosen else [],
        }
