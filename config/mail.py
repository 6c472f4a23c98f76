"""How mail leaves: one address in the environment becomes Django's settings; what is written stands in `channels`."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_PORTS = {"smtp": 25, "smtps": 465}
TIMEOUT_S = 30


def mail_settings(url: str, folder: Path) -> dict[str, Any]:
    """Django's EMAIL_* of an address such as smtp://user:password@host:587?tls=starttls.

    smtps:// speaks TLS from the first byte. An empty address: letters are written into the folder, so that the demo
    shows them and no letter leaves a machine unasked. Raises ValueError for anything else.
    """
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder,
        }
    parts = urlsplit(url)
    tls = parse_qs(parts.query).get("tls", ["none"])[0]
    if parts.scheme not in _PORTS or not parts.hostname or tls not in {"none", "starttls"}:
        raise ValueError("METKA_EMAIL_URL is written like smtp://user:password@host:587?tls=starttls")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": tls == "starttls",
        "EMAIL_TIMEOUT": TIMEOUT_S,
    }
