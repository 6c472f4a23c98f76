"""URLs of notices, alerts, feed, health and watchdog; they stand at the root, since people read them."""

from django.urls import URLPattern, path

from accounts.guards import needs
from accounts.types import Permission
from channels.views.alerts import alerts, confirm_alert, confirm_following, end_alert
from channels.views.bell import notices, open_notice, read_notices
from channels.views.choosing import choices, unsubscribe
from channels.views.feed import feed
from channels.views.watching import has_token, health, health_of_worker, metrics, watchdog

app_name = "channels"
urlpatterns: list[URLPattern] = [
    path("notices/", needs(Permission.OWN_ACCOUNT)(notices), name="notices"),
    path("notices/read/", needs(Permission.OWN_ACCOUNT)(read_notices), name="read"),
    path("notices/<int:pk>/", needs(Permission.OWN_ACCOUNT)(open_notice), name="notice"),
    path("notices/choices/", needs(Permission.OWN_ACCOUNT)(choices), name="choices"),
    path("unsubscribe/<str:token>/", needs(Permission.FOLLOW_LINK)(unsubscribe), name="unsubscribe"),
    path("alerts/", needs(Permission.BE_TOLD)(alerts), name="alerts"),
    path("alerts/<int:pk>/end/", needs(Permission.OWN_ACCOUNT)(end_alert), name="end"),
    path("alerts/confirm/<str:token>/", needs(Permission.FOLLOW_LINK)(confirm_alert), name="confirm"),
    path(
        "following/confirm/<str:token>/",
        needs(Permission.FOLLOW_LINK)(confirm_following),
        name="confirm_follow",
    ),
    path("feed/", needs(Permission.READ)(feed), name="feed"),
    path("health/", needs(Permission.READ)(health), name="health"),
    path("health/worker/", needs(Permission.READ)(health_of_worker), name="health_of_worker"),
    path("metrics/", needs(Permission.WATCH_SERVICE, unless=has_token)(metrics), name="metrics"),
    path("watchdog/", needs(Permission.WATCH_SERVICE)(watchdog), name="watchdog"),
]
