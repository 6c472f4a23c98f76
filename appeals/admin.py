"""Catalogue, deadlines and calendar, and appeals to look at, in Django's administration; services change appeals.

GeoDjango's map widgets load a foreign host: places are shown as numbers.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.guards import viewer_in
from appeals.models import (
    Appeal,
    Assignment,
    CalendarDay,
    Category,
    Deadline,
    Event,
    RefusalReason,
    Topic,
)
from appeals.queries.card import card_by_number
from appeals.services.looking import note_look

if TYPE_CHECKING:
    # The stubs know a model of each class, Django itself has no such brackets.
    _Admin = admin.ModelAdmin[Any]
    _Inline = admin.TabularInline[Any, Any]
else:
    _Admin, _Inline = admin.ModelAdmin, admin.TabularInline


class _ReadOnly:
    """Rows that services write: nobody adds, changes or deletes them here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EventInline(_ReadOnly, _Inline):
    model = Event
    fields = ("at", "type", "actor", "actor_role", "old", "new", "comment", "is_public")


class AssignmentInline(_ReadOnly, _Inline):
    model = Assignment
    fields = ("at", "organisation", "rule", "is_manual", "ambiguous", "border_m")
    fk_name = "appeal"


@admin.register(Appeal)
class AppealAdmin(_ReadOnly, _Admin):
    list_display = ("number", "state", "visibility", "topic", "executor", "submitted_at", "due_on")
    list_filter = ("state", "visibility", "kind", "topic__category")
    list_select_related = ("topic", "executor")
    search_fields = ("=number",)
    show_full_result_count = False
    ordering = ("-pk",)
    inlines = (AssignmentInline, EventInline)
    fields = (
        *("number", "kind", "topic", "state", "visibility", "channel", "text", "public_text", "address"),
        *("public_address", "place", "public_place", "area", "executor", "refusal_reason", "answer"),
        *("submitted_at", "published_at", "track", "due_on", "due_at", "extended_days", "moderate_by"),
        *("register_by", "registered_at", "forward_by", "answered_at", "supports"),
    )
    readonly_fields = ("place", "public_place")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The page shows what the public may not know; who has seen it is kept, as everywhere."""
        response = super().change_view(request, object_id, form_url, extra_context)
        viewer, appeal = viewer_in(request), self.get_object(request, object_id)
        card = card_by_number(viewer, appeal.number) if appeal else None
        if card:
            note_look(viewer, card, now=timezone.now())
        return response

    @admin.display(description=_("place, longitude and latitude"))
    def place(self, appeal: Appeal) -> str:
        return f"{appeal.location.x:.6f}, {appeal.location.y:.6f}"

    @admin.display(description=_("public place, longitude and latitude"))
    def public_place(self, appeal: Appeal) -> str:
        return f"{appeal.public_location.x:.6f}, {appeal.public_location.y:.6f}"


@admin.register(Category)
class CategoryAdmin(_Admin):
    list_display = ("name_ru", "code", "name_en", "icon", "position")
    search_fields = ("code", "name_ru", "name_en")


@admin.register(Topic)
class TopicAdmin(_Admin):
    list_display = ("name_ru", "code", "category", "scope", "privacy")
    list_filter = ("category", "scope", "privacy", "is_waste", "is_emergency", "is_common")
    list_select_related = ("category",)
    search_fields = ("code", "name_ru", "name_en", "keywords")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The public places of appeals are stored: another privacy here would not reach those there are."""
        return () if obj is None else ("privacy",)


@admin.register(RefusalReason)
class RefusalReasonAdmin(_Admin):
    list_display = ("code", "text_ru", "position")
    search_fields = ("code", "text_ru", "text_en")


@admin.register(Deadline)
class DeadlineAdmin(_Admin):
    """What changes here holds for what is sent, reopened, resumed or corrected from then on.

    A row is ended rather than deleted: load_topics brings back one of its own that is gone.
    """

    list_display = ("stage", "track", "topic", "category", "area", "number", "unit", "valid_from", "valid_to")
    list_filter = ("track", "stage", "category")
    list_select_related = ("topic", "category", "area")
    search_fields = ("topic__code", "topic__name_ru", "area__name", "source")
    autocomplete_fields = ("topic", "category", "area")


@admin.register(CalendarDay)
class CalendarDayAdmin(_Admin):
    list_display = ("day", "area", "is_working", "why")
    list_filter = ("is_working",)
    list_select_related = ("area",)
    date_hierarchy = "day"
    autocomplete_fields = ("area",)
