"""Puts our own site in the place of Django's administration; apart, because no model is loaded yet when it is read."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Known to Django as its own app, with the site of accounts.administration."""

    default_site = "accounts.administration.Site"
