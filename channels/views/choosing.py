"""The page of choices for whoever signed in, and the one click of a letter for everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.models import User
from channels.forms import ChoicesForm
from channels.queries.audience import choices_of
from channels.services.preferring import choose, stop
from channels.tokens import Purpose, read
from channels.types import Choices
from channels.views.secrecy import kept_secret

_WORK = ("worker", "head", "moderator")
_CONFIRMS = {Purpose.CONFIRM, Purpose.CONFIRM_FOLLOW}


@never_cache
@login_required
def choices(request: HttpRequest) -> HttpResponse:
    """Shows and keeps the choices of the person who signed in."""
    user = request.user
    assert isinstance(user, User)
    before = choices_of([user.pk]).get(user.pk, Choices())
    at_work = user.memberships.in_force().filter(role__in=_WORK).exists()
    if request.method == "POST":
        form = ChoicesForm(request.POST, at_work=at_work)
        if form.is_valid():
            choose(user_id=user.pk, choices=form.chosen(before))
            messages.success(request, _("Your choices are kept."))
            return HttpResponseRedirect(reverse("channels:choices"))
    else:
        initial = {"email": before.email, "work_email": before.work_email, "bell": before.bell}
        form = ChoicesForm(initial=initial, at_work=at_work)
    return render(request, "channels/choices.html", {"form": form})


# The letter's own signed token is the permission; a mail program that unsubscribes has no cookie (RFC 8058).
@csrf_exempt
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, so that a program which looks into links ends nothing; POST ends it, with one click and no sign-in."""
    known = read(token)
    if known is None or known.purpose in _CONFIRMS:
        raise Http404
    done = request.method == "POST"
    if done:
        stop(known, now=timezone.now())
    response = render(
        request, "channels/unsubscribe.html", {"done": done, "purpose": known.purpose.name.lower()}
    )
    return kept_secret(response)
