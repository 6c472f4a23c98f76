"""Runs Django's deployment checks with the settings of a server, deploy/metka.env.example."""

import os
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    for line in (ROOT / "deploy/metka.env.example").read_text(encoding="utf-8").splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not name.startswith("#"):
            os.environ[name] = value.strip("'")
    os.environ["METKA_SECRET_KEY"] = secrets.token_hex(32)

    import django
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    django.setup()
    try:
        call_command("check", deploy=True, fail_level="WARNING")
    except SystemCheckError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
