"""Application configuration of `tiles`; nothing is wired here."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TilesConfig(AppConfig):
    name = "tiles"
    verbose_name = _("Tiles")
    default_auto_field = "django.db.models.BigAutoField"
