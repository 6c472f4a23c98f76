"""Photos by their key: the public's once a moderator passed them, all of them to a moderator; not uploads."""

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest
from django.utils.cache import patch_cache_control

from accounts.queries import viewer_of
from appeals.models import Appeal, Photo

SIZES = ("thumbnail", "image")
DAY_S = 86_400


def photo(request: HttpRequest, key: str, size: str) -> FileResponse:
    """The file of a photo the viewer may see. Raises Http404 for any other."""
    if size not in SIZES:
        raise Http404
    viewer = viewer_of(request.user)
    shown = Q() if viewer.moderates else Q(is_public=True)
    visible = Appeal.objects.visible_to(viewer)
    found = Photo.objects.filter(shown, key=key, appeal__in=visible).first()
    if found is None:
        raise Http404
    try:
        response = FileResponse(getattr(found, size).open("rb"))
    except FileNotFoundError as missing:
        raise Http404 from missing
    patch_cache_control(response, private=True, max_age=DAY_S)
    return response
