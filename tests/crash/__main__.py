"""`make crash`: a cluster of its own, load, kills and the count; METKA_CRASH_KILLS says how many, 60 unless told."""

import os
import sys
import time
from importlib import import_module
from socket import socket

import django

from tests.crash.cluster import Cluster

KILLS = int(os.environ.get("METKA_CRASH_KILLS") or 60)
SEED = int(os.environ.get("METKA_CRASH_SEED") or time.time())


def main() -> int:
    cluster = Cluster()
    try:
        cluster.create()
        with socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        os.environ.update(
            DATABASE_URL=cluster.url,
            METKA_EMAIL_URL=f"smtp://127.0.0.1:{port}",
            DJANGO_SETTINGS_MODULE="config.settings",
        )
        django.setup()
        # Its imports need the settings, and those the cluster.
        passed: bool = import_module("tests.crash.running").run(cluster, port, kills=KILLS, seed=SEED)
        return 0 if passed else 1
    finally:
        cluster.remove()


if __name__ == "__main__":
    sys.exit(main())
