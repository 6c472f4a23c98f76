"""A class of a page is one that a style sheet knows: another does nothing, and misleads whoever reads the page."""

import re
from pathlib import Path

from django.apps import apps

WEB = Path(apps.get_app_config("web").path)
CLASSES = re.compile(r'class="([^"{]*)"')


def test_each_class_has_a_style() -> None:
    styles = "".join(path.read_text("utf-8") for path in (WEB / "frontend/src/styles").rglob("*.css"))
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", styles))
    templates = "".join(path.read_text("utf-8") for path in (WEB / "templates").rglob("*.html"))
    used = {name for names in CLASSES.findall(templates) for name in names.split()}
    assert {"row", "card"} <= used
    assert sorted(used - known) == []
