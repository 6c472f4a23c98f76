"""A photo under moderation: the parts that nobody may see are drawn on it and blurred for good by a service."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.guards import viewer_in
from appeals.errors import AppealError, ClaimedByAnother
from appeals.queries.photos import regions_of
from appeals.services.blurring import MOST_REGIONS, blur
from appeals.services.claims import open_alone
from appeals.types import Region
from web.moderation_forms import BlurForm
from web.views.moderation import address, moderated_card


@never_cache
def photo_parts(request: HttpRequest, number: str, photo_id: int) -> HttpResponse:
    """The photo with its blurred parts; sent, exactly the parts drawn are blurred from then on."""
    viewer, now = viewer_in(request), timezone.now()
    card = moderated_card(viewer, number)
    photo = next((photo for photo in card.photos if photo.pk == photo_id), None)
    if photo is None:
        raise Http404
    form = BlurForm(request.POST if request.method == "POST" else None)
    try:
        open_alone(actor=viewer, number=number, now=now)
        if form.is_valid():
            regions = form.cleaned_data["regions"]
            blur(actor=viewer, number=number, photo_id=photo_id, regions=regions, now=now)
            messages.success(request, _("The photo is saved as it was shown."))
            return HttpResponseRedirect(address(request, number))
    except ClaimedByAnother:
        # The desk says who has it.
        return HttpResponseRedirect(address(request, number))
    except AppealError as problem:
        form.add_error(None, str(problem))
    known = regions_of(photo)
    context: dict[str, Any] = {
        "appeal": card.appeal,
        "photo": photo,
        "place": card.photos.index(photo) + 1,
        "form": form,
        "back": address(request, number),
        "unknown": known is None,
        "page_data": {"parts": _parts(form, known or []), "most": MOST_REGIONS},
    }
    return render(request, "web/moderation_photo.html", context, status=422 if form.errors else 200)


def _parts(form: BlurForm, known: list[Region]) -> list[list[float]]:
    """What is drawn at first: what was sent and refused, else what is blurred now."""
    sent = form.cleaned_data.get("regions") if form.is_bound and hasattr(form, "cleaned_data") else None
    return [[part.x, part.y, part.width, part.height] for part in (sent or known)]
