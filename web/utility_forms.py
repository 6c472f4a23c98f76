"""What the executor's page is asked: a period, one of the own organisations; not the figures."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from appeals.days import begins
from appeals.types import Selection

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
USUAL_DAYS = 90


class PeriodForm(forms.Form):
    """Both days may be left empty: the newest USUAL_DAYS."""

    since = forms.DateField(label=_("First day"), required=False, widget=DAY)
    until = forms.DateField(label=_("Last day"), required=False, widget=DAY)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("It would end before it begins."))
        return cleaned

    def period(self) -> tuple[date, date]:
        """First and last day; of what cannot be read, as if it were not said."""
        known = self.cleaned_data if self.is_valid() else {}
        last = known.get("until") or self.today
        since = known.get("since") or last - timedelta(days=USUAL_DAYS - 1)
        return min(since, last), last

    def selection(self) -> Selection:
        since, last = self.period()
        return Selection(since=begins(since), until=begins(last + timedelta(days=1)))


class ZoneForm(PeriodForm):
    """The executor's page: also one of several own organisations."""

    organisation = forms.TypedChoiceField(
        label=_("Organisation"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, data: Any, *, organisations: Iterable[tuple[int, str]], today: date) -> None:
        super().__init__(data, today=today)
        self.named = list(organisations)
        choice = self.fields["organisation"]
        assert isinstance(choice, forms.TypedChoiceField)
        choice.choices = [("", _("All of mine")), *self.named]
        if len(self.named) < 2:
            del self.fields["organisation"]

    def organisation_id(self) -> int | None:
        chosen = self.cleaned_data.get("organisation") if self.is_valid() else None
        return int(chosen) if chosen else None
