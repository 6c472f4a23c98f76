"""Metka's settings with a cache that keeps nothing, to measure what an answer costs that is made anew."""

from config.settings import *  # noqa: F403  # settings are read from one module

CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
