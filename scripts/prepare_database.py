"""Brings the database of `make run` up to date and seeds the demo town into an empty private cluster.

The demo's passwords are public: a database that DATABASE_URL names gets them only with METKA_DEMO=1, and no database
with METKA_DEMO=0. Without the demo an empty catalogue gets the topics that Metka comes with.

Both commands in one process: starting Django takes longer than finding that nothing is to be done.
"""

import os
import sys
from collections.abc import Mapping

import django
from django.apps import apps
from django.core.management import call_command, get_commands

FIRST_STEPS = """The demo town, whose passwords are public, was not loaded.
Make an administrator:  .venv/bin/python manage.py createsuperuser
Import a region:        README.md, "Import your own region"
To load the demo town into this database all the same: METKA_DEMO=1 make run
"""


def wants_demo(environment: Mapping[str, str]) -> bool:
    """As METKA_DEMO says; without it in the private cluster alone."""
    asked = environment.get("METKA_DEMO")
    return asked == "1" or (not asked and not environment.get("DATABASE_URL"))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    if not wants_demo(os.environ):
        if not apps.get_model("appeals", "Topic").objects.exists():
            call_command("load_topics")
        sys.stderr.write(FIRST_STEPS)
    elif "seed_demo" in get_commands():
        call_command("seed_demo", if_empty=True)


if __name__ == "__main__":
    main()
