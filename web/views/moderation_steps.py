"""What a moderator does with the opened appeal; every step is a service's, and the next appeal opens after it."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.guards import viewer_in
from accounts.types import Viewer
from appeals.errors import AppealError, NotFound
from appeals.models import Appeal
from appeals.queries.queue import next_free
from appeals.services import claims
from appeals.services.correction import correct
from appeals.services.covering import cover_anew, hide_part, show_part
from appeals.services.merging import merge
from appeals.services.moderation import accept, publish_photos, refuse
from appeals.types import Visibility
from geo.errors import GeoError
from web.moderation_forms import AcceptForm, CorrectForm, CoverForm, MergeForm, RefuseForm, ShownPhotosForm
from web.views.moderation import address, desk_page, filter_of, moderated_card


@require_POST
def accepted(request: HttpRequest, number: str) -> HttpResponse:
    """Accept, publish or not, pass on."""
    viewer = viewer_in(request)
    card = moderated_card(viewer, number)
    form = AcceptForm(request.POST, photo_ids=[photo.pk for photo in card.photos])

    def step() -> None:
        accept(
            actor=viewer,
            number=number,
            visibility=Visibility(form.cleaned_data["visibility"]),
            photo_ids=form.cleaned_data["photos"],
            comment=form.cleaned_data["comment"],
            now=timezone.now(),
        )
        messages.success(request, _("№ %(number)s is accepted.") % {"number": number})

    return done(request, viewer, card.appeal, form, "accept", step)


@require_POST
def photos_passed(request: HttpRequest, number: str) -> HttpResponse:
    """Say which photos of an accepted appeal the public may see; it stays open."""
    viewer = viewer_in(request)
    card = moderated_card(viewer, number)
    form = ShownPhotosForm(request.POST, photo_ids=[photo.pk for photo in card.photos])

    def step() -> None:
        photo_ids = form.cleaned_data["photos"]
        shown = form.cleaned_data["shown"]
        publish_photos(actor=viewer, number=number, photo_ids=photo_ids, shown=shown, now=timezone.now())
        messages.success(request, _("Photos the public may see: %(number)d") % {"number": len(photo_ids)})

    return done(request, viewer, card.appeal, form, "photos", step, stays=True)


@require_POST
def refused(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse for a reason."""
    viewer, form = viewer_in(request), RefuseForm(request.POST)
    card = moderated_card(viewer, number)

    def step() -> None:
        values = form.cleaned_data
        refuse(
            actor=viewer,
            number=number,
            reason=values["reason"],
            comment=values["comment"],
            now=timezone.now(),
        )
        messages.success(request, _("№ %(number)s is refused.") % {"number": number})

    return done(request, viewer, card.appeal, form, "refuse", step)


@require_POST
def corrected(request: HttpRequest, number: str) -> HttpResponse:
    """Correct place, topic, kind, executor or text; the appeal stays open to look at what followed."""
    viewer, form = viewer_in(request), CorrectForm(request.POST)
    card = moderated_card(viewer, number)

    def step() -> None:
        correct(
            actor=viewer,
            number=number,
            correction=form.correction(card.appeal),
            comment=form.cleaned_data["comment"],
            now=timezone.now(),
        )
        messages.success(request, _("№ %(number)s is corrected.") % {"number": number})

    return done(request, viewer, card.appeal, form, "correct", step, stays=True)


@require_POST
def covered(request: HttpRequest, number: str) -> HttpResponse:
    """Hide a part of the text from the public, show it again, or begin anew; the appeal stays open."""
    viewer, form = viewer_in(request), CoverForm(request.POST)
    card = moderated_card(viewer, number)

    def step() -> None:
        act, start, end = (form.cleaned_data[name] for name in ("act", "start", "end"))
        if act == CoverForm.ANEW:
            cover_anew(actor=viewer, number=number, now=timezone.now())
        else:
            change = hide_part if act == CoverForm.HIDE else show_part
            change(actor=viewer, number=number, start=start, end=end, now=timezone.now())

    return done(request, viewer, card.appeal, form, "cover", step, stays=True)


@require_POST
def merged(request: HttpRequest, number: str) -> HttpResponse:
    """Merge the appeal into another about the same."""
    viewer, form = viewer_in(request), MergeForm(request.POST)
    card = moderated_card(viewer, number)

    def step() -> None:
        values = form.cleaned_data
        merge(
            actor=viewer,
            number=number,
            duplicate_of=values["duplicate_of"],
            comment=values["comment"],
            now=timezone.now(),
        )
        told = {"number": number, "other": values["duplicate_of"].strip()}
        messages.success(request, _("№ %(number)s is merged with № %(other)s.") % told)

    return done(request, viewer, card.appeal, form, "merge", step)


@require_POST
def taken_over(request: HttpRequest, number: str) -> HttpResponse:
    """Take the appeal from the colleague who has it open, who can do nothing more with it then."""
    try:
        claims.take_over(actor=viewer_in(request), number=number, now=timezone.now())
    except AppealError as problem:
        raise Http404 from problem
    messages.success(request, _("№ %(number)s is yours now.") % {"number": number})
    return HttpResponseRedirect(address(request, number))


def done(
    request: HttpRequest,
    viewer: Viewer,
    appeal: Appeal,
    form: forms.Form,
    name: str,
    step: Callable[[], None],
    *,
    stays: bool = False,
) -> HttpResponse:
    """Runs a step; then on to the next appeal, or back to this one with what was typed and the reason."""
    if form.is_valid():
        try:
            step()
        except NotFound as missing:
            raise Http404 from missing
        except (AppealError, GeoError) as problem:
            field = getattr(problem, "field", "") or ("address" if isinstance(problem, GeoError) else "")
            form.add_error(field if field in form.fields else None, str(problem))
        else:
            number = appeal.number if stays else _next(request, viewer, appeal)
            return HttpResponseRedirect(address(request, number))
    return desk_page(request, viewer, appeal.number, typed={name: form}, status=422)


def _next(request: HttpRequest, viewer: Viewer, appeal: Appeal) -> str:
    return next_free(viewer, filter_of(request.GET), after=appeal, now=timezone.now())
