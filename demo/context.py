"""What the sign-in page gets of the demo: its sign-ins while they work; nothing on a site without demo data."""

from typing import Any

from django.http import HttpRequest

from demo.accounts import present


def sign_ins(_request: HttpRequest) -> dict[str, Any]:
    """`demo_sign_ins` is called only by the template that shows them, so that no other page asks the database."""
    return {"demo_sign_ins": present}
