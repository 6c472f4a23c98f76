"""What the page of executors' efficiency is asked: a category and a period; not the figures."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appeals.models import Category
from appeals.selecting import PASSED_WORD
from web.district_forms import DAY, IN_REACH

USUAL_DAYS = 180


class EfficiencyForm(forms.Form):
    """All may be left empty: all categories, half a year up to today."""

    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    since = forms.DateField(label=gettext_lazy("Since"), required=False, widget=DAY, validators=IN_REACH)
    until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DAY, validators=IN_REACH)

    def __init__(self, params: QueryDict, *, today: date) -> None:
        given = params.copy()
        self.usually = {
            "since": (today - timedelta(days=USUAL_DAYS - 1)).isoformat(),
            "until": today.isoformat(),
        }
        for name, value in self.usually.items():
            if not given.get(name):
                given[name] = value
        super().__init__(given)
        self.today = today
        categories = [(category.code, category.name) for category in Category.objects.all()]
        fields: Any = self.fields
        fields["category"].choices = [("", _("All categories")), *categories]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day lies before the first."))
        return values

    def params(self) -> QueryDict:
        """The parameters of the filter, whole; the usual ones where what was typed cannot be read.

        What no moderator has passed, or one has refused, is nobody's work, whoever may see it.
        """
        valid = self.is_valid()
        params = QueryDict(f"state={PASSED_WORD}", mutable=True)
        for name in ("category", "since", "until"):
            value = self.data.get(name, "") if valid else self.usually.get(name, "")
            if value:
                params[name] = str(value)
        return params
