"""What is written about errors: where it happened and of which kind, never whose data it was; not the access log."""

import copy
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
        return _SECRET.sub(r"\1…", super().format(_without_traceback(record) if _refused(record) else record))

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


def _refused(record: logging.LogRecord) -> bool:
    """Whether a page was refused to somebody: no error of the server, unless one lies behind the refusal."""
    error = record.exc_info[1] if record.exc_info else None
    behind = error and (error.__cause__ or error.__context__)
    return isinstance(error, PermissionDenied) and not behind and record.levelno < logging.ERROR


def _without_traceback(record: logging.LogRecord) -> logging.LogRecord:
    """A copy: other handlers may want the whole."""
    bare = copy.copy(record)
    bare.exc_info = bare.exc_text = None
    return bare


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
        "formatters": {"discreet": {"()": formatter, "form": form}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "discreet"}},
        "root": {"handlers": ["stderr"], "level": "ERROR"},
    }
