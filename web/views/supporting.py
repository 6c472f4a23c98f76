"""Support given by a browser without scripts: its cookie, the rate and the message; the count is the service's."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.guards import viewer_in
from accounts.visitors import visitor_hash
from accounts.visits import address_of, remember, visitor_of
from appeals.errors import AppealError
from appeals.services.support import support_from


def give_support(request: HttpRequest, response: HttpResponse, number: str) -> None:
    """Count the support and tell the visitor in a message; the cookie goes into the response."""
    viewer, now = viewer_in(request), timezone.now()
    visitor = "" if viewer.user_id else visitor_of(request)
    try:
        given = support_from(
            actor=viewer,
            visitor_hash=visitor_hash(visitor) if visitor else "",
            address=address_of(request),
            number=number,
            now=now,
        )
    except AppealError as problem:
        messages.error(request, str(problem))
        return
    messages.success(
        request, _("Thank you, your support is counted.") if given.is_new else _("You already support it.")
    )
    if visitor:
        remember(response, visitor)
