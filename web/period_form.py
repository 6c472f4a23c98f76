"""The days that pages and files of figures are asked for; not the figures."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
# The years before and after, which figures are compared with, have to lie in the calendar.
IN_REACH = [MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2199, 12, 31))]


class PeriodForm(forms.Form):
    """Both days may be left empty: the newest `usual_days`."""

    usual_days = 90
    since = forms.DateField(label=_("First day"), required=False, widget=DAY, validators=IN_REACH)
    until = forms.DateField(label=_("Last day"), required=False, widget=DAY, validators=IN_REACH)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since = cleaned.get("since")
        if since and "until" in cleaned and (cleaned["until"] or self.today) < since:
            self.add_error("until", _("It would end before it begins."))
        return cleaned

    def period(self) -> tuple[date, date]:
        """First and last day; of what cannot be read, as if it were not said."""
        known = self.cleaned_data if self.is_valid() else {}
        last = known.get("until") or self.today
        return known.get("since") or last - timedelta(days=self.usual_days - 1), last
