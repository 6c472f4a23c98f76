"""What the pages of districts are asked: a measure, a level of areas, a period; not the figures."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.measures import MEASURES
from analytics.queries.districts import Level, usual
from analytics.types import MeasureCode
from appeals.models import Category
from territories.labels import area_kind
from territories.models import Collection

USUAL_DAYS = 365
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
# Two periods side by side have to lie in the calendar.
IN_REACH = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1))]
USUAL_MEASURE = MeasureCode.IN_TIME


class DistrictForm(forms.Form):
    """All may be left empty: answered in time, the usual level, a year up to today."""

    measure = forms.ChoiceField(
        label=gettext_lazy("Measure"),
        required=False,
        choices=[(code.value, measure.name) for code, measure in MEASURES.items()],
    )
    level = forms.ChoiceField(label=gettext_lazy("Areas and boundaries"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    since = forms.DateField(label=gettext_lazy("Since"), required=False, widget=DAY, validators=IN_REACH)
    until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DAY, validators=IN_REACH)

    def __init__(self, params: QueryDict, *, known: list[Level], today: date) -> None:
        given = params.copy()
        level = usual(known)
        usually = {
            "measure": USUAL_MEASURE.value,
            "level": level.code if level else "",
            "since": (today - timedelta(days=USUAL_DAYS - 1)).isoformat(),
            "until": today.isoformat(),
        }
        for name, value in usually.items():
            if not given.get(name):
                given[name] = value
        super().__init__(given)
        self.known, self.today, self.usually = known, today, usually
        fields: Any = self.fields
        fields["level"].choices = _grouped(known)
        categories = [(category.code, category.name) for category in Category.objects.all()]
        fields["category"].choices = [("", _("All categories")), *categories]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day lies before the first."))
        return values

    def params(self) -> QueryDict:
        """The parameters of measure and filter, whole; the usual ones where what was typed cannot be read."""
        valid = self.is_valid()
        params = QueryDict(mutable=True)
        for name in ("measure", "category", "since", "until"):
            value = self.data.get(name, "") if valid else self.usually.get(name, "")
            if value:
                params[name] = str(value)
        return params

    def last_day(self) -> date:
        """Of the period that is shown."""
        found: date | None = self.cleaned_data.get("until") if self.is_valid() else None
        return found or self.today

    def level_asked(self) -> Level | None:
        code = self.data["level"] if self.is_valid() else self.usually["level"]
        return next((level for level in self.known if level.code == code), None)


def _grouped(known: list[Level]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups = (
        (_("Boundaries in force"), [level for level in known if level.in_force]),
        (_("Other boundaries"), [level for level in known if not level.in_force]),
    )
    return [(name, level_names(of)) for name, of in groups if of]


def level_names(levels: list[Level]) -> list[tuple[str, str]]:
    """Code and name of each: «Район · Берёзовск», with the days of the boundaries where they are not in force.

    A collection that nobody named is called by its code: it is told only of levels that would else be called alike.
    """
    plain = [
        _named(level, "" if _home(level).name == _home(level).slug else _home(level).name) for level in levels
    ]
    return [
        (level.code, _named(level, _home(level).name) if plain.count(name) > 1 else name)
        for level, name in zip(levels, plain, strict=True)
    ]


def _home(level: Level) -> Collection:
    return level.version.collection


def _named(level: Level, home: str) -> str:
    named = " · ".join([capfirst(area_kind(level.kind)), *([home] if home else [])])
    if level.in_force:
        return named
    first, end = (
        date_format(day, "d.m.Y") if day else "…"
        for day in (level.version.valid_from, level.version.valid_to)
    )
    return f"{named} · {first} – {end}"
