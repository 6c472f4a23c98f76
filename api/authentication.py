"""Who sends a request: the site's session, whose forms are guarded by a token; what they may do is accounts' table."""

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request


class NoFormToken(PermissionDenied):
    """Sent by somebody signed in without the token that only the site's own pages know."""

    default_code = "csrf"
    default_detail = _(
        "The request of somebody who has signed in needs the token of this site, which is missing or out of date. "
        "Reload the page and try again; programs send the cookie csrftoken as the header X-CSRFToken."
    )


class SiteSession(SessionAuthentication):
    """DRF's, which says in English alone what Django's check found."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as problem:
            raise NoFormToken from problem
