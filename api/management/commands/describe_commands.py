"""Writes docs/commands.md out of the commands' own parsers; it changes no command."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

TARGET = Path("docs/commands.md")
HEAD = """# Commands

Every command of Metka with its options. Written by `manage.py describe_commands`; do not edit by hand.
Run them as `.venv/bin/python manage.py COMMAND …`.
"""
# Options that every Django command has.
COMMON = {
    "help",
    "version",
    "verbosity",
    "settings",
    "pythonpath",
    "traceback",
    "no_color",
    "force_color",
    "skip_checks",
}


def own_commands() -> list[tuple[str, str]]:
    """(name, app) of the commands that live in this repository, by name."""
    root = Path(settings.BASE_DIR)
    ours = {config.name for config in apps.get_app_configs() if Path(config.path).parent == root}
    return sorted((name, app) for name, app in get_commands().items() if app in ours)


def own_options(command: BaseCommand, name: str) -> list[argparse.Action]:
    """The command's options without those that every Django command has.

    A parser tells its options to nobody but the formatter of its help.
    """
    found: list[argparse.Action] = []

    class Listing(argparse.HelpFormatter):
        def add_usage(
            self, usage: Any, actions: Iterable[argparse.Action], groups: Any, prefix: Any = None
        ) -> None:
            found.extend(actions)

    command.create_parser("manage.py", name, formatter_class=Listing).format_help()
    return [action for action in found if action.dest not in COMMON]


def described() -> str:
    """The whole document."""
    with override("en"):
        parts = [HEAD, *(_command(name, load_command_class(app, name)) for name, app in own_commands())]
    return "\n".join(parts)


def _command(name: str, command: BaseCommand) -> str:
    actions = own_options(command, name)
    usage = f"manage.py {name} {_usage(actions)}".strip()
    lines = [f"## {name}\n", f"{_sentence(command.help)}\n", f"`{usage}`"]
    rows = list(_rows(actions))
    if rows:
        lines += ["\n| option | meaning |", "|---|---|", *rows]
    return "\n".join(lines) + "\n"


def _sentence(help_text: Any) -> str:
    text = " ".join(str(help_text).split())
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _usage(actions: list[argparse.Action]) -> str:
    words = [_placeholder(action) for action in actions if not action.option_strings]
    required = [
        f"{action.option_strings[-1]} {_placeholder(action)}".strip()
        for action in actions
        if action.option_strings and action.required
    ]
    return " ".join([*words, *required])


def _placeholder(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    name = action.metavar or (action.dest if not action.option_strings else action.dest.upper())
    return str(name[0] if isinstance(name, tuple) else name).upper()


def _rows(actions: list[argparse.Action]) -> Iterator[str]:
    for action in actions:
        names = ", ".join(action.option_strings) or _placeholder(action)
        value = _placeholder(action) if action.option_strings else ""
        option = f"`{f'{names} {value}'.strip()}`"
        yield f"| {option} | {_meaning(action)} |"


def _meaning(action: argparse.Action) -> str:
    default = str(action.default).removeprefix(f"{settings.BASE_DIR}/")
    text = " ".join(str(action.help or "").split()).replace("%(default)s", f"`{default}`")
    text = text.replace("%%", "%").replace("|", "\\|")
    if action.choices:
        text += f" One of: {', '.join(f'`{choice}`' for choice in action.choices)}."
    if action.default not in (None, False, "", [], argparse.SUPPRESS) and "default" not in text.lower():
        text += f" Default: `{default}`."
    return text.strip()


class Command(BaseCommand):
    help = "Write docs/commands.md from the commands themselves."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail when the file is out of date."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / TARGET
        text = described()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            return
        if options["check"]:
            raise CommandError(f"{TARGET} is out of date: run manage.py describe_commands")
        path.write_text(text, encoding="utf-8")
        self.stdout.write(f"{TARGET} written")
