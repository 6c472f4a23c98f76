"""Application configuration of `channels`; nothing is wired here."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChannelsConfig(AppConfig):
    name = "channels"
    verbose_name = _("Notices")
    default_auto_field = "django.db.models.BigAutoField"
