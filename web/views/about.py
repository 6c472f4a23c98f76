"""About page with the attribution of every imported source; what else it says stands in its template."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from geo.models import Source


@dataclass(frozen=True, slots=True)
class Credit:
    """Sources that ask for the same words. attribution: the title where a source names nobody."""

    attribution: str
    licence: str
    titles: list[str]


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Credits in order of attribution, each once however many files it covers."""
    return render(request, "web/about.html", {"credits": _credits()})


def _credits() -> list[Credit]:
    def asked(source: Source) -> tuple[str, str]:
        return source.attribution or source.title, source.licence

    sources = sorted(Source.objects.order_by("title"), key=asked)
    return [
        Credit(attribution, licence, [source.title for source in group if source.title != attribution])
        for (attribution, licence), group in groupby(sources, key=asked)
    ]
