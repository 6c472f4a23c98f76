"""What is written about errors: where it happened and of which kind, never whose data it was; not the access log."""

import logging
import re
import traceback
from types import TracebackType

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
