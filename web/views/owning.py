"""The author's own steps from a page: by the account or by the private link; anybody else finds nothing here."""

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guards import viewer_in
from accounts.visits import address_of
from appeals.errors import AppealError, NotFound
from appeals.queries.card import Card, card_by_number, card_by_token
from appeals.services.throttling import Limited, count_attempt
from appeals.types import Part
from web.own_steps import STEPS, OwnStep
from web.secrecy import secret_address
from web.throttled import noting_wait
from web.views.appeal import appeal_page, follow_page

Page = Callable[[Mapping[str, forms.Form]], HttpResponse]
# Where a form may lead back to beside the appeal itself.
_CABINET = "cabinet"


@never_cache
@require_POST
def own_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """A step of the author who is signed in. Raises Http404 for anybody else."""
    card = card_by_number(viewer_in(request), number)
    if card is None or Part.AUTHOR not in card.parts:
        raise Http404
    to_rate = f"{reverse('cabinet')}?show=rate"
    back = to_rate if request.POST.get("back") == _CABINET else reverse("web:appeal", args=[number])
    return _taken(request, card, step, "", back, lambda typed: appeal_page(request, number, typed))


@never_cache
@require_POST
@secret_address
def follow_step(request: HttpRequest, token: str, step: str) -> HttpResponse:
    """The same by the secret link. Raises Http404 when it opens nothing."""
    card = card_by_token(token)
    if card is None:
        raise Http404
    back = reverse("web:follow", args=[token])
    return _taken(request, card, step, token, back, lambda typed: follow_page(request, token, typed))


def _taken(request: HttpRequest, card: Card, name: str, token: str, back: str, page: Page) -> HttpResponse:
    """Takes the step; a form that cannot be used comes back on the page with what was typed and why."""
    step = STEPS.get(name)
    if step is None:
        raise Http404
    form = step.form(request.POST, request.FILES, auto_id=f"{name}{card.appeal.number}_%s")
    if form.is_valid() and _done(request, card, step, token, form):
        messages.success(request, str(step.done))
        return HttpResponseRedirect(back)
    return page({name: form})


def _done(request: HttpRequest, card: Card, step: OwnStep, token: str, form: forms.Form) -> bool:
    viewer, number, now = viewer_in(request), card.appeal.number, timezone.now()
    try:
        if viewer.user_id is None:
            with noting_wait(request):
                count_attempt(Limited.SUBMIT, address=address_of(request), now=now)
        step.call(viewer, number, token, form.cleaned_data, now)
    except NotFound as missing:
        raise Http404 from missing
    except AppealError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return False
    return True
