"""Forms of the account, the invitations and the erasure; each says which call its values become."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.labels import ROLES
from accounts.models import User
from accounts.types import Role
from territories.models import Area, Organisation
from web.signing_forms import count_password


class ProfileForm(forms.Form):
    full_name = forms.CharField(label=_("Name"), max_length=200, required=False)
    phone = forms.RegexField(
        r"^[+0-9() \-]{5,40}$",
        label=_("Phone"),
        required=False,
        error_messages={"invalid": _("Digits, spaces and + only, such as +7 921 123-45-67.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES)
    photo = forms.FileField(
        label=_("Photo"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    drop_photo = forms.BooleanField(label=_("Remove the photo"), required=False)


class InviteForm(forms.Form):
    """Roles that a person may be given; residents sign up themselves."""

    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, name) for role, name in ROLES.items() if role != Role.RESIDENT]
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(is_active=True).order_by("name"),
        empty_label=_("Not chosen"),
        label=_("Organisation"),
        required=False,
        help_text=_("Workers and heads of organisations need one."),
    )
    area = forms.ModelChoiceField(
        Area.objects.order_by("name"),
        empty_label=_("Everywhere"),
        label=_("Area"),
        required=False,
        help_text=_("District heads and councillors need one; it limits moderators, operators and analysts."),
    )


class TakeForm(forms.Form):
    """Of somebody without an account yet. email: where the invitation was sent."""

    full_name = forms.CharField(label=_("Name"), max_length=200)
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters, not a common password and not like your e-mail."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, full_name=self.cleaned_data.get("full_name", "")))
        return password


class EraseForm(forms.Form):
    password = forms.CharField(
        label=_("Your password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        count_password(self.user)
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password
