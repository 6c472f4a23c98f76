"""People and their memberships in Django's administration; passwords are set by its own form."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.forms import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.errors import AddressTaken
from accounts.models import Membership, User
from accounts.queries import address_taken
from accounts.services.addresses import set_address

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


def _free(email: str, *, but: User | None = None) -> str:
    """The address as it is kept. Raises ValidationError when another account has it."""
    if address_taken(email, but=but):
        raise ValidationError(AddressTaken.message)
    return email.lower()


class UserCreation(_Creation):
    class Meta:
        model = User
        fields = ("email",)

    def clean_email(self) -> str:
        return _free(self.cleaned_data["email"])


class UserChange(_Change):
    def clean_email(self) -> str:
        return _free(self.cleaned_data["email"], but=self.instance)

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
    list_display = ("email", "full_name", "is_active", "is_superuser", "joined_at")
    list_filter = ("is_active", "is_superuser", "memberships__role")
    search_fields = ("email", "full_name")
    ordering = ("email",)
    readonly_fields = ("joined_at", "last_login")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "password", "full_name", "language")}),
        # Django's own staff, groups and permissions open nothing: the memberships below do.
        (_("Rights"), {"fields": ("is_active", "is_superuser")}),
        (_("Dates"), {"fields": ("joined_at", "last_login")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "password1", "password2")}),)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change or "email" in form.changed_data:
            set_address(user=obj, email=obj.email)


@admin.register(Membership)
class MembershipAdmin(_Admin):
    list_display = ("user", "role", "organisation", "area", "since", "until")
    list_filter = ("role",)
    list_select_related = ("user", "organisation", "area")
    search_fields = ("user__email", "organisation__name")
    autocomplete_fields = ("area",)
    raw_id_fields = ("user", "organisation", "invited_by")
