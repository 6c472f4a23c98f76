"""Tags shared by all pages: icons, marks of states, styled fields, the script catalogue; not page logic."""

from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, Textarea
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language, gettext

from accounts.labels import ROLES
from accounts.types import Role
from appeals.labels import STATES as LABELS
from appeals.types import STATE_GROUPS, State
from territories.labels import area_kind
from web.distances import away, metres
from web.views.catalogue import catalogue_version
from web.views.map import map_data

register = template.Library()
register.filter(away)
register.filter(metres)
register.filter(area_kind)


def _symbol(symbol: str, css: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        css,
        static("web/dist/sprite.svg"),
        symbol,
    )


@register.simple_tag
def icon(name: str, more: str = "") -> SafeString:
    """Decorative icon of the sprite by Tabler name: `{% icon "map-pin" "icon--large" %}`."""
    return _symbol(f"i-{name}", f"icon {more}".strip())


@register.simple_tag
def state_icon(group: str) -> SafeString:
    """Shape of a state group: new, progress, solved, overdue, neutral. Put the word beside it."""
    return _symbol(f"s-{group}", "state__icon")


@register.simple_tag
def brand_mark(css: str) -> SafeString:
    """The pin of Metka."""
    return _symbol("mark", css)


@register.simple_tag
def js_catalogue_url() -> str:
    """Address of the translations for scripts, versioned so that a browser may keep it."""
    language = get_language() or "ru"
    return f"{reverse('web:catalogue', args=[language])}?v={catalogue_version(language)}"


@register.simple_tag
def map_config() -> dict[str, Any]:
    """What src/map/create.js needs, for a page of another floor: `{% map_config as config %}`."""
    return map_data()


@register.simple_tag
def styled(field: BoundField) -> SafeString:
    """A form field with the class of our inputs and its error joined by aria-describedby."""
    attrs: dict[str, str | bool] = {}
    # The label above says it; a placeholder that repeats it looks like something typed.
    if str(field.field.widget.attrs.get("placeholder", "")) == str(field.label):
        attrs["placeholder"] = False
    if not isinstance(field.field.widget, CheckboxInput):
        attrs["class"] = "input"
    if isinstance(field.field.widget, Textarea):
        attrs["rows"] = "5"
    return field.as_widget(attrs=attrs)


@register.simple_tag
def state_mark(state: str) -> SafeString:
    """Shape and word of a state, such as "in_progress"."""
    known = State(state)
    group = STATE_GROUPS[known].value
    return format_html(
        '<span class="state state--{}">{}{}</span>', group, state_icon(group), capfirst(str(LABELS[known]))
    )


@register.simple_tag
def photo_url(key: str, size: str = "thumbnail") -> str:
    """Address of a photo by its key; size is "thumbnail" or "image"."""
    return reverse("api:photo", args=[key, size])


@register.filter
def moment(value: datetime | str) -> str:
    """«сегодня, 14:20», «вчера, 09:05», «22 декабря» and with the year when it is another one."""
    at = _local(value)
    days = (localdate() - at.date()).days
    if days == 0:
        return gettext("today, %(time)s") % {"time": date_format(at, "H:i")}
    if days == 1:
        return gettext("yesterday, %(time)s") % {"time": date_format(at, "H:i")}
    return day(at.date())


@register.filter
def minute(value: datetime | str) -> str:
    """«22 декабря, 14:20»: a moment whose time matters on any day, such as a step of a history."""
    at, told = _local(value), moment(value)
    return told if ":" in told else f"{told}, {date_format(at, 'H:i')}"


def _local(value: datetime | str) -> datetime:
    return localtime(datetime.fromisoformat(value) if isinstance(value, str) else value)


@register.filter
def day(value: date | str) -> str:
    """«22 декабря», with the year when it is not this one; spaces do not break."""
    on = date.fromisoformat(value) if isinstance(value, str) else value
    russian = get_language() != "en"
    shape = "j E" if russian else "j F"
    text = date_format(on, shape if on.year == localdate().year else f"{shape} Y")
    return text.replace(" ", "\u00a0")


@register.filter
def role_name(role: str) -> str:
    """«Модератор»; empty for a role nobody signs in with."""
    name = ROLES.get(Role(role))
    return "" if name is None else str(name)


@register.filter
def grouped(value: int) -> str:
    """«17 197»: a large number in groups of three; spaces do not break."""
    return number_format(value, force_grouping=True)


@register.filter
def time_left(value: timedelta) -> str:
    """«осталось 19 ч», «осталось 40 мин»."""
    hours, seconds = divmod(max(int(value.total_seconds()), 0), 3600)
    if hours:
        return gettext("%(hours)s h left") % {"hours": hours}
    return gettext("%(minutes)s min left") % {"minutes": seconds // 60}
