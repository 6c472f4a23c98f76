"""What `make run` left in `.local/`: the private cluster's address and the secret key; not settings a person edits."""

import secrets
from pathlib import Path


def database_url(local: Path) -> str | None:
    """Address of the private cluster written by `scripts/cluster.sh`, or None when there is none."""
    path = local / "database_url"
    return path.read_text().strip() if path.exists() else None


def secret_key(local: Path) -> str:
    """Key kept in `.local/secret_key` (mode 0600), made at first need so that sessions survive a restart."""
    path = local / "secret_key"
    if not path.exists():
        local.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()
