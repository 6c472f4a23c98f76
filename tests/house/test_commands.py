"""Every command of the house says what it is for and stands in docs/commands.md as it is now."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import load_command_class
from django.utils.translation import override

from api.management.commands.describe_commands import TARGET, described, own_commands, own_options

DOCUMENT = Path(settings.BASE_DIR) / TARGET


@pytest.mark.parametrize(("name", "app"), own_commands())
def test_command_and_each_option_has_help(name: str, app: str) -> None:
    with override("en"):
        command = load_command_class(app, name)
        assert str(command.help).strip(), f"{name} has no help"
        bare = [action.dest for action in own_options(command, name) if not action.help]
    assert bare == [], f"{name}: options without help"


def test_document_is_up_to_date() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == described(), "run manage.py describe_commands"
