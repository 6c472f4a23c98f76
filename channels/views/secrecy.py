"""What every page behind a signed link says of itself, so that its address stays with whoever has the letter."""

from django.http import HttpResponse


def kept_secret(response: HttpResponse) -> HttpResponse:
    """Neither other pages nor search engines learn the address; with "no-referrer" our own forms would fail."""
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
