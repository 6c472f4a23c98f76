"""What docs/deploy.md puts on a server: its settings exist and are safe, its units start what is there."""

import os
import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.db.models import FileField

from config import logs
from tests.house.deploying import DEPLOY, INSTALLED, ROOT, example, nginx, postgresql, units, values
from tests.house.test_settings import ROW, variables_read

SERVICES = [name for name in units() if name.endswith(".service")]
DOCUMENT = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
# Differ from server to server, or from a private cluster to a server's.
OF_THE_PLACE = {
    *("port", "unix_socket_directories", "unix_socket_permissions", "password_encryption", "shared_buffers"),
    *("effective_cache_size", "work_mem", "maintenance_work_mem", "max_parallel_workers"),
    "max_parallel_workers_per_gather",
}


def test_the_example_names_only_settings_that_exist() -> None:
    read = variables_read((ROOT / "config/settings.py").read_text(encoding="utf-8"))
    read |= set(re.findall(r'"(METKA_[A-Z_]+)"', (ROOT / "config/gunicorn.py").read_text(encoding="utf-8")))
    documented = set(ROW.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    assert sorted(set(example()) - (read & documented)) == []


def test_no_secret_of_the_example_would_do() -> None:
    assert example()["METKA_SECRET_KEY"] == ""
    assert "METKA_METRICS_TOKEN" not in example()


def test_the_example_passes_the_checks_of_a_server() -> None:
    """`manage.py check --deploy` in a process that knows these settings and no others of ours."""
    others = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("METKA_", "DJANGO_", "DATABASE_URL"))
    }
    run = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = others | example() | {"METKA_SECRET_KEY": "0123456789abcdef" * 4}
    done = subprocess.run(run, check=False, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("unit", SERVICES)
def test_a_unit_starts_what_is_there(unit: str) -> None:
    [command] = values(unit, "ExecStart")
    program, *arguments = command.split()
    assert program.startswith(INSTALLED)
    path = ROOT / program.removeprefix(INSTALLED)
    assert os.access(path, os.X_OK), program
    if arguments[0] == "--config":
        assert (ROOT / arguments[1]).is_file()
    if arguments[0] == "manage.py":
        assert arguments[1] in get_commands()
    assert values(unit, "EnvironmentFile") == ["/etc/metka/metka.env"]
    assert values(unit, "User") == ["metka"]


def test_a_unit_needs_only_units_that_exist() -> None:
    named = {
        word
        for unit in units()
        for directive in ("Requires", "After", "Wants")
        for value in values(unit, directive)
        for word in value.split()
    }
    assert named <= {*units(), "network.target", "postgresql@15-main.service"}


def test_nginx_takes_what_the_service_takes() -> None:
    [size] = re.findall(r"client_max_body_size (\d+)m;", nginx())
    assert int(size) == int(example()["METKA_MAX_BODY_MB"]) + 1
    host = urlsplit(example()["METKA_PUBLIC_URL"]).hostname
    assert set(re.findall(r"server_name ([^;]+);", nginx())) == {host}
    [socket] = values("metka-web.socket", "ListenStream")
    assert f"server unix:{socket} " in nginx()
    assert f"alias {INSTALLED}.local/static/;" in nginx()


def test_nginx_passes_on_no_claim_of_a_visitor() -> None:
    for header, value in (
        ("X-Forwarded-For", "$remote_addr"),
        ("X-Forwarded-Proto", "$scheme"),
        ("Host", "$host"),
    ):
        assert re.findall(rf"proxy_set_header {header} ([^;]+);", nginx()) == [value]
    assert "proxy_add_x_forwarded_for" not in nginx()
    assert example()["METKA_PROXIES"] == "1"


def test_nginx_hides_the_same_links_as_our_own_log() -> None:
    ours = set(re.findall(r"/([a-z/]+)/(?=[|)])", logs._SECRET.pattern))
    [theirs] = re.findall(r"\(\?:([a-z/|]+)\)", nginx())
    assert ours == set(theirs.split("|"))
    assert "follow" in ours
    for word in ("$remote_addr", "$request_uri", "$args", "$http_"):
        assert word not in nginx().split("log_format")[1].split(";")[0]


def test_the_database_is_set_as_the_private_cluster_is() -> None:
    script = (ROOT / "scripts/cluster.sh").read_text(encoding="utf-8").split("CONF\n")
    private = postgresql(next(part for part in script if part.startswith("# Written by")))
    served = postgresql((DEPLOY / "postgresql.conf").read_text(encoding="utf-8"))
    assert {name: value for name, value in private.items() if name not in OF_THE_PLACE} == {
        name: value for name, value in served.items() if name not in OF_THE_PLACE
    }
    assert served["log_min_duration_statement"] == "-1"


def test_a_restored_backup_is_asked_for_the_files_of_every_row() -> None:
    statement = (DEPLOY / "files.sql").read_text(encoding="utf-8")
    named = set(re.findall(r"SELECT (\w+) FROM (\w+)", statement))
    fields = {
        (field.column, model._meta.db_table)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, FileField)
    }
    assert named == fields


def test_the_document_names_every_file() -> None:
    files = [path.relative_to(ROOT).as_posix() for path in DEPLOY.rglob("*") if path.is_file()]
    assert len(files) >= 15
    assert [
        name for name in files if name not in DOCUMENT and f"`{name.rsplit('/', 1)[1]}`" not in DOCUMENT
    ] == []
