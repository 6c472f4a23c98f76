"""What a worker loads before its first request."""

import subprocess
import sys

from django.conf import settings

LOADED = """
import sys
from config.wsgi import application
from django.urls import get_resolver
assert get_resolver().url_patterns and get_resolver().reverse_dict is not None
dear = {"folium", "geopandas", "pandas", "esda", "libpysal", "scipy", "sklearn", "weasyprint"}
print(*sorted(dear & set(sys.modules)))
"""


def test_a_worker_loads_no_tool_of_imports_exports_and_statistics() -> None:
    """Each takes half a second and tens of megabytes of every worker; only commands, one format and hot spots' own
    process need them."""
    run = [sys.executable, "-c", LOADED]
    found = subprocess.run(run, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""
