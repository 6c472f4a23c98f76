"""Drafts of reports: kept while somebody with an account types, on any device; opening one is the report form's."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guards import viewer_in
from appeals.errors import AppealError
from appeals.models import SavedDraft
from appeals.rules.texts import TEXT_MAX
from appeals.services.drafts import Typed, drop_draft, save_draft
from appeals.types import Kind
from geo.errors import GeoError
from geo.types import LonLat

# A draft may be longer than what is sent in the end, but not without end.
LONGEST_DRAFT = 5 * TEXT_MAX


class DraftForm(forms.Form):
    """What the report form holds so far; anything may be missing."""

    client_key = forms.UUIDField()
    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in Kind], required=False)
    topic = forms.CharField(max_length=60, required=False)
    text = forms.CharField(max_length=LONGEST_DRAFT, required=False)
    address = forms.CharField(max_length=300, required=False)
    house_id = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    lon = forms.FloatField(required=False)
    lat = forms.FloatField(required=False)

    def typed(self) -> Typed:
        """Needs a valid form; a pin that lies nowhere on Earth is left out."""
        values = self.cleaned_data
        return Typed(
            kind=values["kind"],
            topic_code=values["topic"],
            text=values["text"],
            address=values["address"],
            house_id=values["house_id"],
            location=_pin(values["lon"], values["lat"]),
        )


@never_cache
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keeps the draft: for a script answers when it was kept, else leads to the drafts."""
    form, now = DraftForm(request.POST), timezone.now()
    by_script = request.headers.get("Accept", "").startswith("application/json")
    if not form.is_valid():
        too_long = _(
            "The draft cannot be kept: the text is far longer than the %(limit)d characters of an appeal. Please "
            "shorten it."
        )
        problem = too_long % {"limit": TEXT_MAX} if "text" in form.errors else _("The draft cannot be kept.")
        return _refused(request, problem, by_script=by_script)
    try:
        key = form.cleaned_data["client_key"]
        kept = save_draft(actor=viewer_in(request), key=key, typed=form.typed(), now=now)
    except AppealError as refused:
        return _refused(request, str(refused), by_script=by_script)
    if by_script:
        return JsonResponse({"saved_at": kept.saved_at.isoformat() if kept else None})
    if kept:
        messages.success(request, _("The draft is kept. You can go on with it on any device."))
    return HttpResponseRedirect(_drafts())


@require_POST
def draft_dropped(request: HttpRequest, key: str) -> HttpResponse:
    """Deletes an own draft; again it changes nothing."""
    wanted = key_of(key)
    if wanted is not None:
        drop_draft(actor=viewer_in(request), key=wanted)
        messages.success(request, _("The draft is deleted."))
    return HttpResponseRedirect(_drafts())


def own_draft(request: HttpRequest, key: str) -> SavedDraft | None:
    """The reader's own draft of this key, None for anybody else's."""
    wanted, user_id = key_of(key), viewer_in(request).user_id
    if wanted is None or user_id is None:
        return None
    found: SavedDraft | None = SavedDraft.objects.filter(user_id=user_id, key=wanted).first()
    return found


def key_of(word: str) -> UUID | None:
    """The key that an address names."""
    try:
        return UUID(word)
    except ValueError:
        return None


def _pin(lon: float | None, lat: float | None) -> LonLat | None:
    if lon is None or lat is None:
        return None
    try:
        return LonLat(lon, lat)
    except GeoError:
        return None


def _refused(request: HttpRequest, problem: str, *, by_script: bool) -> HttpResponse:
    if by_script:
        return JsonResponse({"detail": problem}, status=422)
    messages.error(request, problem)
    return HttpResponseRedirect(_drafts())


def _drafts() -> str:
    return f"{reverse('cabinet')}?show=drafts"
