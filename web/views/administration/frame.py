"""What all pages of the administrator's desk share: the menu, the frame, a form that tells what went wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import AccountError
from accounts.guards import viewer_in
from accounts.services.changing import changing
from appeals.errors import AppealError
from geo.errors import ChangedMeanwhile, GeoError

# Name of the address, label, icon.
_SECTIONS = (
    ("web:administration", gettext_lazy("Overview"), "list-details"),
    ("web:duty_matrix", gettext_lazy("Who answers"), "table"),
    ("web:admin_organisations", gettext_lazy("Organisations"), "building"),
    ("web:admin_authorities", gettext_lazy("Authorities"), "building-community"),
    ("web:admin_contracts", gettext_lazy("House contracts"), "home"),
    ("web:zones", gettext_lazy("Zones"), "layers-intersect"),
    ("web:area_versions", gettext_lazy("Areas"), "map"),
    ("web:admin_sites", gettext_lazy("Waste sites"), "trash"),
    ("web:admin_topics", gettext_lazy("Topics"), "tag"),
    ("web:admin_deadlines", gettext_lazy("Deadlines"), "clock"),
    ("web:admin_calendar", gettext_lazy("Calendar"), "calendar"),
    ("staff", gettext_lazy("Staff"), "users"),
    ("web:admin_changes", gettext_lazy("Who changed what"), "history"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """A door of the desk."""

    label: str
    url: str
    icon: str
    current: bool


def sections(path: str) -> list[Section]:
    """The menu; the longest address that the path begins with is the current one."""
    found = [(str(label), reverse(name), icon) for name, label, icon in _SECTIONS]
    here = max((url for _label, url, _icon in found if path.startswith(url)), key=len, default="")
    return [Section(label, url, icon, url == here) for label, url, icon in found]


def shown(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page of the desk: `web/administration/<template>.html` in its frame."""
    told = {"sections": sections(request.path), **(context or {})}
    return render(request, f"web/administration/{template}.html", told, status=status)


def done(request: HttpRequest, form: forms.Form, change: Callable[[], object]) -> bool:
    """Whether the change was made as one of the person's; what forbids it stands at the form, nothing typed is lost."""
    try:
        with changing(viewer_in(request)):
            change()
    except (GeoError, AccountError, AppealError) as problem:
        field = getattr(problem, "field", "") or str(getattr(problem, "params", {}).get("field", ""))
        told = ValidationError(str(problem), code=type(problem).__name__)
        form.add_error(field if field in form.fields else None, told)
        if isinstance(problem, ChangedMeanwhile):
            # Whoever saves again after the difference was told overwrites what is stored now.
            with_value(form, "seen", str(problem.params["stamp"]))
        return False
    return True


def with_value(form: forms.Form, name: str, value: str) -> None:
    """Show a bound form with another value in a hidden field, for when it is sent again."""
    if isinstance(form.data, QueryDict):
        data = form.data.copy()
        data[name] = value
        form.data = data


def again(form: forms.Form, stored: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """Fields with what is stored now, where that is not what was typed; only after another person's change."""
    errors = form.non_field_errors().as_data() if form.is_bound else []
    if stored is None or not any(error.code == ChangedMeanwhile.__name__ for error in errors):
        return []
    found = []
    for name, field in form.fields.items():
        value = stored.get(name)
        if name != "seen" and field.has_changed(value, form[name].data):
            found.append((str(field.label), _words(field, value)))
    return found


def _words(field: forms.Field, value: Any) -> str:
    """A stored value as the form would show it."""
    values = value if isinstance(value, (list, tuple)) else [value]
    if isinstance(field, forms.ModelChoiceField):
        named = (
            field.queryset.filter(pk__in=[one for one in values if one]) if field.queryset is not None else ()
        )
        return ", ".join(str(one) for one in named) or "—"
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        names = {str(code): str(name) for code, name in choices if not isinstance(name, (list, tuple))}
        return ", ".join(names.get(str(one), str(one)) for one in values if one) or "—"
    return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else str(value or "—")
