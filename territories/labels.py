"""Names of the words of territories as a person reads them, translated when shown; not the words themselves."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from territories.types import OrganisationKind

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
