"""Runs Django's deployment checks as behind TLS; what is left aside is named here with its reason."""

import os
import secrets
import sys
from pathlib import Path

LEFT_ASIDE = [
    "gis.W001",  # GDAL 3.9 is not in Debian 12; the importers open files that a person names, never an address
    "security.W005",  # whether other hosts of the domain speak TLS is the domain's owner's to know
    "security.W021",  # the preload list is the owner's decision as well
]


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ["METKA_BEHIND_TLS"] = "1"
    os.environ["METKA_SECRET_KEY"] = secrets.token_hex(32)

    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    django.setup()
    settings.SILENCED_SYSTEM_CHECKS = [*settings.SILENCED_SYSTEM_CHECKS, *LEFT_ASIDE]
    try:
        call_command("check", deploy=True, fail_level="WARNING")
    except SystemCheckError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
