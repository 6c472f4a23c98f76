"""Words of the administrator's desk: kinds, categories and topics by code, days of validity; not page logic."""

from datetime import date, timedelta
from typing import Any

from django import template
from django.template import Context
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from analytics.numbers import rounded
from appeals.models import Category, Topic
from appeals.types import Privacy
from territories.labels import ORGANISATION_KINDS
from territories.types import OrganisationKind
from web.admin_words import PRIVACY

register = template.Library()


@register.filter
def organisation_kind(code: str) -> str:
    """«Управляющая компания»."""
    return str(ORGANISATION_KINDS[OrganisationKind(code)])


@register.filter
def category_names(codes: list[str]) -> str:
    """Names of categories by code; none means all. One query, or none."""
    if not codes:
        return _("for everything")
    return ", ".join(one.name for one in Category.objects.filter(code__in=codes))


@register.filter
def topic_names(codes: list[str]) -> str:
    """Names of topics by code. One query."""
    return ", ".join(one.name for one in Topic.objects.filter(code__in=codes))


@register.filter
def privacy_name(code: str) -> str:
    """How exactly the place is shown."""
    return str(PRIVACY[Privacy(code)])


@register.filter
def last_day(until: date) -> date:
    """The day before an exclusive end."""
    return until - timedelta(days=1)


@register.filter
def square_km(area_m2: float) -> str:
    """«12,4 км²»; spaces do not break."""
    return _("%(number)s km²") % {"number": rounded(area_m2 / 1_000_000, 1 if area_m2 < 1e8 else 0)}


@register.simple_tag
def validity(row: Any) -> str:
    """«с 01.03.2026 по 31.12.2026», «бессрочно» of a row with valid_from and an exclusive valid_to."""
    start = date_format(row.valid_from, "SHORT_DATE_FORMAT") if row.valid_from else ""
    end = date_format(last_day(row.valid_to), "SHORT_DATE_FORMAT") if row.valid_to else ""
    if start and end:
        return _("from %(start)s to %(end)s") % {"start": start, "end": end}
    if start:
        return _("since %(start)s") % {"start": start}
    return _("until %(end)s") % {"end": end} if end else _("without limit of time")


@register.simple_tag(takes_context=True)
def query_without_page(context: Context) -> str:
    """The address's filter, for links to other pages of it."""
    params = context["request"].GET.copy()
    params.pop("page", None)
    return str(params.urlencode())
