"""Photos by their key, for whoever may see them (appeals.queries.following); not uploads."""

from django.http import FileResponse, Http404, HttpRequest
from django.utils.cache import patch_cache_control

from accounts.queries import viewer_of
from appeals.queries.following import photo_for
from appeals.types import Visibility

SIZES = ("thumbnail", "image")
DAY_S = 86_400


def photo(request: HttpRequest, key: str, size: str) -> FileResponse:
    """The file of a photo the viewer may see; `?token=` is the author's follow link. Raises Http404 for any other."""
    token = request.GET.get("token", "")
    found = photo_for(viewer_of(request.user), key, follow_token=token)
    if found is None or size not in SIZES:
        raise Http404
    try:
        response = FileResponse(getattr(found, size).open("rb"), content_type="image/jpeg")
    except (OSError, ValueError) as missing:
        raise Http404 from missing
    if found.is_public and found.appeal.visibility == Visibility.PUBLIC:
        patch_cache_control(response, public=True, max_age=DAY_S)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response
