"""Pages whose address holds a secret: that address goes nowhere else; who may open them is the URL table's."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def secret_address(view: View) -> View:
    """Neither other pages nor search engines learn the address; with "no-referrer" our own forms would fail."""

    @wraps(view)
    def discreet(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return discreet
