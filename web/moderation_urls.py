"""URLs of the moderators' desk, each with the permission that opens it; mounted among those of the pages."""

from django.urls import URLPattern, path

from accounts.guards import needs
from accounts.types import Permission
from web.views.moderation import moderation
from web.views.moderation_lists import moderation_batch, moderation_places
from web.views.moderation_photo import photo_parts
from web.views.moderation_steps import (
    accepted,
    corrected,
    covered,
    merged,
    photos_passed,
    refused,
    taken_over,
)

_moderates = needs(Permission.MODERATE)

urlpatterns: list[URLPattern] = [
    path("moderation/", _moderates(moderation), name="moderation"),
    path("moderation/places/", _moderates(moderation_places), name="moderation_places"),
    path("moderation/batch/", _moderates(moderation_batch), name="moderation_batch"),
    path("moderation/<str:number>/take-over/", _moderates(taken_over), name="take_over"),
    path("moderation/<str:number>/accept/", _moderates(accepted), name="accept"),
    path("moderation/<str:number>/refuse/", _moderates(refused), name="refuse"),
    path("moderation/<str:number>/correct/", _moderates(corrected), name="correct"),
    path("moderation/<str:number>/cover/", _moderates(covered), name="cover"),
    path("moderation/<str:number>/merge/", _moderates(merged), name="merge"),
    path("moderation/<str:number>/photos/", _moderates(photos_passed), name="photos_passed"),
    path("moderation/<str:number>/photos/<int:photo_id>/", _moderates(photo_parts), name="photo_parts"),
]
