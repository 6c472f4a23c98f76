"""Reads the files of deploy/ as systemd, nginx and PostgreSQL would, as far as tests ask."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DEPLOY = ROOT / "deploy"
# Where the checkout lies on a server.
INSTALLED = "/opt/metka/"
_LINE = re.compile(r"([A-Z][A-Z0-9_]*)=(.*)")
_PLAIN = re.compile(r"[A-Za-z0-9_./:?=@,+-]*")


def example() -> dict[str, str]:
    """The example's settings. Each value is written so that a shell and systemd read it alike."""
    found: dict[str, str] = {}
    for line in (DEPLOY / "metka.env.example").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        assert match, line
        name, value = match.groups()
        quoted = (
            len(value) > 1 and value[0] == value[-1] == "'" and "'" not in value[1:-1] and "\\" not in value
        )
        assert quoted or _PLAIN.fullmatch(value), f"{name} must stand in single quotes"
        assert name not in found
        found[name] = value[1:-1] if quoted else value
    return found


def units() -> dict[str, list[tuple[str, str]]]:
    """Directives of each unit, in order; a directive may come again."""
    return {
        path.name: _directives(path)
        for path in sorted((DEPLOY / "systemd").glob("metka-*.*"))
        if path.is_file()
    }


def _directives(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("=", 1) for line in lines if "=" in line and not line.startswith("#")]
    return [(name, value) for name, value in pairs]


def values(unit: str, name: str) -> list[str]:
    return [value for directive, value in units()[unit] if directive == name]


def nginx() -> str:
    return (DEPLOY / "nginx/metka.conf").read_text(encoding="utf-8")


def postgresql(text: str) -> dict[str, str]:
    """`name = value` lines of a PostgreSQL configuration."""
    pairs = re.findall(r"^([a-z_]+) = (\S+|'[^']*')(?:\s+#.*)?$", text, re.MULTILINE)
    return dict(pairs)
