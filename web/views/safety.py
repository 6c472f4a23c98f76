"""What keeps an account safe beside allauth's own pages: a new second factor, or a press, ends other sessions."""

from allauth.mfa.totp.views import activate_totp
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.queries import has_second_factor
from accounts.services.sessions import end_sessions


def second_step_on(request: HttpRequest) -> HttpResponseBase:
    """allauth's page. A session that began with the password alone must not gain what the second factor opens."""
    # A look at the page switches nothing on.
    lacking = request.method == "POST" and not has_second_factor(_user(request))
    response: HttpResponseBase = activate_totp(request)
    if lacking and has_second_factor(_user(request)):
        _end_others(request)
    return response


@require_POST
def others_out(request: HttpRequest) -> HttpResponse:
    """Signs the person out everywhere but here."""
    _end_others(request)
    messages.success(request, _("You are signed out on all other devices."))
    return HttpResponseRedirect(reverse("account"))


def _end_others(request: HttpRequest) -> None:
    user = _user(request)
    end_sessions(user=user)
    update_session_auth_hash(request, user)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
