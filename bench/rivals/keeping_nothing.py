"""Metka's settings without kept tiles, to measure what a tile costs that is made anew."""

from config.settings import *  # noqa: F403  # settings are read from one module

CACHES["tiles"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}  # noqa: F405  # from the settings
