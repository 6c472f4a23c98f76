"""What the page of an appeal offers to everybody: comments, following and support; what is allowed is decided below."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.guards import viewer_in
from accounts.types import Viewer
from accounts.visitors import COOKIE, is_visitor, visitor_hash
from appeals.models import Follow, Support
from appeals.queries.card import Card
from appeals.queries.talk import comments_on
from appeals.services.talking import COMMENT_MAX, commentable
from appeals.types import Part, Visibility
from web.forms import WordsField


class CommentForm(forms.Form):
    """What somebody adds to a published appeal."""

    text = WordsField(
        label=_("Your comment"),
        max_length=COMMENT_MAX,
        help_text=_("A moderator reads it first. Phone numbers and e-mails are hidden."),
        error_messages={"required": _("Write a few words.")},
    )


class FollowForm(forms.Form):
    """Where the letters go to of somebody without an account. website: a trap."""

    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        error_messages={
            "required": _("Write the address that we shall write to."),
            "invalid": _("Check the address: it must look like name@example.org."),
        },
    )
    website = forms.CharField(required=False, max_length=300)


def talk_context(
    request: HttpRequest,
    card: Card,
    *,
    comment: CommentForm | None = None,
    follow: FollowForm | None = None,
) -> dict[str, Any]:
    """comment, follow: forms that cannot be used and come back."""
    viewer, appeal = viewer_in(request), card.appeal
    may_comment = commentable(appeal)
    comments = comments_on(viewer, appeal, card.parts)
    return {
        "comments": comments,
        "comment_count": sum(not said.waits for said in comments),
        "may_comment": may_comment,
        # One that is refused because comments are closed by now comes back with its words.
        "comment_form": comment or (CommentForm(auto_id="comment_%s") if may_comment else None),
        "follow_form": follow or FollowForm(auto_id="follow_%s"),
        "follow_open": follow is not None,
        # The author is told of every step already.
        "may_follow": appeal.visibility == Visibility.PUBLIC and Part.AUTHOR not in card.parts,
        "follows": _follows(viewer, card),
        "supported": _supported(request, viewer, card),
    }


def _follows(viewer: Viewer, card: Card) -> bool:
    if viewer.user_id is None:
        return False
    return Follow.objects.filter(appeal=card.appeal, user_id=viewer.user_id).exists()


def _supported(request: HttpRequest, viewer: Viewer, card: Card) -> bool:
    """Whether this person, or this browser, supports the appeal already."""
    given = Support.objects.filter(appeal=card.appeal)
    if viewer.user_id is not None:
        return given.filter(user_id=viewer.user_id).exists()
    visitor = request.COOKIES.get(COOKIE, "")
    return is_visitor(visitor) and given.filter(visitor_hash=visitor_hash(visitor)).exists()
