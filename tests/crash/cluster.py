"""A PostgreSQL cluster of the crash run alone, made in a temporary folder and killed at will; nobody else's."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from pwd import getpwnam

BIN = Path("/usr/lib/postgresql/15/bin")
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
max_connections = 60
shared_preload_libraries = 'postgis-3'
shared_buffers = 64MB
log_min_error_statement = panic
log_error_verbosity = terse
"""


class Cluster:
    """Starts, dies and starts again; durability is PostgreSQL's default, and nothing of it is turned off."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="metka-crash-", dir="/var/tmp"))
        self.data = self.folder / "data"
        self.owner = os.environ.get("METKA_PG_USER", "postgres") if os.getuid() == 0 else ""
        if self.owner:
            person = getpwnam(self.owner)
            os.chown(self.folder, person.pw_uid, person.pw_gid)

    @property
    def url(self) -> str:
        return f"postgresql://metka@/metka?host={str(self.folder).replace('/', '%2F')}"

    def create(self) -> None:
        self._run("initdb", "-D", self.data, "-U", "metka", "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust")
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(SETTINGS.format(folder=self.folder))
        self.start()
        self._run(
            "psql", "-X", "-q", "-h", self.folder, "-U", "metka", "postgres", "-c", "CREATE DATABASE metka"
        )
        for name in ("postgis", "btree_gist", "pg_trgm", "unaccent"):
            self._run(
                "psql",
                "-X",
                "-q",
                "-h",
                self.folder,
                "-U",
                "metka",
                "metka",
                "-c",
                f"CREATE EXTENSION {name}",
            )

    def start(self) -> None:
        """Returns once it answers; after a crash the log is replayed first."""
        self._run(
            "pg_ctl", "-D", self.data, "-l", self.folder / "server.log", "-w", "-t", "120", "-s", "start"
        )

    def crash(self) -> None:
        """As when the power fails: no transaction is ended, nothing is written down."""
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "-s", "stop")

    def remove(self) -> None:
        """Ends the server, if it runs, and deletes its folder."""
        if (self.data / "postmaster.pid").exists():
            self.crash()
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(BIN / program), *map(str, arguments)]
        if self.owner:
            groups = ["--reuid", self.owner, "--regid", self.owner, "--init-groups"]
            command = ["setpriv", *groups, *command]
        done = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed with {done.returncode}")
