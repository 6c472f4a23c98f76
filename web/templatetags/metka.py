"""Tags shared by all pages: icons, marks of states, styled fields, the script catalogue; not page logic."""

from django import template
from django.forms import BoundField, CheckboxInput, Textarea
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from web.views.catalogue import catalogue_version

register = template.Library()


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
def styled(field: BoundField) -> SafeString:
    """A form field with the class of our inputs and its error joined by aria-describedby."""
    attrs: dict[str, str | bool] = {}
    if not isinstance(field.field.widget, CheckboxInput):
        attrs["class"] = "input"
    if isinstance(field.field.widget, Textarea):
        attrs["rows"] = "5"
    return field.as_widget(attrs=attrs)
