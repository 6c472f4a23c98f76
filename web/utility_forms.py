"""What the executor's page is asked: a period, one of the own organisations; not the figures."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from appeals.days import begins
from appeals.types import Selection
from web.period_form import PeriodForm


class ZoneForm(PeriodForm):
    """A period, and one of several own organisations."""

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

    def selection(self) -> Selection:
        since, last = self.period()
        return Selection(since=begins(since), until=begins(last + timedelta(days=1)))

    def organisation_id(self) -> int | None:
        chosen = self.cleaned_data.get("organisation") if self.is_valid() else None
        return int(chosen) if chosen else None
