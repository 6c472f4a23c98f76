"""URLs of notices, alerts, feed, health and watchdog; they stand at the root, since people read them."""

from django.urls import URLPattern, path

from channels.views.choosing import choices, unsubscribe
from channels.views.watching import health, metrics, watchdog

app_name = "channels"
urlpatterns: list[URLPattern] = [
    path("notices/choices/", choices, name="choices"),
    path("unsubscribe/<str:token>/", unsubscribe, name="unsubscribe"),
    path("health/", health, name="health"),
    path("metrics/", metrics, name="metrics"),
    path("watchdog/", watchdog, name="watchdog"),
]
