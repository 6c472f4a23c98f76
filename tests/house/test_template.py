"""The template of the test databases: another one whenever the migrated tables may differ, and never half a one."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from pytest_django.fixtures import Settings

from tests import database

BASE = Path(settings.BASE_DIR)
OURS = {app.label for app in apps.get_app_configs() if Path(app.path).parent == BASE}


def imported(path: Path) -> set[str]:
    """Modules of ours that a migration imports, by their first two names."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(f"{'.' * node.level}{node.module}")
    return {".".join(name.split(".")[:2]) for name in names if name.split(".")[0] in {*OURS, ""}}


def test_migrations_use_nothing_but_what_the_template_is_named_by() -> None:
    migrations = sorted(BASE.glob("*/migrations/*.py"))
    assert len(migrations) > 40
    assert set(migrations) <= set(database.sources())
    used = set().union(*map(imported, migrations))
    assert {"appeals.types", "accounts.models"} <= used
    assert {name.split(".")[1] for name in used} <= {"models", "types", "migrations"}


@pytest.mark.django_db
def test_a_changed_source_has_another_template(settings: Settings, tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        before = database.made_of(cursor)
        assert database.made_of(cursor) == before
        settings.BASE_DIR = tmp_path
        (tmp_path / "config").mkdir()
        source = tmp_path / "config" / "settings.py"
        others = set()
        for text in ("A = 1", "A = 2"):
            source.write_text(text, encoding="utf-8")
            others.add(database.made_of(cursor))
    assert len(others | {before}) == 3


@pytest.mark.django_db
def test_the_template_used_longest_ago_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    made = database.PREFIX + "of_this_test"
    with database._alone() as cursor:
        templates = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        cursor.execute(templates, [database.PREFIX])
        before = set(cursor.fetchall())
        database._run(cursor, "CREATE DATABASE {} TEMPLATE template0", made)
        database._tell(cursor, made, "2000-01-01")
        monkeypatch.setattr(database, "TEMPLATES_KEPT", len(before))
        database._drop_older(cursor)
        cursor.execute(templates, [database.PREFIX])
        assert set(cursor.fetchall()) == before
