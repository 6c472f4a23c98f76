"""People and their memberships in Django's administration; passwords are set by its own form."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User

if TYPE_CHECKING:
    # The stubs know a model of each class, Django itself has no such brackets.
    _Admin = admin.ModelAdmin[Any]
    _Inline = admin.TabularInline[Any, Any]
    _UserAdmin = DjangoUserAdmin[Any]
    _Creation = BaseUserCreationForm[Any]
    _Change = UserChangeForm[Any]
else:
    _Admin, _Inline, _UserAdmin = admin.ModelAdmin, admin.TabularInline, DjangoUserAdmin
    _Creation, _Change = BaseUserCreationForm, UserChangeForm


class UserCreation(_Creation):
    class Meta:
        model = User
        fields = ("email",)


class UserChange(_Change):
    class Meta:
        model = User
        fields = "__all__"


class MembershipInline(_Inline):
    model = Membership
    extra = 0
    fk_name = "user"
    autocomplete_fields = ("area",)
    raw_id_fields = ("organisation", "invited_by")


@admin.register(User)
class UserAdmin(_UserAdmin):
    add_form = UserCreation
    form = UserChange
    inlines = (MembershipInline,)
    list_display = ("email", "full_name", "is_active", "is_staff", "joined_at")
    list_filter = ("is_active", "is_staff", "memberships__role")
    search_fields = ("email", "full_name")
    ordering = ("email",)
    readonly_fields = ("joined_at", "last_login")
    filter_horizontal = ("groups", "user_permissions")
    fieldsets = (
        (None, {"fields": ("email", "password", "full_name", "language")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Dates"), {"fields": ("joined_at", "last_login")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "password1", "password2")}),)


@admin.register(Membership)
class MembershipAdmin(_Admin):
    list_display = ("user", "role", "organisation", "area", "since", "until")
    list_filter = ("role",)
    list_select_related = ("user", "organisation", "area")
    search_fields = ("user__email", "organisation__name")
    autocomplete_fields = ("area",)
    raw_id_fields = ("user", "organisation", "invited_by")
