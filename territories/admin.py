"""Reference data in Django's admin: plain forms, no map widgets (theirs load a foreign host); not the imports."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from territories.models import (
    Area,
    Authority,
    BoundaryVersion,
    Collection,
    HouseContract,
    Organisation,
    ServiceZone,
)

if TYPE_CHECKING:
    # The stubs know a model of each class, Django itself has no such brackets.
    _Admin = admin.ModelAdmin[Any]
    _Inline = admin.TabularInline[Any, Any]
else:
    _Admin, _Inline = admin.ModelAdmin, admin.TabularInline


@admin.register(Collection)
class CollectionAdmin(_Admin):
    list_display = ("slug", "name", "source")
    search_fields = ("slug", "name")
    list_select_related = ("source",)


@admin.register(BoundaryVersion)
class BoundaryVersionAdmin(_Admin):
    """Read only: versions are made by import_areas and switched on by publish_areas."""

    list_display = ("collection", "number", "state", "valid_from", "valid_to", "published_at")
    list_filter = ("state", "collection")
    list_select_related = ("collection",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Area)
class AreaAdmin(_Admin):
    list_display = ("name", "kind", "code", "collection", "parent", "time_zone")
    list_filter = ("collection", "kind")
    search_fields = ("name", "code", "oktmo")
    list_select_related = ("collection", "parent")
    autocomplete_fields = ("parent",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The tree changes with versions, which keep it: appeals of an area are looked for where those say it lay."""
        return ("parent",) if obj else ()


class AuthorityInline(_Inline):
    model = Authority
    extra = 0
    autocomplete_fields = ("area",)


@admin.register(Organisation)
class OrganisationAdmin(_Admin):
    list_display = ("name", "kind", "inn", "phone", "email")
    list_filter = ("kind",)
    search_fields = ("name", "name_key", "inn")
    autocomplete_fields = ("parent", "contractors")
    inlines = (AuthorityInline,)


@admin.register(ServiceZone)
class ServiceZoneAdmin(_Admin):
    """The ground of a zone comes by import_zones; here stand its duty and its days."""

    list_display = ("__str__", "organisation", "basis", "shared", "valid_from", "valid_to")
    list_filter = ("basis", "shared")
    search_fields = ("name", "organisation__name")
    list_select_related = ("organisation",)
    autocomplete_fields = ("organisation", "areas")
    exclude = ("geom", "houses", "area_m2", "source_key")


@admin.register(HouseContract)
class HouseContractAdmin(_Admin):
    list_display = ("house", "organisation", "valid_from", "valid_to")
    search_fields = ("house__address", "organisation__name")
    list_select_related = ("house", "organisation")
    autocomplete_fields = ("organisation",)
    raw_id_fields = ("house",)
