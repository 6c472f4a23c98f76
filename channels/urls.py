"""URLs of notices, alerts, feed, health and watchdog; they stand at the root, since people read them."""

from django.urls import URLPattern, path

from channels.views.alerts import alerts, confirm_alert, confirm_following, end_alert
from channels.views.bell import notices, open_notice, read_notices
from channels.views.choosing import choices, unsubscribe
from channels.views.feed import feed
from channels.views.watching import health, metrics, watchdog

app_name = "channels"
urlpatterns: list[URLPattern] = [
    path("notices/", notices, name="notices"),
    path("notices/read/", read_notices, name="read"),
    path("notices/<int:pk>/", open_notice, name="notice"),
    path("notices/choices/", choices, name="choices"),
    path("unsubscribe/<str:token>/", unsubscribe, name="unsubscribe"),
    path("alerts/", alerts, name="alerts"),
    path("alerts/<int:pk>/end/", end_alert, name="end"),
    path("alerts/confirm/<str:token>/", confirm_alert, name="confirm"),
    path("following/confirm/<str:token>/", confirm_following, name="confirm_follow"),
    path("feed/", feed, name="feed"),
    path("health/", health, name="health"),
    path("metrics/", metrics, name="metrics"),
    path("watchdog/", watchdog, name="watchdog"),
]
