"""How gunicorn serves Metka; host names, keys and the database are in settings.py, not here."""

import os
from typing import Any

from config.logs import formatter

bind = os.environ.get("METKA_BIND") or f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
wsgi_app = "config.wsgi:application"

# Threads share a process's caches and keep a slow phone from blocking a worker; each thread holds one
# database connection, so workers x threads must stay well below the cluster's 100.
worker_class = "gthread"
workers = int(os.environ.get("METKA_WORKERS") or max(2, min(os.cpu_count() or 2, 8)))
threads = int(os.environ.get("METKA_THREADS") or 4)
# A preloaded parent would share its database sockets with the forked workers.
preload_app = False

timeout = 60
graceful_timeout = 15
keepalive = 5
# The heartbeat file of a worker on a slow disk can stall it; systemd gives the service a folder of its own in memory.
worker_tmp_dir = os.environ.get("RUNTIME_DIRECTORY") or None

# Addresses of residents are personal data: no access log unless somebody asks for it.
accesslog = os.environ.get("METKA_ACCESS_LOG") or None
errorlog = "-"
loglevel = os.environ.get("METKA_LOG_LEVEL") or "warning"
# A second way in that nobody uses.
control_socket_disable = True
# A socket of the file system is for the server and its group, which is the proxy's.
umask = 0o007


def on_starting(server: Any) -> None:
    """What gunicorn says of itself is written as the application's errors are: an address may hold a secret."""
    for handler in server.log.error_log.handlers:
        handler.setFormatter(formatter(os.environ.get("METKA_LOG_FORMAT") or "text"))


on_reload = on_starting
