"""Settings of the smallest django-vectortiles site; a rival in the bench, no part of Metka."""

import os
from urllib.parse import parse_qs, unquote, urlsplit

_url = urlsplit(os.environ["DATABASE_URL"])
DEBUG = False
SECRET_KEY = os.urandom(16).hex()
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.rivals.vectortiles_urls"
INSTALLED_APPS = ["django.contrib.gis", "vectortiles"]
DATABASES = {
    "default": {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": _url.path.lstrip("/"),
        "USER": unquote(_url.username or ""),
        "PASSWORD": unquote(_url.password or ""),
        "HOST": parse_qs(_url.query).get("host", [_url.hostname or ""])[0],
        "CONN_MAX_AGE": None,
        "OPTIONS": {"options": "-c jit=off -c max_parallel_workers_per_gather=0"},
    }
}
