"""A person's own pages: profile, consents, the data to take along, the way out; signing in is allauth's."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import ConsentMissing
from accounts.models import User
from accounts.queries import agreed, keeps_by_consent, waits_for_second_factor
from accounts.services.consents import set_consent
from accounts.services.profile import change_profile
from accounts.texts import consent_text
from accounts.types import ConsentKind
from appeals.errors import AppealError
from appeals.exporting.own import own_archive
from appeals.services.erasing import erase
from appeals.services.photos import prepare
from web.account_forms import EraseForm, ProfileForm


@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Profile with consents and what else a person may do with the account."""
    user = _user(request)
    if request.method != "POST":
        initial = {"full_name": user.full_name, "phone": user.phone, "language": user.language or "ru"}
        return _page(request, ProfileForm(initial=initial))
    form = ProfileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    values = form.cleaned_data
    try:
        photo = prepare(values["photo"]).thumbnail if values["photo"] else None
    except AppealError as problem:
        form.add_error("photo", str(problem))
        return _page(request, form, status=422)
    try:
        change_profile(
            user=user,
            full_name=values["full_name"],
            phone=values["phone"],
            language=values["language"],
            photo=photo,
            drop_photo=values["drop_photo"],
        )
    except ConsentMissing as problem:
        form.add_error(problem.field, str(problem))
        return _page(request, form, status=422)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("account"))


@require_POST
def consents(request: HttpRequest) -> HttpResponse:
    """Gives the ticked consents and withdraws the others."""
    user, now = _user(request), timezone.now()
    for kind in ConsentKind:
        agrees = kind.value in request.POST.getlist("consent")
        set_consent(user=user, kind=kind, agrees=agrees, language=get_language() or "ru", now=now)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("account"))


@never_cache
@require_safe
def portrait(request: HttpRequest) -> HttpResponse:
    """The own photo; nobody else sees it here."""
    user = _user(request)
    if not user.photo:
        raise Http404
    try:
        with user.photo.open("rb") as file:
            return HttpResponse(file.read(), content_type="image/jpeg")
    except OSError:
        raise Http404 from None


@never_cache
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Everything kept about the person, to take along."""
    response = HttpResponse(own_archive(_user(request)), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="metka-data.zip"'
    return response


@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Erasure: says what goes and what stays, asks for the password, ends with the act."""
    user = _user(request)
    form = EraseForm(request.POST or None, user=user)
    if request.method != "POST" or not form.is_valid():
        return render(request, "account/leave.html", {"form": form}, status=422 if form.is_bound else 200)
    act = erase(user=user, now=timezone.now())
    logout(request)
    return render(request, "account/left.html", {"act": act})


def _page(request: HttpRequest, form: ProfileForm, *, status: int = 200) -> HttpResponse:
    user = _user(request)
    language = get_language() or "ru"
    context: dict[str, Any] = {
        "form": form,
        "memberships": user.memberships.in_force().select_related("organisation", "area"),
        "consents": [
            {
                "kind": kind.value,
                "text": consent_text(kind, language),
                "row": user.consents.filter(kind=kind, withdrawn_at=None).last(),
                "given": agreed(user, kind),
            }
            for kind in ConsentKind
        ],
        "by_consent": keeps_by_consent(user),
        "factor_missing": waits_for_second_factor(user),
    }
    return render(request, "account/account.html", context, status=status)


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user
