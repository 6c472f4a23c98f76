"""`make bench`: one table of ratios with what to hold; the measuring is in the modules named there.

`python -m bench addresses …` and `python -m bench geocoding …` are tools of their own, see there.

Ratios only: all sides of one are measured in the same minutes on the same machine. The table goes to stdout and,
as JSON, to `.local/bench.json`. `--quick` uses 500,000 appeals instead of five million.
"""

import argparse
import importlib
import os
import sys

import django

# Modules with a `main` of their own arguments.
TOOLS = ("addresses", "geocoding")


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    # Imported only now: what is measured imports models.
    if len(sys.argv) > 1 and sys.argv[1] in TOOLS:
        return int(importlib.import_module(f"bench.{sys.argv[1]}").main(sys.argv[2:]))
    parser = argparse.ArgumentParser(prog="bench", description="Measure Metka against its ratios.")
    parser.add_argument("--quick", action="store_true", help="500,000 appeals instead of five million")
    parser.add_argument(
        "--only",
        nargs="+",
        help="some groups only: tiles lookup reading desks addresses writing rollup heatmaps",
    )
    options = parser.parse_args()
    running = importlib.import_module("bench.running")
    running.run(options.only or running.GROUPS, quick=options.quick)
    return 0


if __name__ == "__main__":
    sys.exit(main())
