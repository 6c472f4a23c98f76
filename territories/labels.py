"""Names of the words of territories as a person reads them, translated when shown; not the words themselves."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from territories.types import OrganisationKind, WasteKind

ORGANISATION_KINDS: dict[OrganisationKind, Any] = {
    OrganisationKind.AUTHORITY: _("Authority"),
    OrganisationKind.DEPARTMENT: _("Department"),
    OrganisationKind.MANAGEMENT_COMPANY: _("Management company"),
    OrganisationKind.RESOURCE_SUPPLIER: _("Supplier of water, heat, power or gas"),
    OrganisationKind.WASTE_OPERATOR: _("Waste operator"),
    OrganisationKind.ROAD_SERVICE: _("Road service"),
    OrganisationKind.CONTRACTOR: _("Contractor"),
    OrganisationKind.OTHER: _("Other organisation"),
}

WASTE_KINDS: dict[str, Any] = {
    WasteKind.MIXED.value: _("Unsorted waste"),
    WasteKind.BULKY.value: _("Bulky waste"),
    WasteKind.SEPARATE.value: _("Sorted waste"),
}

# Kinds of areas are an installation's own words: these are read as what they mean, any other as it is written.
_AREA_KINDS: dict[str, Any] = {
    "region": pgettext_lazy("kind of area", "region"),
    "okrug": pgettext_lazy("kind of area", "okrug"),
    "municipal_okrug": pgettext_lazy("kind of area", "municipal okrug"),
    "urban_okrug": pgettext_lazy("kind of area", "urban okrug"),
    "municipality": pgettext_lazy("kind of area", "municipality"),
    "district": pgettext_lazy("kind of area", "district"),
    "city": pgettext_lazy("kind of area", "city"),
    "town": pgettext_lazy("kind of area", "town"),
    "settlement": pgettext_lazy("kind of area", "settlement"),
    "village": pgettext_lazy("kind of area", "village"),
    "precinct": pgettext_lazy("kind of area", "precinct"),
    "electoral_precinct": pgettext_lazy("kind of area", "electoral precinct"),
}


def area_kind(kind: str) -> str:
    """A kind of areas (`electoral-precinct`) as a person reads it; one of an installation's own as it is written."""
    return str(_AREA_KINDS.get(kind.lower().replace("-", "_"), kind))
