"""The page of area alerts: one's own, a form for another, the confirmation of an address without an account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guards import viewer_in
from accounts.types import Viewer
from accounts.visits import address_of, note_wait
from appeals.errors import AppealError, NotProved, TooMany
from appeals.models import Category, Follow
from appeals.services.following import confirm_follow
from appeals.services.proving import new_challenge, refuse_trapped
from appeals.services.throttling import Limited, count_attempt
from channels.errors import ChannelError
from channels.forms import AlertForm
from channels.queries.alerts import area_choices, organisation_choices, own_alerts
from channels.services.subscribing import confirm, end, subscribe
from channels.tokens import Purpose, read
from channels.views.secrecy import kept_secret
from geo.errors import GeoError
from geo.types import LonLat

_NOT_PROVED = "not_proved"


@never_cache
def alerts(request: HttpRequest) -> HttpResponse:
    """Everybody may ask: by the account, or by an address that a letter confirms."""
    viewer = viewer_in(request)
    groups = list(Category.objects.prefetch_related("topics"))
    form = AlertForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(request),
        areas=area_choices(timezone.localdate()),
        organisations=organisation_choices(viewer),
        about=_about(groups),
        signed_in=viewer.user_id is not None,
    )
    if request.method == "POST" and form.is_valid() and _asked(request, viewer, form):
        return HttpResponseRedirect(reverse("channels:alerts"))
    context = {
        "form": form,
        "challenge": _challenge(form),
        "groups": groups,
        "chosen": set(form["about"].value() or []),
        "alerts": own_alerts(viewer.user_id) if viewer.user_id is not None else [],
    }
    return render(request, "channels/alerts.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def end_alert(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends one's own alert. Raises Http404 for any other."""
    if not end(actor=viewer_in(request), pk=pk, now=timezone.now()):
        raise Http404
    messages.success(request, _("The area alert has ended."))
    return HttpResponseRedirect(reverse("channels:alerts"))


@never_cache
def confirm_alert(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, so that a program which looks into links confirms nothing; POST begins the alert.

    What was not confirmed in time is gone, and the page says so.
    """
    known = read(token)
    if known is None or known.purpose != Purpose.CONFIRM:
        raise Http404
    asked = request.method == "POST"
    alert = confirm(pk=known.pk, now=timezone.now()) if asked else None
    context = {"alert": alert, "over": asked and alert is None}
    response = render(request, "channels/confirm.html", context, status=410 if context["over"] else 200)
    return kept_secret(response)


@never_cache
def confirm_following(request: HttpRequest, token: str) -> HttpResponse:
    """The same for an address that wants to follow an appeal."""
    known = read(token)
    if known is None or known.purpose != Purpose.CONFIRM_FOLLOW:
        raise Http404
    if request.method == "POST":
        row = confirm_follow(follow_id=known.pk, now=timezone.now())
    else:
        row = Follow.objects.select_related("appeal").filter(pk=known.pk).first()
    response = render(request, "channels/confirm_follow.html", {"follow": row}, status=200 if row else 410)
    return kept_secret(response)


def _asked(request: HttpRequest, viewer: Viewer, form: AlertForm) -> bool:
    """Whether the wish was taken; else the form says why not."""
    try:
        values, now = form.cleaned_data, timezone.now()
        refuse_trapped(trap=values["website"], proof=values["proof"], now=now)
        if viewer.user_id is None:
            count_attempt(Limited.ALERT, address=address_of(request), now=now)
        subscribe(
            actor=viewer,
            wish=form.wish(),
            email=form.cleaned_data.get("email", ""),
            language=get_language() or "",
            now=now,
        )
    except NotProved as problem:
        form.add_error(None, ValidationError(str(problem), code=_NOT_PROVED))
        return False
    except (ChannelError, AppealError, GeoError) as problem:
        if isinstance(problem, TooMany):
            note_wait(request, problem.wait)
        field = getattr(problem, "field", "")
        form.add_error(field if field in form.fields else None, str(problem))
        return False
    if viewer.user_id is not None:
        messages.success(request, _("We will tell you of appeals here."))
    else:
        messages.success(request, _("We have sent you a letter. Confirm the address in it."))
    return True


def _challenge(form: AlertForm) -> dict[str, Any] | None:
    """A task for the browser when the next sending needs a proof: this one had none, or used it up."""
    asks = form.has_error(NON_FIELD_ERRORS, _NOT_PROVED) or form["proof"].value()
    return new_challenge(now=timezone.now()) if asks else None


def _about(groups: list[Category]) -> list[tuple[str, str]]:
    found = []
    for group in groups:
        found.append((f"category:{group.code}", group.name))
        found += [(f"topic:{topic.code}", topic.name) for topic in group.topics.all()]
    return found


def _initial(request: HttpRequest) -> dict[str, Any]:
    """What a link from elsewhere proposes: ?lon=&lat=&address= or ?area=."""
    try:
        place = LonLat(float(request.GET.get("lon", "")), float(request.GET.get("lat", "")))
    except (ValueError, GeoError):
        return {"address": request.GET.get("address", "")}
    return {"lon": place.lon, "lat": place.lat, "address": request.GET.get("address", "")}
