"""What every import command does: takes its turn, says what cannot be written, keeps tracebacks to itself."""

import json
from argparse import ArgumentTypeError
from datetime import date
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DataError, connection

from geo.models import House
from geo.sql import statement
from territories.importing.days import day_option


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "houses.csv"
    path.write_text('address,lon,lat\n"г. Метельск, ул. Лесная, д. 1",30.3,60\n')
    return path


class Waiting(StringIO):
    """An error stream that ends the other import as soon as anybody is told to wait for it."""

    def __init__(self, other: "psycopg.Connection[tuple[object, ...]]") -> None:
        super().__init__()
        self._other = other

    def write(self, text: str) -> int:
        if not self._other.closed:
            self._other.close()
        return super().write(text)


@pytest.mark.django_db
def test_an_import_waits_for_the_end_of_another(table: Path) -> None:
    connection.ensure_connection()
    told, output = Waiting(psycopg.connect(connection.connection.info.dsn, **_password())), StringIO()
    told._other.execute(statement("geo", "import_lock"))
    call_command("import_addresses", table, address_field="address", json=True, stdout=output, stderr=told)
    assert told.getvalue().count("\n") == 1
    assert json.loads(output.getvalue())["created"] == 1


def _password() -> dict[str, str]:
    password = connection.settings_dict["PASSWORD"]
    return {"password": password} if password else {}


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["", "none/refused.csv"])
def test_a_file_that_cannot_be_written_is_told_before_the_work(
    table: Path, tmp_path: Path, place: str
) -> None:
    with pytest.raises(CommandError, match=str(tmp_path)):
        call_command("import_addresses", table, address_field="address", refused=tmp_path / place)
    assert House.objects.count() == 0


@pytest.mark.django_db
def test_a_value_that_the_database_does_not_take_is_told(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No value is known any more that gets so far; the next one shall not end in a traceback.
    def refuse(*_args: object, **_options: object) -> None:
        raise DataError("value too long")

    monkeypatch.setattr("territories.management.commands.import_addresses.import_addresses", refuse)
    with pytest.raises(CommandError, match="value too long"):
        call_command("import_addresses", table, address_field="address")


@pytest.mark.parametrize("text", ["2024-03-05", "05.03.2024", "2024.03.05"])
def test_a_day_is_written_in_either_order(text: str) -> None:
    assert day_option(text) == date(2024, 3, 5)


@pytest.mark.parametrize("text", ["", "вчера", "31.02.2024", "03/05/2024"])
def test_what_is_no_day_says_how_to_write_one(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="2024-03-05"):
        day_option(text)
