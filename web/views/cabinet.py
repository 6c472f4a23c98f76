"""The resident's cabinet: own appeals with the path of each, and those sent earlier without an account."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from appeals.models import Appeal, Event
from appeals.rules.talk import hidden_events
from appeals.services.belonging import adopt, claimable
from appeals.types import Part
from web.views.appeal import told_step

PAGE_SIZE = 20
# Offered to be claimed at once; what is left is offered next.
MOST_CLAIMED = 100


@never_cache
def cabinet(request: HttpRequest) -> HttpResponse:
    """Own appeals, the newest first, each with its steps; page by page."""
    user = request.user
    assert isinstance(user, User)
    own = Appeal.objects.filter(author=user).select_related("topic", "executor", "refusal_reason")
    told = Event.objects.exclude(type__in=hidden_events({Part.AUTHOR})).order_by("at", "pk")
    found = own.prefetch_related(Prefetch("events", told)).order_by("-submitted_at", "-pk")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(appeal, [told_step(event) for event in appeal.events.all()]) for appeal in page],
        "claimable": list(claimable(user)[:MOST_CLAIMED]),
    }
    return render(request, "account/cabinet.html", context)


@require_POST
def claimed(request: HttpRequest) -> HttpResponse:
    """Adds the ticked appeals to the account."""
    user = request.user
    assert isinstance(user, User)
    number = adopt(user=user, numbers=request.POST.getlist("number"), now=timezone.now())
    if number:
        told = ngettext("%(number)d appeal is yours now.", "%(number)d appeals are yours now.", number)
        messages.success(request, told % {"number": number})
    else:
        messages.info(request, _("Nothing was chosen."))
    return HttpResponseRedirect(reverse("cabinet"))
