"""URLs of accounts under the names that allauth gives them, each with the permission that opens it.

Only what Metka uses is mounted: no sign-in by code, no security keys, no social accounts.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, path, re_path

from accounts.guards import needs
from accounts.types import Permission
from web.secrecy import secret_address
from web.views.account import account as account_page
from web.views.account import consents, data, leave, portrait
from web.views.cabinet import cabinet, claimed
from web.views.safety import others_out, second_step_on
from web.views.staff import called_back, ended, invitation, looks, staff

_entry = needs(Permission.SIGN_IN)
_own = needs(Permission.OWN_ACCOUNT)
_staff = needs(Permission.MANAGE_STAFF)

urlpatterns: list[URLPattern] = [
    path("account/", _own(account_page), name="account"),
    path("account/appeals/", _own(cabinet), name="cabinet"),
    path("account/appeals/claim/", _own(claimed), name="claim"),
    path("account/consents/", _own(consents), name="consents"),
    path("account/photo/", _own(portrait), name="portrait"),
    path("account/data/", _own(data), name="own_data"),
    path("account/erase/", _own(leave), name="erase"),
    path("staff/", _staff(staff), name="staff"),
    path("staff/<int:membership>/end/", _staff(ended), name="end_membership"),
    path("staff/invitations/<int:invitation>/end/", _staff(called_back), name="end_invitation"),
    path("staff/looks/", needs(Permission.READ_ACCESS_LOG)(looks), name="looks"),
    path("invitation/<str:token>/", _entry(invitation), name="invitation"),
    path("sign-in/", _entry(account.login), name="account_login"),
    path("sign-in/second-step/", _entry(factor.authenticate), name="mfa_authenticate"),
    path("sign-out/", _entry(account.logout), name="account_logout"),
    path("sign-up/", _entry(account.signup), name="account_signup"),
    path("account/inactive/", _entry(account.account_inactive), name="account_inactive"),
    path("account/confirm/", _entry(account.email_verification_sent), name="account_email_verification_sent"),
    re_path(
        r"^account/confirm/(?P<key>[-:\w]+)/$",
        _entry(secret_address(account.confirm_email)),
        name="account_confirm_email",
    ),
    path("password/", _entry(account.password_reset), name="account_reset_password"),
    path("password/sent/", _entry(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _entry(secret_address(account.password_reset_from_key)),
        name="account_reset_password_from_key",
    ),
    path(
        "password/changed/",
        _entry(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("account/check/", _own(account.reauthenticate), name="account_reauthenticate"),
    path("account/check/code/", _own(factor.reauthenticate), name="mfa_reauthenticate"),
    path("account/email/", _own(account.email), name="account_email"),
    path("account/password/", _own(account.password_change), name="account_change_password"),
    path("account/password/choose/", _own(account.password_set), name="account_set_password"),
    path("account/sign-out-elsewhere/", _own(others_out), name="others_out"),
    path("account/second-step/", _own(factor.index), name="mfa_index"),
    path("account/second-step/on/", _own(second_step_on), name="mfa_activate_totp"),
    path("account/second-step/off/", _own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", _own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "account/recovery-codes/new/", _own(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
    path(
        "account/recovery-codes/file/",
        _own(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
