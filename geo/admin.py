"""Admin pages of geography: plain lists and forms, no map widgets (GeoDjango's load a foreign host)."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.forms import GeometryField as GeometryFormField
from django.forms import Textarea

from geo.models import House, Settlement, Source, Street

if TYPE_CHECKING:
    # Django's admin classes take their model as a parameter in the stubs only.
    SourceBase = admin.ModelAdmin[Source]
    SettlementBase = admin.ModelAdmin[Settlement]
    StreetBase = admin.ModelAdmin[Street]
    HouseBase = admin.ModelAdmin[House]
else:
    SourceBase = SettlementBase = StreetBase = HouseBase = admin.ModelAdmin

# A geometry is edited as WKT in a plain text box.
PLAIN: dict[type, dict[str, Any]] = {GeometryField: {"form_class": GeometryFormField, "widget": Textarea}}


@admin.register(Source)
class SourceAdmin(SourceBase):
    list_display = ("title", "licence", "attribution", "imported_at")
    search_fields = ("title", "slug")


@admin.register(Settlement)
class SettlementAdmin(SettlementBase):
    list_display = ("name", "kind", "region", "population", "source")
    search_fields = ("name_key__startswith",)
    list_filter = ("kind",)
    readonly_fields = ("name_key",)
    formfield_overrides = PLAIN


@admin.register(Street)
class StreetAdmin(StreetBase):
    list_display = ("name", "settlement", "kind", "source")
    search_fields = ("name_key__startswith",)
    list_select_related = ("settlement", "source")
    autocomplete_fields = ("settlement",)
    readonly_fields = ("name_key",)
    formfield_overrides = PLAIN


@admin.register(House)
class HouseAdmin(HouseBase):
    list_display = ("address", "residents", "source")
    search_fields = ("address__startswith",)
    list_select_related = ("source",)
    autocomplete_fields = ("settlement", "street")
    readonly_fields = ("number_key", "number_first")
    # A million rows: counting them all for every page takes longer than finding the page.
    show_full_result_count = False
    formfield_overrides = PLAIN
