"""Processor time of processes and of the database's backends that work for them; Linux only, no wall clock."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import connection

PROC = Path("/proc")


def processor_ms(processes: Iterable[int]) -> float:
    """Milliseconds that the processes have had of any processor so far, all their threads together."""
    files = (file for pid in processes for file in (PROC / str(pid) / "task").glob("*/schedstat"))
    return sum(int(file.read_text(encoding="ascii").split()[0]) for file in files) / 1e6


def family(pid: int) -> Iterator[int]:
    """The process and those that it has begun, such as gunicorn's workers."""
    yield pid
    for child in (PROC / str(pid) / "task" / str(pid) / "children").read_text(encoding="ascii").split():
        yield from family(int(child))


def backends(application: str) -> list[int]:
    """Processes of the database that serve connections of this application_name, on the same machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [application])
        return [pid for (pid,) in cursor.fetchall()]


def own_backend() -> int:
    """The process of the database behind Django's connection here."""
    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)
