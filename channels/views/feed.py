"""The feed of any filter of the list: the newest appeals as Atom; what the public may see is the list's rule."""

import re
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import feedgenerator, timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.html import escape
from django.utils.http import quote_etag
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.types import PUBLIC
from analytics.filter_words import filter_words
from appeals.errors import InvalidFilter
from appeals.labels import STATES
from appeals.queries.listing import list_page
from appeals.selecting import selection_from_params
from appeals.types import Selection, State
from channels.letters.links import whole

COUNT = 50
KEPT_S = 300
_TEXT_LENGTH = 300
# What no XML may hold; imported texts do.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class GeoAtom(feedgenerator.Atom1Feed):
    """Atom with the public place of each entry (GeoRSS-Simple: latitude, longitude)."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:georss": "http://www.georss.org/georss"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("georss:point", item["place"])


def feed(request: HttpRequest) -> HttpResponse:
    """What the public sees of the filter, whoever asks: programs that read feeds keep them where others look."""
    try:
        selection = selection_from_params(request.GET)
        page = list_page(PUBLIC, selection, limit=COUNT)
    except InvalidFilter as problem:
        return HttpResponse(str(problem), status=400, content_type="text/plain; charset=utf-8")
    text = _written(request, _title(selection), page.items())
    response = HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
    etag = quote_etag(sha256(text.encode()).hexdigest())
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=KEPT_S)
    # Only the language tells two readers apart.
    patch_vary_headers(response, ("Accept-Language",))
    return get_conditional_response(request, etag=etag, response=response) or response


def _title(selection: Selection) -> str:
    """What tells this feed from those of other filters, in a reader that has several."""
    words = [_("Metka: appeals"), *filter_words(selection, timezone.localdate())]
    return _CONTROL.sub("", " · ".join(words))


def _written(request: HttpRequest, title: str, items: list[dict[str, Any]]) -> str:
    listed = f"{reverse('web:list')}?{request.GET.urlencode()}".rstrip("?")
    atom = GeoAtom(
        title=title,
        link=whole(listed),
        description=_("The newest appeals on the map"),
        language=get_language(),
        feed_url=whole(request.get_full_path()),
    )
    for item in items:
        address = whole(reverse("web:appeal", args=[item["number"]]))
        atom.add_item(
            title=f"№ {item['number']}: {item['topic_name']}",
            link=address,
            unique_id=address,
            # Readers take it for HTML, and what people write stays text.
            description=escape(_said(item)),
            pubdate=datetime.fromisoformat(item["submitted_at"]),
            categories=[item["topic_name"]],
            place=f"{item['lat']} {item['lon']}",
        )
    return str(atom.writeString("utf-8"))


def _said(item: dict[str, Any]) -> str:
    state = capfirst(str(STATES[State(item["state"])]))
    parts = [state, item.get("address") or "", Truncator(item.get("text") or "").chars(_TEXT_LENGTH)]
    return _CONTROL.sub("", " · ".join(part for part in parts if part))
