"""URLs of what residents do beside reading: own steps, comments, following, drafts; each with its permission."""

from django.urls import URLPattern, path

from accounts.guards import needs
from accounts.types import Permission
from web.views.drafts import draft, draft_dropped
from web.views.owning import follow_step, own_step
from web.views.similar import similar
from web.views.talking import comment, comment_decided, comments, follow, unfollow

_own = needs(Permission.OWN_ACCOUNT)
_moderate = needs(Permission.MODERATE)
_as_author = needs(Permission.STEP_AS_AUTHOR)

urlpatterns: list[URLPattern] = [
    path("report/similar/", needs(Permission.REPORT)(similar), name="similar"),
    path("report/draft/", _own(draft), name="draft"),
    path("report/draft/<str:key>/drop/", _own(draft_dropped), name="drop_draft"),
    path("appeals/<str:number>/own/<str:step>/", _as_author(own_step), name="own_step"),
    path("appeals/<str:number>/comment/", _own(comment), name="comment"),
    path("appeals/<str:number>/follow/", _as_author(follow), name="follow_appeal"),
    path("appeals/<str:number>/unfollow/", _own(unfollow), name="unfollow"),
    path("follow/<str:token>/<str:step>/", needs(Permission.FOLLOW_LINK)(follow_step), name="follow_step"),
    path("comments/", _moderate(comments), name="comments"),
    path("comments/<int:pk>/<str:decision>/", _moderate(comment_decided), name="comment_decided"),
]
