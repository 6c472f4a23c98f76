"""Every address of the service with the decision that opens it, read from the URL table; not the requests."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.types import Permission

METHODS = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class Address:
    """name: of the URL with its namespaces. permissions: by method, None where the address has no such method."""

    name: str
    route: str
    permissions: Mapping[str, Permission] | None
    view: Any


def addresses() -> list[Address]:
    """All but Django's administration, whose addresses are `administration`'s."""
    return [address for address in _walk(get_resolver(), "", "") if not address.name.startswith("admin:")]


def administration() -> list[Address]:
    return [address for address in _walk(get_resolver(), "", "") if address.name.startswith("admin:")]


def _walk(resolver: URLResolver, prefix: str, names: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from _walk(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{names}{pattern.name}", route, decisions(pattern.callback), pattern.callback)


def decisions(view: Any) -> Mapping[str, Permission] | None:
    """What a view was given: `accounts.guards.needs`, or an API resource's `permissions`; None: nothing."""
    resource = getattr(view, "cls", None)
    if resource is not None:
        given = dict(resource.permissions)
        missing = [m for m in METHODS if hasattr(resource, m.lower()) and m not in given]
        return None if missing or not given else given
    permission = getattr(view, "permission", None)
    return None if permission is None else dict.fromkeys(METHODS, permission)
