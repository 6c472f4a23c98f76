"""Translations for scripts as one script per language; not the translations themselves."""

from functools import cache
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.i18n import JavaScriptCatalog

YEAR_S = 31_536_000


@cache
def _script(language: str) -> bytes:
    request = HttpRequest()
    request.method = "GET"
    with translation.override(language):
        response = JavaScriptCatalog.as_view(packages=["web"])(request)
    assert isinstance(response, HttpResponse)
    return response.content


@cache
def catalogue_version(language: str) -> str:
    """Short hash of a language's script: changes when a translation does."""
    return sha256(_script(language)).hexdigest()[:12]


def catalogue(request: HttpRequest, language: str) -> HttpResponse:
    """The script that defines `django.gettext` and friends for one language."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    response = HttpResponse(_script(language), content_type="text/javascript; charset=utf-8")
    kept = request.GET.get("v") == catalogue_version(language)
    response["Cache-Control"] = f"public, max-age={YEAR_S}, immutable" if kept else "no-cache"
    return response
