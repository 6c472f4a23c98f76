"""What the moderators' desk does with its whole queue: places for the map, one step for many; not one appeal's work."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.guards import viewer_in
from appeals.models import Appeal
from appeals.queries.queue import places
from web.batching import take_batch
from web.moderation_batch import BATCH
from web.moderation_forms import QueueBatchForm
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

    def is_own(number: str) -> bool:
        return Appeal.objects.moderated_by(viewer).filter(number=number).exists()

    batch = take_batch(request, viewer, BATCH, QueueBatchForm, is_own)
    if batch.done:
        return HttpResponseRedirect(address(request))
    shown = {"batch": batch.form, "act": batch.act, "failed": batch.failed, "picked": batch.picked}
    return desk_page(request, viewer, extra=shown, status=422)
