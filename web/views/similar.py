"""Answers what may be the same as a report that is being typed; supporting is elsewhere's."""

from django import forms
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guards import viewer_in
from appeals.models import Topic
from appeals.rules.texts import TEXT_MAX
from geo.errors import GeoError
from geo.types import LonLat
from web.alike import alike


class SimilarForm(forms.Form):
    """What is known so far. The text is sent in the body: it may hold what belongs in no address."""

    topic = forms.CharField(max_length=60)
    lon = forms.FloatField()
    lat = forms.FloatField()
    text = forms.CharField(required=False)


@never_cache
@require_POST
def similar(request: HttpRequest) -> JsonResponse:
    """At most three open appeals, the most alike first; none while topic or place are not known."""
    form = SimilarForm(request.POST)
    topic = Topic.objects.filter(code=form.cleaned_data["topic"]).first() if form.is_valid() else None
    if topic is None:
        return JsonResponse({"items": []})
    try:
        place = LonLat(form.cleaned_data["lon"], form.cleaned_data["lat"])
    except GeoError:
        return JsonResponse({"items": []})
    text, viewer = form.cleaned_data["text"][:TEXT_MAX], viewer_in(request)
    items = alike(viewer, location=place, topic=topic, text=text, now=timezone.now())
    return JsonResponse({"items": items})
