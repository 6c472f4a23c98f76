"""Stand-in for pages that are not written yet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def placeholder(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return render(request, "web/placeholder.html")
