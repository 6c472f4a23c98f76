"""What the records of decisions state of the code and the tables, where a machine can tell."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from appeals.models import Appeal

BASE = Path(settings.BASE_DIR)
APPS = ("geo", "territories", "accounts", "appeals", "analytics", "tiles", "channels", "api", "web")
CANDIDATES = BASE / "docs" / "adr" / "0009-one-plan-for-the-candidates.md"


def test_the_statements_prepared_are_those_decided() -> None:
    call = re.compile(r"""prepared_(?:rows|records)\(\s*"\w+",\s*"(\w+)\"""")
    sources = [path.read_text(encoding="utf-8") for app in APPS for path in (BASE / app).rglob("*.py")]
    [named] = re.findall(r"Statements prepared: (.*?)\. All others", CANDIDATES.read_text("utf-8"), re.DOTALL)
    assert set(re.findall(r"`(\w+)`", named)) == {name for text in sources for name in call.findall(text)}


@pytest.mark.django_db
def test_a_row_of_appeals_has_as_many_indexes_as_stated() -> None:
    [stated] = re.findall(r"with its (\d+) indexes", CANDIDATES.read_text("utf-8"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE tablename = %s", [Appeal._meta.db_table])
        assert cursor.fetchone() == (int(stated),)


def test_every_decision_is_listed() -> None:
    folder = BASE / "docs" / "adr"
    listed = re.findall(r"\]\((\d{4}[\w-]+\.md)\)", (folder / "README.md").read_text("utf-8"))
    assert listed == sorted(path.name for path in folder.glob("[0-9]*.md"))
