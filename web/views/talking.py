"""Comments and followers of an appeal from its page, and what moderators decide about comments; rules are below."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guards import viewer_in
from accounts.visits import address_of
from appeals.errors import AppealError, NotFound, NotProved, UnknownComment
from appeals.models import Comment
from appeals.queries.talk import waiting_comments
from appeals.services import following, talking
from appeals.services.proving import refuse_trapped
from appeals.services.throttling import Limited, count_attempt, count_attempt_of
from web.talking import CommentForm, FollowForm
from web.throttled import noting_wait
from web.views.appeal import appeal_page

PAGE_SIZE = 20
_DECISIONS: Mapping[str, Callable[..., Comment]] = {
    "publish": talking.publish_comment,
    "refuse": talking.refuse_comment,
    "hide": talking.hide_comment,
}


@require_POST
def comment(request: HttpRequest, number: str) -> HttpResponse:
    """Takes a comment, which then waits for a moderator; one that cannot be used comes back as it was typed."""
    form = CommentForm(request.POST, auto_id="comment_%s")
    if form.is_valid():
        viewer, now = viewer_in(request), timezone.now()
        try:
            with noting_wait(request):
                count_attempt_of(Limited.COMMENT, user_id=viewer.user_id or 0, now=now)
            talking.comment(actor=viewer, number=number, text=form.cleaned_data["text"], now=now)
        except NotFound as missing:
            raise Http404 from missing
        except AppealError as problem:
            form.add_error("text", str(problem))
        else:
            messages.success(request, _("Thank you. Everybody reads it when a moderator has looked at it."))
            return HttpResponseRedirect(_address(number, "#comments"))
    return appeal_page(request, number, comment=form)


@require_POST
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """Follows the appeal: by the account at once, by an address once a letter has confirmed it."""
    viewer, now = viewer_in(request), timezone.now()
    form = FollowForm(request.POST, auto_id="follow_%s")
    if viewer.user_id is None and not form.is_valid():
        return appeal_page(request, number, follow=form)
    email = "" if viewer.user_id is not None else form.cleaned_data["email"]
    try:
        if viewer.user_id is None:
            with noting_wait(request):
                count_attempt(Limited.SUBMIT, address=address_of(request), now=now)
            values = form.cleaned_data
            refuse_trapped(trap=values["website"], proof=values["proof"], now=now)
        language = get_language() or ""
        following.follow(actor=viewer, number=number, email=email, language=language, now=now)
    except NotFound as missing:
        raise Http404 from missing
    except NotProved as problem:
        form.ask(problem)
        return appeal_page(request, number, follow=form)
    except AppealError as problem:
        form.add_error("email" if viewer.user_id is None else None, str(problem))
        return appeal_page(request, number, follow=form)
    if email:
        messages.success(request, _("We have sent you a letter. Confirm the address in it."))
    else:
        messages.success(request, _("We shall tell you of every step."))
    return HttpResponseRedirect(_address(number))


@require_POST
def unfollow(request: HttpRequest, number: str) -> HttpResponse:
    """Follows no longer; whoever does not follow is left alone."""
    following.unfollow(actor=viewer_in(request), number=number)
    messages.success(request, _("You do not follow this appeal any more."))
    followed = f"{reverse('cabinet')}?show=followed"
    back = followed if request.POST.get("back") == "followed" else _address(number)
    return HttpResponseRedirect(back)


@never_cache
def comments(request: HttpRequest) -> HttpResponse:
    """The comments that wait for this moderator, the oldest first."""
    waiting = waiting_comments(viewer_in(request))
    page = Paginator(waiting, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "web/comments.html", {"page": page, "number_waiting": len(waiting)})


@require_POST
def comment_decided(request: HttpRequest, pk: int, decision: str) -> HttpResponse:
    """Publishes, refuses or takes back a comment. Raises Http404 for what is not this moderator's."""
    decide = _DECISIONS.get(decision)
    if decide is None:
        raise Http404
    values = {"public_text": request.POST.get("public_text", "")} if decision == "publish" else {}
    if "public_text" in request.POST and values and not values["public_text"].strip():
        messages.error(request, _("Write what everybody is to read, or refuse the comment."))
        return HttpResponseRedirect(reverse("web:comments"))
    try:
        row = decide(actor=viewer_in(request), comment_id=pk, now=timezone.now(), **values)
    except UnknownComment:
        # Somebody else was quicker: what the list shows next is true again.
        messages.info(request, _("This comment has been decided about already."))
        return HttpResponseRedirect(reverse("web:comments"))
    except AppealError as problem:
        messages.error(request, str(problem))
        return HttpResponseRedirect(reverse("web:comments"))
    told = {
        "publish": _("The comment is published."),
        "refuse": _("The comment is refused."),
        "hide": _("The comment is hidden."),
    }
    messages.success(request, told[decision])
    if request.POST.get("back") == "appeal":
        return HttpResponseRedirect(_address(row.appeal.number, "#comments"))
    return HttpResponseRedirect(reverse("web:comments"))


def _address(number: str, tail: str = "") -> str:
    return reverse("web:appeal", args=[number]) + tail
