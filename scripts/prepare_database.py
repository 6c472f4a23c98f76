"""Brings the database of `make run` up to date and seeds the demo town into an empty one.

Both commands in one process: starting Django takes longer than finding that nothing is to be done.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402
from django.core.management import call_command, get_commands  # noqa: E402


def main() -> None:
    django.setup()
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    if "seed_demo" in get_commands():
        call_command("seed_demo", if_empty=True)


if __name__ == "__main__":
    main()
