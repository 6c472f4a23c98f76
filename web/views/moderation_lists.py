"""What the moderators' desk does with its whole queue: places for the map, one step for many; not one appeal's work."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.guards import viewer_in
from accounts.types import Viewer
from appeals.errors import NotFound
from appeals.models import Appeal
from appeals.queries.queue import places
from appeals.services.batch import MOST, Outcome, for_each
from appeals.services.desk import once
from web.desk_forms import digest_of
from web.moderation_batch import BATCH, BatchStep
from web.moderation_forms import BatchForm
from web.views.moderation import address, desk_page, filter_of


@never_cache
@require_GET
def moderation_places(request: HttpRequest) -> HttpResponse:
    """The filter's appeals as GeoJSON for the desk's map."""
    features = places(viewer_in(request), filter_of(request.GET), now=timezone.now())
    return JsonResponse({"type": "FeatureCollection", "features": features})


@require_POST
def moderation_batch(request: HttpRequest) -> HttpResponse:
    """One step for the chosen rows; those that do not allow it are named with the reason and stay chosen."""
    viewer = viewer_in(request)
    numbers = list(dict.fromkeys(request.POST.getlist("numbers")))
    step = BATCH.get(request.POST.get("act", ""))
    form = BatchForm(request.POST, needed=step.fields if step else ())
    outcomes: list[Outcome] = []
    if step is None:
        form.add_error(None, _("Choose what to do."))
    elif not numbers:
        form.add_error(None, _("Choose at least one appeal."))
    elif len(numbers) > MOST:
        form.add_error(None, _("At most %(most)s appeals at once.") % {"most": MOST})
    elif form.is_valid():
        outcomes = _taken(viewer, step, numbers, form.cleaned_data, digest_of(request, step.name))
    failed = [outcome for outcome in outcomes if outcome.error]
    done = len(outcomes) - len(failed)
    if done:
        told = ngettext("Done for %(number)d appeal.", "Done for %(number)d appeals.", done)
        messages.success(request, told % {"number": done})
    if outcomes and not failed:
        return HttpResponseRedirect(address(request))
    left = frozenset(outcome.number for outcome in failed) if outcomes else frozenset(numbers)
    shown = {"batch": form, "act": step.name if step else "", "failed": failed, "picked": left}
    return desk_page(request, viewer, extra=shown, status=422)


def _taken(
    viewer: Viewer, step: BatchStep, numbers: list[str], values: dict[str, Any], digest: str
) -> list[Outcome]:
    now = timezone.now()

    def one(number: str) -> object:
        # A published appeal of another moderator's area could be seen, and its state told.
        if not Appeal.objects.moderated_by(viewer).filter(number=number).exists():
            raise NotFound
        return once(
            actor=viewer,
            number=number,
            digest=digest,
            now=now,
            step=lambda: step.call(viewer, number, values, now),
        )

    return for_each(numbers, one)
