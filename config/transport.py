"""How requests reach the service: plainly, or over TLS that a proxy in front speaks; one public address decides."""

from typing import Any
from urllib.parse import urlsplit

LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
YEAR_S = 31_536_000


def transport_settings(public_url: str, *, proxies: int) -> dict[str, Any]:
    """Django's settings of hosts, cookies and redirects of an address such as https://metka.example.org.

    proxies: how many stand in front; only then is a header believed that says how the request came. https:// makes
    cookies secure, sends plain requests away, and has browsers remember it for a year. Raises ValueError for https
    without a proxy: nobody could say that a request came that way, and each would be sent away for ever.
    """
    tls = urlsplit(public_url).scheme == "https"
    if tls and proxies < 1:
        raise ValueError(
            "METKA_PUBLIC_URL is https: set METKA_PROXIES to the number of proxies that speak it"
        )
    return {
        "SECURE_SSL_REDIRECT": tls,
        # Monitors ask the server itself, past the proxy.
        "SECURE_REDIRECT_EXEMPT": [r"^health/"],
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if tls else None,
        "SECURE_HSTS_SECONDS": YEAR_S if tls else 0,
        "SESSION_COOKIE_SECURE": tls,
        "CSRF_COOKIE_SECURE": tls,
        "LANGUAGE_COOKIE_SECURE": tls,
    }


def answered_hosts(public_url: str) -> list[str]:
    """Host names that the service answers to unless METKA_ALLOWED_HOSTS names others."""
    host = urlsplit(public_url).hostname
    return LOCAL_HOSTS if host in {None, "127.0.0.1", "localhost", "::1"} else [*LOCAL_HOSTS, str(host)]
