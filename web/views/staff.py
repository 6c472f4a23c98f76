"""The administrators' staff: who works here, invitations by letter, the end of a membership, the log of looks."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.errors import AccountError, InvitationOver
from accounts.guards import viewer_in
from accounts.models import Invitation, Look, Membership
from accounts.services.staff import call_back, end_membership, has_account, invite, open_invitation, take
from accounts.types import Role
from web.account_forms import InviteForm, TakeForm
from web.secrecy import secret_address
from web.views.administration.frame import sections

PAGE_SIZE = 50


@never_cache
def staff(request: HttpRequest) -> HttpResponse:
    """Memberships in force and invitations that wait; a new invitation is sent from here."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _invited(request, form):
        return HttpResponseRedirect(reverse("staff"))
    now = timezone.now()
    people = Membership.objects.in_force().exclude(role=Role.RESIDENT)
    context = {
        "sections": sections(request.path),
        "form": form,
        "people": people.select_related("user", "organisation", "area").order_by("user__email", "pk"),
        "waiting": Invitation.objects.filter(taken_at=None, ends_at__gt=now)
        .select_related("organisation", "area")
        .order_by("-sent_at"),
    }
    return render(request, "account/staff.html", context, status=422 if form.is_bound else 200)


def _invited(request: HttpRequest, form: InviteForm) -> bool:
    values = form.cleaned_data
    organisation, area = values["organisation"], values["area"]
    try:
        invitation = invite(
            actor=viewer_in(request),
            email=values["email"],
            role=Role(values["role"]),
            organisation_id=organisation.pk if organisation else None,
            area_id=area.pk if area else None,
            language=get_language() or "ru",
            now=timezone.now(),
        )
    except AccountError as problem:
        form.add_error(problem.field or None, str(problem))
        return False
    messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
    return True


@require_POST
def ended(request: HttpRequest, membership: int) -> HttpResponse:
    """Ends a membership at once."""
    try:
        row = end_membership(actor=viewer_in(request), membership_id=membership, now=timezone.now())
    except AccountError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("%(person)s has no access in this role any more.") % {"person": row.user})
    return HttpResponseRedirect(reverse("staff"))


@require_POST
def called_back(request: HttpRequest, invitation: int) -> HttpResponse:
    """Ends an invitation that waits."""
    try:
        row = call_back(actor=viewer_in(request), invitation_id=invitation, now=timezone.now())
    except AccountError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The invitation of %(email)s is called back.") % {"email": row.email})
    return HttpResponseRedirect(reverse("staff"))


@never_cache
@secret_address
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the letter leads to: take the place, with a password for whoever has no account yet."""
    now = timezone.now()
    try:
        return _taking(request, token, now=now)
    except InvitationOver as problem:
        return render(request, "account/invitation_over.html", {"problem": problem}, status=404)


def _taking(request: HttpRequest, token: str, *, now: datetime) -> HttpResponse:
    """The offer with its form, or the way on when it is taken. Raises InvitationOver, also after a look at it."""
    offered = open_invitation(token, now=now)
    known = has_account(offered)
    form = (
        None if known else TakeForm(request.POST if request.method == "POST" else None, email=offered.email)
    )
    if request.method == "POST" and (form is None or form.is_valid()):
        values = form.cleaned_data if form else {"full_name": "", "password": ""}
        take(
            token=token,
            full_name=values["full_name"],
            password=values["password"],
            language=get_language() or "ru",
            now=now,
        )
        messages.success(request, _("Welcome! Now sign in."))
        return redirect_to_login(reverse("account"))
    context = {"invitation": offered, "form": form, "known": known}
    return render(request, "account/invitation.html", context, status=422 if form and form.is_bound else 200)


@never_cache
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked at the personal data of which appeal, the latest first; `?number=` narrows to one appeal."""
    number = request.GET.get("number", "").strip()
    found = Look.objects.select_related("user").order_by("-at", "-pk")
    if number:
        found = found.filter(appeal_number=number)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "account/looks.html", {"page": page, "number": number})
