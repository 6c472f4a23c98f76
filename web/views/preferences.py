"""What a visitor chose for the look of the pages, kept in a cookie; not an account's settings."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

THEME_COOKIE = "metka_theme"
THEMES = ("light", "dark")
YEAR_S = 31_536_000


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Turns light to dark and back; the way without scripts."""
    chosen = "light" if request.COOKIES.get(THEME_COOKIE) == "dark" else "dark"
    back = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = reverse("web:map")
    response = HttpResponseRedirect(back)
    response.set_cookie(THEME_COOKIE, chosen, max_age=YEAR_S, samesite="Lax", secure=request.is_secure())
    return response
