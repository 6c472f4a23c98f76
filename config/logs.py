"""What is written about errors: where it happened and of which kind, never whose data it was; not the access log."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.core.exceptions import PermissionDenied

_SECRET = re.compile(
    r"(/follow/|/report/sent/|/unsubscribe/|/alerts/confirm/|/following/confirm/|/account/confirm/|/password/key/|/invitation/)[^/\s]+"
)
_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Tracebacks without the errors' own words (a database names the row's values in them), links without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub(r"\1…", super().format(record))

    def formatException(self, ei: _Raised) -> str:
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            lines += [
                *traceback.format_tb(error.__traceback__),
                f"{type(error).__module__}.{type(error).__qualname__}\n",
            ]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "".join(lines).rstrip()


class PlainRefusals(logging.Filter):
    """A page that was refused to somebody is no error of the server: a line without a traceback, unless an error lies
    behind the refusal."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, PermissionDenied) and not (error.__cause__ or error.__context__):
            record.exc_info = None
        return True


class DiscreetJson(Discreet):
    """The same as one line of JSON: a journal keeps a traceback together, and a program finds its fields."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": super().format(record),
        }
        return json.dumps(line, ensure_ascii=False)


def formatter(form: str) -> logging.Formatter:
    """form: text or json. Raises ValueError for another one."""
    if form == "json":
        return DiscreetJson("%(message)s")
    if form == "text":
        return Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s")
    raise ValueError(f"METKA_LOG_FORMAT is text or json, not {form}")


def logging_settings(form: str) -> dict[str, Any]:
    """Errors go to stderr, from where systemd takes them."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"plain_refusals": {"()": PlainRefusals}},
        "formatters": {"discreet": {"()": formatter, "form": form}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "discreet"}},
        "loggers": {"django.request": {"filters": ["plain_refusals"]}},
        "root": {"handlers": ["stderr"], "level": "ERROR"},
    }
