"""Brings the database of `make run` up to date and seeds the demo town into an empty private cluster.

The demo's passwords are public: a database that DATABASE_URL names gets them only with METKA_DEMO=1.

Both commands in one process: starting Django takes longer than finding that nothing is to be done.
"""

import os
import sys
from collections.abc import Mapping

import django
from django.core.management import call_command, get_commands

FIRST_STEPS = """DATABASE_URL is set, so the demo town, whose passwords are public, was not loaded.
Make an administrator:  .venv/bin/python manage.py createsuperuser
Import a region:        README.md, the import_* commands
To load the demo town into this database all the same: METKA_DEMO=1 make run
"""


def wants_demo(environment: Mapping[str, str]) -> bool:
    """True in the private cluster, elsewhere only when METKA_DEMO=1 asks for it."""
    return not environment.get("DATABASE_URL") or environment.get("METKA_DEMO") == "1"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    if not wants_demo(os.environ):
        sys.stderr.write(FIRST_STEPS)
    elif "seed_demo" in get_commands():
        call_command("seed_demo", if_empty=True)


if __name__ == "__main__":
    main()
